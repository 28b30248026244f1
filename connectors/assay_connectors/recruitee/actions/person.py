"""Creates the person, by one of two routes, once. Source: recruitee sheet 3.1 step 3, 3.2, 3.3."""

from collections.abc import Callable, Iterator
from datetime import UTC
from typing import Any, Final

from assay_connectors.client import Call, Part
from assay_connectors.files import ReadyFile
from assay_connectors.once import CLOCK_TOLERANCE, at_most_once, is_younger
from assay_connectors.recruitee.actions import vendor
from assay_connectors.recruitee.actions.answers import Answered
from assay_connectors.recruitee.actions.plan import Plan
from assay_connectors.recruitee.api import Item, Params
from assay_connectors.recruitee.connection import Connection

CANDIDATES: Final = "/candidates"
_ANSWERS: Final = "open_question_answers_attributes"


def create_person(connection: Connection, plan: Plan) -> Item:
    """Create the person and, most likely, its application; the person as the vendor answers with it.

    With answers the person applies on the careers site, else it is created by the company's interface,
    which takes no answers. When the answer is lost, the newest candidates are looked through before
    anything is sent again: the vendor has no idempotency keys, and people of the same name and address
    are no mistake to it.

    Raises:
        ConnectorError: nothing was created, or it is unknown whether it was.
    """
    write = _application(connection, plan) if plan.answers else _candidate(connection, plan)
    return at_most_once(write, _twin_finder(connection, plan))


def _candidate(connection: Connection, plan: Plan) -> Callable[[], Item]:
    order = plan.order
    candidate = {
        "name": order.name,
        "emails": [order.email_address] if order.email_address else None,
        "phones": [order.phone_number] if order.phone_number else None,
        "social_links": list(order.social_links),
        "cover_letter": order.cover_letter,
        "sources": [plan.source] if plan.source else None,
    }
    body = {"candidate": known(candidate), "offers": [plan.job_id]}

    def write() -> Item:
        answer = vendor.write(connection, "POST", CANDIDATES, body)
        return vendor.named(answer, "candidate", f"POST {CANDIDATES}")

    return write


def _application(connection: Connection, plan: Plan) -> Callable[[], Item]:
    """The public form of the job, as JSON or, with files, as multipart."""
    order = plan.order
    candidate = known(
        {
            "name": order.name,
            "email": order.email_address,
            "phone": order.phone_number,
            "cover_letter": order.cover_letter,
        }
    )
    answers = [_attributes(one) for one in plan.answers]
    files = dict(_form_files(plan))
    url = connection.api.careers_address(f"/offers/{plan.job['slug']}/candidates")
    if files:
        parts = (*_text_parts(candidate, answers), *(_file_part(name, file) for name, file in files.items()))
        call = Call(method="POST", url=url, parts=parts, idempotent=False, authenticated=False)
    else:
        body = {"candidate": {**candidate, _ANSWERS: answers}}
        call = Call(method="POST", url=url, json=body, idempotent=False, authenticated=False)
    return lambda: vendor.named(connection.api.send(call), "candidate", call.name)


def _attributes(one: Answered) -> dict[str, Any]:
    return {"open_question_id": one.question_id, **one.values}


def _form_files(plan: Plan) -> Iterator[tuple[str, ReadyFile]]:
    """Name of the part -> file; the first CV travels with the form."""
    if plan.cv is not None:
        yield "candidate[cv]", plan.cv
    for index, one in enumerate(plan.answers):
        if one.question_id in plan.answer_files:
            yield f"candidate[{_ANSWERS}][{index}][file]", plan.answer_files[one.question_id]


def _text_parts(candidate: dict[str, Any], answers: list[dict[str, Any]]) -> Iterator[Part]:
    for key, value in candidate.items():
        yield Part(name=f"candidate[{key}]", content=str(value).encode())
    for index, answer in enumerate(answers):
        for key, value in answer.items():
            name = f"candidate[{_ANSWERS}][{index}][{key}]"
            if isinstance(value, list):
                yield from (Part(name=f"{name}[]", content=text.encode()) for text in value)
            else:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                yield Part(name=name, content=text.encode())


def _file_part(name: str, file: ReadyFile) -> Part:
    return Part(name=name, content=file.content, filename=file.name, content_type=file.content_type)


def _twin_finder(connection: Connection, plan: Plan) -> Callable[[], Item | None]:
    """Looks for the person whose creation got no answer, in the list, which knows what is seconds old.

    Whoever this connection created before is somebody else, even with the same name and address.
    """
    started, known_ids = connection.runtime.now(), frozenset(connection.owners.values())
    since = (started - CLOCK_TOLERANCE).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")

    def is_it(item: Item) -> bool:
        same = item.get("name") == plan.order.name and plan.order.email_address in (item.get("emails") or [])
        new = str(item.get("id")) not in known_ids and is_younger(item.get("created_at"), started)
        jobs = {placement.get("offer_id") for placement in item.get("placements") or []}
        return same and new and jobs <= {plan.job_id}

    def find() -> Item | None:
        params: Params = {"limit": vendor.PAGE, "offset": 0, "created_after": since}
        young = vendor.listed(connection, CANDIDATES, "candidates", params)
        return max(filter(is_it, young), key=lambda item: int(item["id"]), default=None)

    return find


def known(body: dict[str, Any]) -> dict[str, Any]:
    """The body without what is not known."""
    return {key: value for key, value in body.items() if value}
