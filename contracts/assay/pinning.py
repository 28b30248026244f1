"""Connects a request to the address that was checked for it, and to no other.

Whoever checks where a host name leads (see ``assay_connectors.fetch``) cannot simply put the address
into the URL: recordings must keep the canonical URL, and replay knows no addresses. So the checked
address travels beside the URL as a request extension, every transport in between ignores it, and
:class:`PinningTransport`, put around the transport that opens real connections, obeys it. Without it at
the bottom of the stack the name is looked up a second time when connecting, and a name server that
changes its answer in between (DNS rebinding) can lead the connection elsewhere.
"""

import ipaddress

import httpx

ADDRESS = "assay.address"
"""Request extension: the one IP address, as text, that this request may connect to."""


class PinningTransport(httpx.BaseTransport):
    """Connects to the address in :data:`ADDRESS`; host header and TLS name stay those of the URL.

    Args:
        inner: the transport that opens connections.
    """

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to its pinned address, if it has one."""
        address = request.extensions.get(ADDRESS)
        if address is None:
            return self._inner.handle_request(request)
        text = str(ipaddress.ip_address(address))
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=text),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": request.url.host},
        )
        pinned.headers["Host"] = request.headers.get("Host", request.url.netloc.decode("ascii"))
        return self._inner.handle_request(pinned)

    def close(self) -> None:
        """Close the transport underneath."""
        self._inner.close()
