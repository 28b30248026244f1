"""Flatchr's two hosts as the connector calls them. Source: flatchr sheet 1, 2, 3 [D]."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import httpx

from assay.connector import Runtime
from assay.errors import CredentialError, VendorNonsenseError, VendorRefusedError
from assay_connectors.client import Call, Part, VendorClient
from assay_connectors.flatchr.answers import created, opened
from assay_connectors.flatchr.pace import Pace
from assay_connectors.retry import RetryPolicy

BASE_URL: Final = "https://api.flatchr.io"
"""Source: flatchr sheet 1.1 [D]."""
INTERVAL_S: Final = 0.25
"""Our own limit of four requests per second. Source: flatchr sheet 1.5 [A]."""

COLUMNS: Final = "/company/{key}/columns"
VACANCIES: Final = "/company/{key}/vacancies"
VACANCY: Final = "/vacancy/{id}"
PUBLISHED: Final = "careers:/company/{slug}.json"
SEARCH: Final = "/company/{key}/search/applicants"
APPLICANT: Final = "/company/{key}/applicant/{id}"
TRAITS: Final = "/company/{key}/applicant/{id}/traits"
TAGS: Final = "/company/{key}/tags"

Item = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """How one company is called: on the API host by its key, on the careers host by its slug."""

    company_key: str
    slug: str


class BearerAuth(httpx.Auth):
    """The key in the Authorization header. Source: flatchr sheet 1.3 [D]."""

    def __init__(self, api_key: str) -> None:
        self.api_key = api_key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the key into a request."""
        request.headers["Authorization"] = f"Bearer {self.api_key}"
        yield request


class FlatchrApi:
    """One API key's way into both hosts."""

    def __init__(
        self,
        runtime: Runtime,
        api_key: str,
        tenant: Tenant,
        *,
        base_url: str | None = None,
        careers_url: str,
        user_agent: str,
        policy: RetryPolicy | None = None,
    ) -> None:
        self.api_key = api_key
        self.tenant = tenant
        headers = {"Accept": "application/json", "User-Agent": user_agent}
        auth = BearerAuth(api_key)
        self.client = VendorClient(runtime, base_url or BASE_URL, auth, headers=headers, policy=policy)
        self.careers = VendorClient(runtime, careers_url, auth, headers=headers, policy=policy)
        self._pace = Pace(runtime, INTERVAL_S)

    def send(self, call: Call, *, careers: bool = False) -> httpx.Response:
        """The answer of either host, whatever its status; one request at a time, paced."""
        with self._pace.turn():
            return (self.careers if careers else self.client).send(call)

    # --- reading ---------------------------------------------------------------------------------

    def company_list(self, path: str, params: Mapping[str, str] | None = None) -> list[Item]:
        """A list of the company, e.g. :data:`COLUMNS`.

        Raises:
            CredentialError: the key is refused, or there is no such company.
            VendorRefusedError, VendorUnavailableError, VendorNonsenseError: see
                :func:`assay_connectors.flatchr.answers.opened`.
        """
        call = Call(method="GET", url=self._of_company(path), params=params or {}, idempotent=True)
        return self._company(call)

    def search(self, body: Mapping[str, Any]) -> list[Item]:
        """Rows of the applicant search, a read although a POST (sheet 2.6); as :meth:`company_list`."""
        call = Call(method="POST", url=self._of_company(SEARCH), json=dict(body), idempotent=True)
        return self._company(call)

    def reference_list(self, path: str) -> list[Item]:
        """A list of labels, e.g. ``/contracts``, in French (sheet 2.5)."""
        return self._items(Call(method="GET", url=path, params={"lang": "fr"}, idempotent=True))

    def published(self) -> list[Item]:
        """The publications on the career site. Source: flatchr sheet 2.4."""
        call = Call(method="GET", url=f"/company/{self.tenant.slug}.json", idempotent=True)
        answer = opened(call, self.send(call, careers=True), secret=self.api_key)
        items = answer.get("items") if isinstance(answer, dict) else None
        return _objects(call, items)

    def vacancy(self, vacancy_id: str) -> Item:
        """One vacancy, by its encoded id."""
        return self._object(Call(method="GET", url=VACANCY.format(id=vacancy_id), idempotent=True))

    def applicant(self, applicant_id: str) -> Item:
        """One applicant with its candidate; not in today's documentation (sheet 2.7)."""
        url = self._of_company(APPLICANT, applicant_id)
        return self._object(Call(method="GET", url=url, params={"fields": "candidate"}, idempotent=True))

    def traits(self, applicant_id: str) -> list[Item]:
        """The tags of one applicant with their values. Source: flatchr sheet 2.9."""
        return self._items(Call(method="GET", url=self._of_company(TRAITS, applicant_id), idempotent=True))

    # --- creating --------------------------------------------------------------------------------

    def create_with_resume(self, body: Mapping[str, Any]) -> None:
        """Create an applicant with a CV; the answer names nothing (sheet 3.1)."""
        self._create(Call(method="POST", url="/vacancy/candidate/json", json=dict(body), idempotent=False))

    def create_without_resume(self, fields: Mapping[str, str]) -> None:
        """Create an applicant through the form, which asks for no CV (sheet 3.1)."""
        parts = tuple(Part(name=name, content=text.encode()) for name, text in fields.items())
        self._create(Call(method="POST", url="/vacancy/candidate/custom", parts=parts, idempotent=False))

    def _create(self, call: Call) -> None:
        created(call, self.send(call, careers=True), secret=self.api_key)

    # --- how it is done --------------------------------------------------------------------------

    def _of_company(self, path: str, applicant_id: str = "") -> str:
        return path.format(key=self.tenant.company_key, id=applicant_id)

    def _company(self, call: Call) -> list[Item]:
        try:
            return self._items(call)
        except VendorRefusedError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            raise CredentialError(
                f"Flatchr knows no such company (HTTP {error.status})",
                status=error.status,
                request=call.name,
                hint="Check the company_key: Flatchr shows it beside the API keys.",
            ) from error

    def _items(self, call: Call) -> list[Item]:
        return _objects(call, opened(call, self.send(call), secret=self.api_key))

    def _object(self, call: Call) -> Item:
        answer = opened(call, self.send(call), secret=self.api_key)
        if not isinstance(answer, dict):
            raise VendorNonsenseError("the answer is not an object", request=call.name)
        return answer


def _objects(call: Call, answer: Any) -> list[Item]:
    """The objects of a list; raises VendorNonsenseError when it is something else."""
    if not isinstance(answer, list) or not all(isinstance(item, dict) for item in answer):
        raise VendorNonsenseError("the answer is not a list of objects", request=call.name)
    return answer
