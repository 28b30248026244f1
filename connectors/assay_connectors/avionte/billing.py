"""Counts what is billed where it is sent: repetitions and passed-through calls included. Sheet 1.6 [A]."""

from collections import Counter
from urllib.parse import urlsplit

import httpx

from assay_connectors.avionte.register import key_of

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Meter(httpx.BaseTransport):
    """Passes requests on and counts those below the billed path of one API.

    Args:
        inner: what sends.
        base_url: the address of the API; requests to other places cost nothing.
    """

    def __init__(self, inner: httpx.BaseTransport, base_url: str) -> None:
        self._inner = inner
        address = urlsplit(base_url)
        self._host = httpx.URL(base_url).host
        self._root = address.path.rstrip("/")
        self.calls: Counter[str] = Counter()
        """Key of the register -> requests sent."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send; a request whose answer was lost may be billed, one that never left is not."""
        try:
            answer = self._inner.handle_request(request)
        except _NEVER_SENT:
            raise
        except httpx.RequestError:
            self._count(request)
            raise
        self._count(request)
        return answer

    def _count(self, request: httpx.Request) -> None:
        path = request.url.path
        if request.url.host == self._host and path.startswith(self._root):
            key = key_of(request.method, path.removeprefix(self._root))
            if key is not None:
                self.calls[key] += 1
