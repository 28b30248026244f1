"""The REST interface of one Salesforce org as the connector calls it. Source: asymbl sheet 1.4-1.6 [D/C]."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import httpx

from assay.connector import Runtime
from assay.errors import ConnectorError, VendorNonsenseError
from assay_connectors.asymbl.address import DATA
from assay_connectors.asymbl.answers import (
    DUPLICATES_DETECTED,
    is_busy,
    is_expired,
    parsed,
    refusal,
    unreadable,
)
from assay_connectors.asymbl.session import Grant, Session
from assay_connectors.asymbl.soql import Query
from assay_connectors.client import Call, VendorClient
from assay_connectors.retry import RetryPolicy

Item = dict[str, Any]

SMALLEST_BATCH: Final = 200
LARGEST_BATCH: Final = 2000
"""Rows of a page that may be asked for; the server may give fewer (asymbl sheet 1.5 [D])."""

MOST_VISITS: Final = 3
"""Of one place in a query."""

_NEXT: Final = re.compile(r"/services/data/v[0-9.]+/query(All)?/[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a query's answer."""

    rows: list[Item]
    next: str | None
    """Path of the next page; None on the last one."""
    total: int | None
    """Rows on all pages."""


class Way:
    """The places of one query that were gone to; an empty page may lead to where it was found (sheet 1.5)."""

    def __init__(self) -> None:
        self._gone: Counter[str] = Counter()

    def onto(self, path: str) -> str:
        """The place; raises VendorNonsenseError when it leads round in a circle."""
        self._gone[path] += 1
        if self._gone[path] > MOST_VISITS:
            raise VendorNonsenseError("the pages of a query come in a circle", request=f"GET {path}")
        return path


@dataclass(frozen=True, slots=True)
class Description:
    """What an object was the last time it was described."""

    modified: str
    """``Last-Modified`` of the answer."""
    answer: Item


class SalesforceApi:
    """One session's way into one org.

    Args:
        runtime: the outside world.
        base_url: origin of the org.
        grant: what tokens are asked for with.
        page_size: rows to ask for per page; None = what Salesforce chooses.
        policy: how often and how long to try.
    """

    def __init__(
        self,
        runtime: Runtime,
        base_url: str,
        grant: Grant,
        *,
        page_size: int | None = None,
        policy: RetryPolicy | None = None,
    ) -> None:
        self.session = Session(runtime, base_url, grant, policy)
        self.client = VendorClient(
            runtime,
            base_url,
            self.session,
            headers={"Accept": "application/json"},
            policy=policy,
            busy=is_busy,
        )
        self._descriptions: dict[str, Description] = {}
        self._batch = {} if page_size is None else {"Sforce-Query-Options": f"batchSize={_batch(page_size)}"}

    # --- reading -------------------------------------------------------------------------------------

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """The body of a read; raises as :meth:`json` does."""
        return self.json(Call(method="GET", url=path, params=params or {}, idempotent=True))

    def query(self, query: Query, *, deleted: bool = False) -> Page:
        """The first page of a query; with ``deleted`` soft-deleted rows come too. Raises as :meth:`json`."""
        call = Call(
            method="GET",
            url=f"{DATA}/{'queryAll' if deleted else 'query'}",
            params={"q": query.text()},
            headers=self._batch,
            idempotent=True,
        )
        return _page(call, self.json(call))

    def more(self, path: str) -> Page:
        """A further page; raises as :meth:`json` does."""
        call = Call(method="GET", url=path, headers=self._batch, idempotent=True)
        return _page(call, self.json(call))

    def rows(self, query: Query, *, deleted: bool = False) -> Iterator[Item]:
        """The rows of a short answer; raises as :meth:`json` does."""
        page, way = self.query(query, deleted=deleted), Way()
        yield from page.rows
        while page.next is not None:
            page = self.more(way.onto(page.next))
            yield from page.rows

    def describe(self, name: str) -> Item:
        """What the user sees of an object; it is not sent again while it is the same. Raises as :meth:`json`.

        Source: asymbl sheet 1.5 [C]; [D] for the condition.
        """
        path, known = f"{DATA}/sobjects/{name}/describe", self._descriptions.get(name)
        headers = {"If-Modified-Since": known.modified} if known is not None else {}
        call = Call(method="GET", url=path, headers=headers, idempotent=True)
        response = self.send(call)
        if known is not None and response.status_code == HTTPStatus.NOT_MODIFIED:
            return known.answer
        answer = _payload(call, _success(call, response))
        if not isinstance(answer, dict):
            raise VendorNonsenseError("the description is not an object", request=f"GET {path}")
        if "last-modified" in response.headers:
            self._descriptions[name] = Description(response.headers["last-modified"], answer)
        return answer

    def blob(self, path: str) -> bytes:
        """The bytes of a file; raises as :meth:`send` does."""
        call = Call(method="GET", url=path, headers={"Accept": "*/*"}, idempotent=True)
        return self.good(call).content

    # --- writing -------------------------------------------------------------------------------------

    def create(self, name: str, values: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> str:
        """Create a record; its id. Never repeated blindly: Salesforce has no keys against it (sheet 1.6).

        Raises:
            ConnectorError: see :func:`assay_connectors.asymbl.answers.refusal`.
        """
        call = Call(
            method="POST",
            url=f"{DATA}/sobjects/{name}/",
            json=dict(values),
            headers=headers or {},
            idempotent=False,
        )
        response = self.good(call)
        body = parsed(response)
        record_id = body.get("id") if isinstance(body, dict) else None
        if not isinstance(record_id, str) or not record_id:
            raise unreadable(call, response, "it names no record")
        return record_id

    def update(self, name: str, record_id: str, values: Mapping[str, Any]) -> None:
        """Change fields of a record; doing it twice does no harm. Raises as :meth:`create` does."""
        path = f"{DATA}/sobjects/{name}/{record_id}"
        self.good(Call(method="PATCH", url=path, json=dict(values), idempotent=True))

    # --- how it is done ------------------------------------------------------------------------------

    def json(self, call: Call) -> Any:
        """The JSON of a successful answer.

        Raises:
            CredentialError, PermissionMissingError, VendorRefusedError, VendorUnavailableError,
            VendorNonsenseError: see :func:`assay_connectors.asymbl.answers.refusal`.
        """
        return _payload(call, self.good(call))

    def good(self, call: Call) -> httpx.Response:
        """The answer, if it is a success; raises as :meth:`json` does."""
        return _success(call, self.send(call))

    def send(self, call: Call) -> httpx.Response:
        """The answer, whatever its status; a session that is over is renewed once, and the call repeated.

        A call that is refused for its session had no effect, so even a write may be repeated (sheet 1.2).
        """
        used = self.session.begin()
        response = self.client.send(call)
        if is_expired(response):
            self.session.renew(used)
            response = self.client.send(call)
        return response


def _success(call: Call, response: httpx.Response) -> httpx.Response:
    """The answer, if it is a success."""
    if not response.is_success:
        raise _with_answer(refusal(call, response), response)
    return response


def _payload(call: Call, response: httpx.Response) -> Any:
    """The JSON of an answer."""
    payload = parsed(response)
    if payload is None:
        raise unreadable(call, response, "the body is not JSON")
    return payload


def _batch(page_size: int) -> int:
    return min(max(page_size, SMALLEST_BATCH), LARGEST_BATCH)


def _with_answer(error: ConnectorError, response: httpx.Response) -> ConnectorError:
    """Keeps what only a duplicate rule's answer tells (sheet 1.7)."""
    if error.vendor_code == DUPLICATES_DETECTED:
        error.detail["errors"] = parsed(response)
    return error


def _page(call: Call, body: Any) -> Page:
    rows = body.get("records") if isinstance(body, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _nonsense(call, "records is not a list of objects")
    done, path, total = body.get("done"), body.get("nextRecordsUrl"), body.get("totalSize")
    if not isinstance(done, bool):
        raise _nonsense(call, "done is neither true nor false")
    if not done and not (isinstance(path, str) and _NEXT.fullmatch(path)):
        raise _nonsense(call, "there is more, but no path to it")
    counted = isinstance(total, int) and not isinstance(total, bool)
    return Page(rows, None if done else path, total if counted else None)


def _nonsense(call: Call, found: str) -> VendorNonsenseError:
    return VendorNonsenseError(f"the answer is outside what Salesforce documents: {found}", request=call.name)
