"""Avionté's Front Office API as the connector calls it. Source: avionte sheet 1, 2, 3."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final

import httpx

from assay.connector import Runtime
from assay.errors import VendorNonsenseError, VendorRefusedError
from assay_connectors.avionte.answers import nonsense, opened
from assay_connectors.avionte.billing import Meter
from assay_connectors.avionte.register import REGISTER
from assay_connectors.avionte.token import PATIENCE, Partner, TokenAuth, Tokens
from assay_connectors.client import Call, VendorClient, checked_base_url
from assay_connectors.pace import Pace

BASE_URL: Final = "https://api.avionte.com"
"""Source: avionte sheet 1.1 [D]."""
PAGE_SIZE: Final = 100
"""Ids per page. Source: avionte sheet 1.7 (what most endpoints take) [D]."""
BATCH_SIZE: Final = 100
"""Ids per batch. Source: avionte sheet 1.7 [D]."""
BULK_REQUESTS: Final = 3
"""Lists of ids and batches per second, the lower of the vendor's numbers. Source: avionte sheet 1.6 [D]."""

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """How objects of one kind are read by id."""

    single: str
    """Key of the endpoint for one id."""
    batch: str
    """Key of the endpoint for several ids."""
    part: str
    """What the path of the single endpoint calls the id."""
    params: Mapping[str, str]


JOBS: Final = Kind("JOB_GET", "JOB_MULTI", "jobId", {})
TALENTS: Final = Kind("TALENT_GET", "TALENT_MULTI", "talentId", {"includeResume": "False"})


@dataclass(frozen=True, slots=True)
class Found:
    """An object and the key of the endpoint that gave it."""

    raw: Item
    key: str


class AvionteApi:
    """One partner's way into one tenant."""

    def __init__(
        self,
        runtime: Runtime,
        partner: Partner,
        *,
        base_url: str | None = None,
        first_page: int = 1,
        page_size: int | None = None,
    ) -> None:
        address = checked_base_url(base_url or BASE_URL)
        self.meter = Meter(runtime.transport, address)
        self.partner = partner
        self._first_page = first_page
        self._page_size = page_size or PAGE_SIZE
        metered = replace(runtime, transport=self.meter)
        self._tokens = Tokens(metered, partner, address)
        auth = TokenAuth(metered, partner, self._tokens)
        headers = {"Accept": "application/json"}
        self.client = VendorClient(metered, address, auth, headers=headers, policy=PATIENCE)
        self._bulk = VendorClient(
            metered, address, auth, headers=headers, policy=PATIENCE, pace=Pace(runtime, BULK_REQUESTS)
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every form in which the credential may stand in an answer."""
        return (self.partner.api_key, self.partner.client_secret, self._tokens.known)

    def renew_token(self) -> None:
        """Ask for a new token; costs nothing and shows whether the partner is let in."""
        self._tokens.renewed()

    # --- single calls ----------------------------------------------------------------------------

    def ask(
        self,
        key: str,
        /,
        *,
        body: Any = None,
        params: Mapping[str, str] | None = None,
        repeatable: bool | None = None,
        **parts: object,
    ) -> Any:
        """The answer to one call of the register.

        Args:
            key: of the register.
            body: sent as JSON.
            params: of the query.
            repeatable: whether sending it twice does no harm; by default that of a read.
            parts: what stands in the path.

        Raises:
            ConnectorError: see :func:`assay_connectors.avionte.answers.opened`.
        """
        endpoint = REGISTER[key]
        call = Call(
            method=endpoint.method,
            url=endpoint.full_path.format(**parts),
            idempotent=endpoint.method == "GET" if repeatable is None else repeatable,
            json=body,
            params=params or {},
        )
        answer: httpx.Response = (self._bulk if endpoint.bulk else self.client).send(call)
        return opened(call, answer, self.secrets)

    def object(self, key: str, /, **call: Any) -> Item:
        """As :meth:`ask`, for answers that are one object."""
        answer = self.ask(key, **call)
        if not isinstance(answer, dict):
            raise self._nonsense(key, "the answer is not an object", call)
        return answer

    def objects(self, key: str, /, **call: Any) -> list[Item]:
        """As :meth:`ask`, for answers that are a bare list of objects (sheet 8 no. 1)."""
        answer = self.ask(key, **call)
        if not isinstance(answer, list) or not all(isinstance(item, dict) for item in answer):
            raise self._nonsense(key, "the answer is not a list of objects", call)
        return answer

    def numbers(self, key: str, /, **call: Any) -> list[str]:
        """As :meth:`ask`, for answers that are a bare list of ids, each once."""
        answer = self.ask(key, **call)
        if not isinstance(answer, list) or not all(_is_id(one) for one in answer):
            raise self._nonsense(key, "the answer is not a list of ids", call)
        return [str(one) for one in answer]

    # --- many objects ----------------------------------------------------------------------------

    def all_ids(self, key: str) -> list[str]:
        """The ids of all pages, each once; a page shorter than asked for is the last (sheet 1.7 [C]).

        Raises:
            VendorNonsenseError: the pages do not end.
        """
        found: dict[str, None] = {}
        page = self._first_page
        while True:
            ids = self.numbers(key, page=page, pageSize=self._page_size)
            new = [one for one in ids if one not in found]
            found.update(dict.fromkeys(new))
            if len(ids) < self._page_size:
                return list(found)
            # A vendor that counts from 1 shows the first page for 0 as well (sheet 1.7 [A]).
            if not new and page != 1:
                raise VendorNonsenseError(
                    f"page {page} repeats earlier ones", request=f"GET {REGISTER[key].full_path}"
                )
            page += 1

    def one(self, kind: Kind, number: str) -> Found | None:
        """One object by id; None when there is no such object (404)."""
        try:
            raw = self.object(kind.single, params=kind.params, **{kind.part: number})
        except VendorRefusedError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            return None
        return Found(raw, kind.single)

    def many(self, kind: Kind, ids: Sequence[str]) -> dict[str, Found]:
        """Objects by id: one id by itself, several in batches (sheet 1.6 [D]); unknown ones are left out.

        Raises:
            VendorNonsenseError: an object comes twice, or one that was not asked for.
        """
        found: dict[str, Found] = {}
        for some in _batches(ids):
            if len(some) == 1:
                one = self.one(kind, some[0])
                found.update({some[0]: one} if one else {})
                continue
            for raw in self.objects(kind.batch, body=[int(number) for number in some], repeatable=True):
                number = str(raw.get("id"))
                if number not in some or number in found:
                    raise self._nonsense(
                        kind.batch, "an object twice, or one not asked for", {"repeatable": True}
                    )
                found[number] = Found(raw, kind.batch)
        return found

    def _nonsense(self, key: str, found: str, call: Mapping[str, Any]) -> Exception:
        endpoint = REGISTER[key]
        is_read = endpoint.method == "GET" or bool(call.get("repeatable"))
        return nonsense(Call(method=endpoint.method, url=endpoint.full_path, idempotent=is_read), found)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + BATCH_SIZE] for start in range(0, len(ids), BATCH_SIZE))


def _is_id(value: object) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit())
