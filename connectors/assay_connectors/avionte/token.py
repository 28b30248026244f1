"""The bearer token: asked for, kept, renewed a minute before its end and once after a 401. Sheet 1.3, 1.4."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

import httpx
import orjson

from assay.connector import Runtime
from assay.errors import CredentialError, VendorNonsenseError
from assay_connectors.avionte.register import REGISTER
from assay_connectors.client import Call, VendorClient, unavailable
from assay_connectors.retry import RetryPolicy

SCOPE: Final = "avionte.aero.compasintegrationservice"
"""Source: avionte sheet 1.2 [D]."""
LIFETIME: Final = timedelta(hours=1)
"""When the vendor does not say. Source: avionte sheet 1.3 [D]."""
RENEWED_BEFORE: Final = timedelta(seconds=60)
PATIENCE: Final = RetryPolicy(max_tries=5, first_pause_s=5.0, longest_pause_s=40.0)
"""The vendor's rule: 5, 10, 20, 40 s, and no further after the fifth error. Source: avionte sheet 1.6 [D]."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Partner:
    """Whom Avionté lets in, and to which of its customers. Source: avionte sheet 1.2."""

    api_key: str
    client_id: str
    client_secret: str
    tenant: str = ""
    front_office_tenant_id: str = ""

    @property
    def tenant_header(self) -> dict[str, str]:
        """The vendor prefers the number where it is known (sheet 1.4 [D])."""
        if self.front_office_tenant_id:
            return {"FrontOfficeTenantId": self.front_office_tenant_id}
        return {"Tenant": self.tenant}


class Tokens:
    """The token of one connection."""

    def __init__(self, runtime: Runtime, partner: Partner, base_url: str) -> None:
        self._runtime = runtime
        self._partner = partner
        headers = {"x-api-key": partner.api_key, "Accept": "application/json"}
        self._client = VendorClient(runtime, base_url, httpx.Auth(), headers=headers, policy=PATIENCE)
        self._text = ""
        self._good_until: datetime | None = None

    @property
    def known(self) -> str:
        """The token in hand, good or not; empty when there is none yet."""
        return self._text

    def current(self) -> str:
        """A token that is good for another minute.

        Raises:
            CredentialError: key, client or secret are refused.
            VendorUnavailableError, VendorNonsenseError: no token came.
        """
        if self._good_until is None or self._runtime.now() >= self._good_until - RENEWED_BEFORE:
            return self.renewed()
        return self._text

    def renewed(self) -> str:
        """A new token, whatever there was; raises as :meth:`current`."""
        asked_at = self._runtime.now()
        answer = self._asked()
        text, lifetime_s = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(text, str) or not text:
            raise VendorNonsenseError("a token answer without access_token", request=self._call().name)
        is_number = isinstance(lifetime_s, int | float) and not isinstance(lifetime_s, bool)
        lifetime = timedelta(seconds=float(lifetime_s)) if is_number else LIFETIME  # type: ignore[arg-type]
        self._text, self._good_until = text, asked_at + lifetime
        return text

    def _call(self) -> Call:
        endpoint = REGISTER["TOKEN"]
        form = {
            "grant_type": "client_credentials",
            "client_id": self._partner.client_id,
            "client_secret": self._partner.client_secret,
            "scope": SCOPE,
        }
        return Call(
            method=endpoint.method,
            url=endpoint.full_path,
            idempotent=True,
            content=urlencode(form).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )

    def _asked(self) -> Mapping[str, Any]:
        call = self._call()
        response = self._client.send(call)
        if response.is_server_error or response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise unavailable(call, response)
        told = _object(response)
        if response.is_success:
            return told
        raise _refusal(call, response.status_code, told.get("error"))


def _object(response: httpx.Response) -> Mapping[str, Any]:
    try:
        told = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _refusal(call: Call, status: int, error: object) -> CredentialError:
    """Which part of the credential is wrong: the gateway asks for the key, the token for the client."""
    code = error if isinstance(error, str) else None
    field = "api_key" if status == HTTPStatus.FORBIDDEN else "client_id"
    found = "the API key" if field == "api_key" else "the client id and secret"
    return CredentialError(
        f"Avionté does not accept {found} (HTTP {status}{f', {code}' if code else ''})",
        vendor_code=code,
        status=status,
        request=call.name,
        hint=f"Compare {found} with what Avionté gave the partner; key, client and secret belong together.",
        detail={"field": field},
    )


class TokenAuth(httpx.Auth):
    """Puts token, tenant and the id of the request into each request; renews the token once after a 401."""

    def __init__(self, runtime: Runtime, partner: Partner, tokens: Tokens) -> None:
        self._runtime = runtime
        self._partner = partner
        self._tokens = tokens
        self._asked = 0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """One request, or two when the first token is refused; refused requests have no effect."""
        request.headers["x-api-key"] = self._partner.api_key
        request.headers.update(self._partner.tenant_header)
        self._sign(request, self._tokens.current())
        answer = yield request
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            self._sign(request, self._tokens.renewed())
            yield request

    def _sign(self, request: httpx.Request, token: str) -> None:
        request.headers["Authorization"] = f"Bearer {token}"
        self._asked += 1
        name = f"{self._partner.client_id} {self._runtime.now().isoformat()} {self._asked}"
        request.headers["RequestId"] = str(uuid5(NAMESPACE_URL, name))  # for the vendor's logs alone
