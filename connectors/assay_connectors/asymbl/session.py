"""The session of one connection: a token asked for when it is first needed, and again when it is over.

There is no expiry in the answer: a session lives until Salesforce says otherwise (asymbl sheet 1.2 [D]).
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from assay.connector import Runtime
from assay.errors import ConnectorError, CredentialError, VendorUnavailableError
from assay_connectors.asymbl.answers import parsed
from assay_connectors.client import Call, VendorClient, unavailable
from assay_connectors.retry import RetryPolicy

TOKEN: Final = "/services/oauth2/token"  # noqa: S105 -- a path


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a token is asked for with."""

    client_id: str
    client_secret: str
    refresh_token: str | None = None
    """Of a customer who connected by signing in; None for the client-credentials flow."""

    def form(self) -> Mapping[str, str]:
        """The body of the request. Source: asymbl sheet 1.2 [D/C]."""
        credential = {"client_id": self.client_id, "client_secret": self.client_secret}
        if self.refresh_token:
            return {"grant_type": "refresh_token", "refresh_token": self.refresh_token, **credential}
        return {"grant_type": "client_credentials", **credential}


class Session(httpx.Auth):
    """Puts the token into requests.

    The address of the org in the token's answer is not used: a token goes to the address that the customer
    entered and to no other.

    Attributes:
        token: the present one; None before the first request and after one was refused.
    """

    def __init__(
        self, runtime: Runtime, base_url: str, grant: Grant, policy: RetryPolicy | None = None
    ) -> None:
        self.grant = grant
        self.base_url = base_url
        self.token: str | None = None
        self._client = VendorClient(runtime, base_url, self, policy=policy)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with the token."""
        request.headers["Authorization"] = f"Bearer {self.token}"
        yield request

    def begin(self) -> str:
        """The token, asked for unless there is one.

        Raises:
            CredentialError: Salesforce refuses; ``detail["part"]`` names what has to be repaired.
            VendorUnavailableError: no answer came, or Salesforce asks to come back later.
        """
        if self.token is None:
            self.token = self._asked()
        return self.token

    def renew(self, refused: str | None) -> None:
        """Ask for another token, unless that was done since ``refused`` was in use; raises as begin does."""
        if self.token == refused:
            self.token = None
        self.begin()

    def _asked(self) -> str:
        call = Call(
            method="POST",
            url=TOKEN,
            content=urlencode(self.grant.form()).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            idempotent=True,
            authenticated=False,
        )
        try:
            answer = self._client.send(call)
        except VendorUnavailableError as error:
            raise _unreachable(error, self.base_url) from error
        payload = parsed(answer)
        if answer.is_success and isinstance(payload, dict) and isinstance(payload.get("access_token"), str):
            self._keep(payload.get("refresh_token"))
            return str(payload["access_token"])
        raise self._refusal(call, answer, payload)

    def _keep(self, refresh_token: Any) -> None:
        """Where the app rotates refresh tokens the old one is dead at once (sheet 1.2 [D])."""
        if self.grant.refresh_token and isinstance(refresh_token, str) and refresh_token:
            self.grant = replace(self.grant, refresh_token=refresh_token)

    def _refusal(self, call: Call, answer: httpx.Response, payload: Any) -> ConnectorError:
        if answer.is_server_error:
            return unavailable(call, answer)
        if not isinstance(payload, dict) or "error" not in payload:
            return CredentialError(
                f"no Salesforce org answers at {self.base_url} (HTTP {answer.status_code})",
                status=answer.status_code,
                request=call.name,
                hint="Check the sub-domain: Setup, My Domain in Salesforce shows it.",
                detail={"part": "subdomain"},
            )
        error, said = str(payload["error"]), str(payload.get("error_description") or "")
        if error == "rate_limit_exceeded":
            return VendorUnavailableError(
                "Salesforce limits how often tokens are asked for",
                vendor_code=error,
                status=answer.status_code,
                request=call.name,
                hint="Try again later.",
            )
        part, found, hint = _mistake(error, said)
        return CredentialError(
            f"{found} ({error}: {said})" if said else f"{found} ({error})",
            vendor_code=error,
            status=answer.status_code,
            request=call.name,
            hint=hint,
            detail={"part": part},
        )


def _unreachable(error: VendorUnavailableError, base_url: str) -> VendorUnavailableError:
    return VendorUnavailableError(
        f"{base_url} cannot be reached: {error.message}",
        request=error.request,
        hint="Check the sub-domain; if it is right, try again later.",
        detail={**error.detail, "part": "subdomain"},
    )


_OF_DESCRIPTION: Final[Mapping[str, tuple[str, str, str]]] = {
    "no client credentials user enabled": (
        "run_as_user",
        "the app has no run-as user, or that user may not use the API",
        "Open the app's policies in Salesforce, enable the client-credentials flow and choose a run-as user.",
    ),
    "request not supported on this domain": (
        "subdomain",
        "this is a login host, where the client-credentials flow is not offered",
        "Enter the My Domain of the org: acme of https://acme.my.salesforce.com, not login or test.",
    ),
    "expired access/refresh token": (
        "refresh_token",
        "the sign-in of the customer is over",
        "Sign in to Salesforce again to connect.",
    ),
    "inactive user": (
        "run_as_user",
        "the user of the app is inactive",
        "Activate that user in Salesforce, or choose another run-as user.",
    ),
    "ip restricted": (
        "run_as_user",
        "Salesforce refuses our network address for this user",
        "Relax the IP restrictions in the app's policies.",
    ),
}
"""Description of an ``invalid_grant`` -> part, what was found, what to do. Source: asymbl sheet 1.2 [C/A]."""

_OF_ERROR: Final[Mapping[str, tuple[str, str, str]]] = {
    "invalid_client_id": (
        "client_id",
        "Salesforce does not know the client id",
        "Copy the consumer key of the app once more; a new app takes up to ten minutes to be known.",
    ),
    "invalid_client": (
        "client_secret",
        "the client secret is wrong",
        "Copy the consumer secret of the app once more.",
    ),
    "unsupported_grant_type": (
        "client_id",
        "the app does not offer this flow",
        "Enable the client-credentials flow in the app.",
    ),
    "inactive_org": ("subdomain", "the org is inactive", "Ask Salesforce to activate the org."),
    "inactive_user": (
        "run_as_user",
        "the user of the app is inactive",
        "Activate that user in Salesforce, or choose another run-as user.",
    ),
}


def _mistake(error: str, description: str) -> tuple[str, str, str]:
    fallback = (
        "client_id",
        "Salesforce does not give a token",
        "Check app, run-as user and policies in Salesforce.",
    )
    known = _OF_DESCRIPTION.get(description.strip().lower()) if error == "invalid_grant" else None
    return known or _OF_ERROR.get(error, fallback)
