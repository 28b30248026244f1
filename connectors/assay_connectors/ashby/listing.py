"""Reads a paginated listing to its end, page by page. Source: ashby sheet 1.5, 4.1 [D+C]."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from assay.errors import VendorNonsenseError, VendorRefusedError
from assay_connectors.ashby.envelope import CURSOR_CODES, SYNC_TOKEN_CODES, Reply

PAGE_SIZE = 100
"""The most that Ashby gives at once."""
MAX_RESTARTS = 3
"""How often one listing may begin again because its cursor expired."""

_log = logging.getLogger(__name__)

Item = dict[str, Any]
Page = Callable[[Mapping[str, Any]], Reply]
"""Request body -> its reply."""


class _CursorRefusedError(Exception):
    """The cursor is no longer known; the listing has to begin again."""


class Listing:
    """The items of one listing; iterate once, then look at the attributes.

    Items may come twice when the vendor dropped the cursor and the listing began again.

    Attributes:
        sync_token: token of the last page; None until the end was reached, or where there is none.
        full: True when everything is listed, False when only what changed since the given token.
        token_refused: the vendor's code when it refused the token and everything was listed instead.
        complete: True once the end was reached without error.
    """

    def __init__(self, page: Page, path: str, body: Mapping[str, Any], sync_token: str | None) -> None:
        self._page = page
        self._path = path
        self._body = {"limit": PAGE_SIZE, **body}
        self._since = sync_token
        self.sync_token: str | None = None
        self.full = sync_token is None
        self.token_refused: str | None = None
        self.complete = False

    def __iter__(self) -> Iterator[Item]:
        """Stream the items.

        Raises:
            VendorNonsenseError: a page repeats, a cursor repeats, or the end cannot be told.
        """
        restarts = 0
        while True:
            try:
                yield from self._attempt()
            except _CursorRefusedError:
                restarts += 1
                if restarts > MAX_RESTARTS:
                    raise self._nonsense(f"the cursor was refused {restarts} times in a row") from None
            except VendorRefusedError as error:
                if self._since is None or error.vendor_code not in SYNC_TOKEN_CODES:
                    raise
                _log.info("ashby: sync token for %s refused (%s), listing all", self._path, error.vendor_code)
                self.token_refused = error.vendor_code
                self._since = None
                self.full = True
            else:
                self.complete = True
                return

    def _attempt(self) -> Iterator[Item]:
        cursor: str | None = None
        cursors: set[str] = set()
        pages: set[bytes] = set()
        while True:
            reply = self._reply(cursor)
            items = self._items(reply)
            self._refuse_repetition(items, pages)
            yield from items
            if not reply.more:
                self.sync_token = reply.sync_token
                return
            cursor = reply.next_cursor
            if cursor is None:
                raise self._nonsense("moreDataAvailable is true but nextCursor is missing")
            if cursor in cursors:
                raise self._nonsense("a cursor came back that was already used")
            cursors.add(cursor)

    def _reply(self, cursor: str | None) -> Reply:
        body = dict(self._body)
        if self._since is not None:
            body["syncToken"] = self._since
        if cursor is not None:
            body["cursor"] = cursor
        try:
            reply = self._page(body)
        except VendorRefusedError as error:
            if cursor is not None and error.vendor_code in CURSOR_CODES:
                raise _CursorRefusedError from error
            raise
        if reply.more is None:
            raise self._nonsense("moreDataAvailable is missing from a paginated listing")
        return reply

    def _items(self, reply: Reply) -> list[Item]:
        return items_of(reply, self._path)

    def _refuse_repetition(self, items: list[Item], pages: set[bytes]) -> None:
        if not items:
            return
        digest = hashlib.blake2b(orjson.dumps(items), digest_size=16).digest()
        if digest in pages:
            raise self._nonsense("a page came twice")
        pages.add(digest)

    def _nonsense(self, found: str) -> VendorNonsenseError:
        return VendorNonsenseError(f"the listing cannot be trusted: {found}", request=f"POST {self._path}")


def items_of(reply: Reply, path: str) -> list[Item]:
    """The objects of a list reply; raises VendorNonsenseError when it is something else."""
    if not isinstance(reply.results, list) or not all(isinstance(item, dict) for item in reply.results):
        raise VendorNonsenseError("results is not a list of objects", request=f"POST {path}")
    return reply.results
