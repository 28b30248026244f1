"""Recruitee's two interfaces as the connector calls them: the company's own one, and the public careers site.

Source: recruitee sheet 1.1, 1.4 [D/C].
"""

import re
from collections.abc import Generator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from assay.connector import Runtime
from assay.errors import CredentialError, SettingError, VendorNonsenseError
from assay_connectors.client import Call, Part, VendorClient, checked_base_url
from assay_connectors.pace import Pace
from assay_connectors.recruitee.refusals import COMPANY_HINT, parsed, refusal, unreadable
from assay_connectors.retry import RetryPolicy

BASE_URL = "https://api.recruitee.com"
"""Source: recruitee sheet 1.1 [D]."""
CAREERS_DOMAIN = "recruitee.com"
REQUESTS_PER_S = 5
"""The vendor's limit is not known. Source: recruitee sheet 1.4 [A]."""

Params = Mapping[str, str | int]
Item = dict[str, Any]

_NUMBER = re.compile(r"[0-9]+")


class BearerAuth(httpx.Auth):
    """Puts the token into a request. Source: recruitee sheet 1.1 [D]."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with the token."""
        request.headers["Authorization"] = self._header
        yield request


class RecruiteeApi:
    """One token's way into one company.

    Args:
        runtime: the outside world.
        api_token: personal API token of a user.
        company: numeric company id, or the company's sub-domain; that one is turned into the number before
            the first call, because some paths take nothing else (recruitee sheet 1.1 [C]).
        subdomain: of the careers site; None = not known.
        base_url: origin of the API; None = production.
        careers_url: origin of the careers site; None = that of the sub-domain.
        policy: how often and how long to try.
    """

    def __init__(
        self,
        runtime: Runtime,
        api_token: str,
        company: str,
        *,
        subdomain: str | None = None,
        base_url: str | None = None,
        careers_url: str | None = None,
        policy: RetryPolicy | None = None,
    ) -> None:
        self.client = VendorClient(
            runtime,
            base_url or BASE_URL,
            BearerAuth(api_token),
            headers={"Accept": "application/json"},
            policy=policy,
            pace=Pace(runtime, REQUESTS_PER_S),
        )
        self._company = company
        if subdomain is None and not _NUMBER.fullmatch(company):
            subdomain = company
        self._careers_url = careers_url or (f"https://{subdomain}.{CAREERS_DOMAIN}" if subdomain else None)

    # --- the company's interface ---------------------------------------------------------------------

    @property
    def company_id(self) -> str:
        """The numeric company id; asks the vendor once when only the sub-domain was given.

        Raises:
            ConnectorError: as :meth:`call` does; CredentialError when the vendor names no company.
        """
        if not _NUMBER.fullmatch(self._company):
            self._company = self._resolved()
        return self._company

    def path(self, below: str) -> str:
        """``/admins`` -> ``/c/41207/admins``."""
        return f"/c/{self.company_id}{below}"

    def get(self, path: str, params: Params | None = None) -> Item:
        """The body of a read below the company, e.g. ``/offers/1840221``; raises as :meth:`call` does."""
        return self.call("GET", path, params=params, idempotent=True)

    def call(
        self, method: str, path: str, json: Any = None, *, idempotent: bool, params: Params | None = None
    ) -> Item:
        """The body of a call below the company.

        Args:
            method: ``PATCH``; a DELETE may have a body too (recruitee sheet 3.7).
            path: below the company, e.g. ``/placements/104770031/change_stage``.
            json: the body.
            idempotent: False writes are repeated only when they certainly had no effect.
            params: query parameters.

        Raises:
            CredentialError, PermissionMissingError, VendorRefusedError, VendorUnavailableError,
            VendorNonsenseError: see :func:`assay_connectors.recruitee.refusals.refusal`.
        """
        return self.send(
            Call(
                method=method,
                url=self.path(path),
                json=json,
                idempotent=idempotent,
                params={key: str(value) for key, value in (params or {}).items()},
            )
        )

    def upload(self, path: str, parts: Sequence[Part]) -> Item:
        """The body of a multipart POST below the company; never repeated blindly. Raises as :meth:`call`."""
        return self.send(Call(method="POST", url=self.path(path), parts=tuple(parts), idempotent=False))

    def one(self, path: str, key: str) -> Item:
        """The object under ``key`` of a read; raises as :meth:`call` does."""
        value = self.get(path).get(key)
        if not isinstance(value, dict):
            raise _nonsense(path, f"{key} is not an object")
        return value

    def all(self, path: str, key: str, params: Params | None = None) -> list[Item]:
        """The objects of a listing that has no pages (recruitee sheet 1.5); raises as :meth:`call` does."""
        return items_of(self.get(path, params), key, path)

    def send(self, call: Call) -> Item:
        """The body of a call of any shape; raises as :meth:`call` does."""
        response = self.client.send(call)
        if not response.is_success:
            raise refusal(call, response)
        payload = parsed(response)
        if not isinstance(payload, dict):
            raise unreadable(call, response, "the body is not a JSON object")
        return payload

    def _resolved(self) -> str:
        path = f"/c/{quote(self._company, safe='')}/admin"
        admin = self.send(Call(method="GET", url=path, idempotent=True)).get("admin")
        number = admin.get("company_id") if isinstance(admin, dict) else None
        if isinstance(number, bool) or not isinstance(number, int):
            raise CredentialError(
                "Recruitee does not say which company the token belongs to",
                request=f"GET {path}",
                hint=COMPANY_HINT,
            )
        return str(number)

    # --- the careers site ----------------------------------------------------------------------------

    @property
    def careers_url(self) -> str | None:
        """Origin of the careers site; None until it is known."""
        return self._careers_url

    def learn_careers_site(self, posting_url: str | None) -> None:
        """Take the careers site from the public address of a job, where nobody named it.

        Source: recruitee sheet 1.1 [A].
        """
        if self._careers_url is None and posting_url:
            parts = urlsplit(posting_url)
            if parts.scheme == "https" and parts.hostname:
                self._careers_url = f"https://{parts.netloc.rpartition('@')[2]}"

    def careers_address(self, path: str) -> str:
        """``/offers/`` -> ``https://noordzee.recruitee.com/api/offers/``; SettingError if unknown."""
        if self._careers_url is None:
            raise SettingError(
                "the careers site of the company is not known",
                where="credential.subdomain",
                hint="Enter the sub-domain of the careers site: noordzee of noordzee.recruitee.com.",
            )
        return f"{checked_base_url(self._careers_url)}/api{path}"

    def careers(self, path: str) -> Item:
        """The body of a public read of the careers site, without the token; raises as :meth:`call` does."""
        return self.send(
            Call(method="GET", url=self.careers_address(path), idempotent=True, authenticated=False)
        )


def items_of(body: Item, key: str, path: str) -> list[Item]:
    """The objects under ``key``; raises VendorNonsenseError when it is something else."""
    items = body.get(key)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise _nonsense(path, f"{key} is not a list of objects")
    return items


def _nonsense(path: str, found: str) -> VendorNonsenseError:
    return VendorNonsenseError(
        f"the answer is outside what Recruitee documents: {found}", request=f"GET {path}"
    )
