"""What Ashby answered a call with, and whether it carried it out. Source: ashby sheet 1.4."""

from collections.abc import Iterable
from typing import Any

from assay.evidence import Played
from assay.scenario import expect
from assay_contracts.witness import answer


def results(played: Played) -> Any:
    """What a call was answered with, if the vendor carried it out."""
    body = answer(played)
    expect(body.get("success") is True, f"{played.exchange.request.path} was refused: {body}", played)
    return body["results"]


def listed(pages: Iterable[Played]) -> dict[str, dict[str, Any]]:
    """Objects that pages of a listing hold, by id; refused pages hold none."""
    return {
        item["id"]: item
        for page in pages
        for item in answer(page).get("results") or ()
        if isinstance(item, dict)
    }


def refusal_code(played: Played) -> str | None:
    """The vendor's code when it refused a call, None when it did not."""
    body = answer(played)
    if body.get("success") is not False:
        return None
    told = body.get("errorInfo") or {}
    return str(told.get("code") or body.get("errors"))
