"""Files behind the vendor's links: signed ones never see the token, paths of the API host need it.

Source: recruitee sheet 2.5, 7.2, 8 no. 20.
"""

import base64
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from assay.errors import VendorRefusedError
from assay_connectors.client import Call, unavailable
from assay_connectors.files import FALLBACK_TYPE, type_by_extension
from assay_connectors.recruitee.connection import Connection

NAMELESS: Final = "file"


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as it can be handed on."""

    url: str
    content_type: str


def file_name(url: str) -> str:
    """The last part of a link's path."""
    return unquote(urlsplit(url).path.rpartition("/")[2]) or NAMELESS


def offered(connection: Connection, url: str, name: str) -> Offered:
    """What to hand on for a link of the vendor's.

    A signed link opens for anybody and is handed on; it expires (recruitee sheet 8 no. 20). A path of the
    API host opens only with the token, so the file itself is handed on, as a ``data:`` URL. The vendor
    gives no media type: the extension tells it, or else the download.

    Raises:
        ConnectorError: the file had to be opened and could not be.
    """
    content_type = type_by_extension(name)
    if is_signed(url):
        return Offered(url, content_type or _opened(connection, url)[1])
    content, told = _opened(connection, url)
    content_type = content_type or told
    return Offered(f"data:{content_type};base64,{base64.b64encode(content).decode()}", content_type)


def is_signed(url: str) -> bool:
    """Whether a link is absolute: storage that signs its own links, rather than a path of the API host."""
    return bool(urlsplit(url).netloc)


def _opened(connection: Connection, url: str) -> tuple[bytes, str]:
    signed = is_signed(url)
    call = Call(
        method="GET",
        url=url if signed else f"/{url.lstrip('/')}",
        idempotent=True,
        authenticated=not signed,
    )
    answer = connection.api.client.send(call)
    if answer.is_success:
        told: str = answer.headers.get("content-type", "")
        return answer.content, told.partition(";")[0].strip().lower() or FALLBACK_TYPE
    if answer.is_server_error:
        raise unavailable(call, answer)
    raise VendorRefusedError(
        f"the file cannot be read (HTTP {answer.status_code})",
        status=answer.status_code,
        request=call.name,
    )
