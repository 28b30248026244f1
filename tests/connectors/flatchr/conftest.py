"""A scripted Flatchr for tests: answers as told, remembers what it was asked; sleeping moves its clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest

from assay.connector import Notice, ReadItem, ReadRequest, Row, Runtime, Settings, Skipped
from assay_connectors.flatchr import connect
from assay_connectors.flatchr.connector import FlatchrConnector

KEY = "key-invented-0001"
COMPANY = "Q7mXp2LdR9vTbK3w"
CREDENTIAL = {"api_key": KEY, "company_key": COMPANY, "slug": "atelier-boreal"}
ALL_MODELS = frozenset(
    {
        "ats_jobs",
        "ats_candidates",
        "ats_application_stages",
        "ats_applications",
        "ats_tags",
        "ats_join_candidates_tags",
        "ats_join_jobs_application_stages",
    }
)
START = datetime(2026, 6, 15, 8, tzinfo=UTC)

VACANCY = {
    "id": "Hn4RtW8cLq2ZsYv6",
    "vacancy_id": 91234,
    "slug": "hn4rtw8clq2zsyv6-technicien-de-maintenance-h-f",
    "reference": "MAINT-2026-07",
    "title": "Technicien de maintenance H/F ",
    "description": "<p>Atelier Boréal fabrique des mâts.</p>",
    "mission": "<ul><li><p>Entretenir les machines</p></li></ul>",
    "profile": "",
    "experience": 2,
    "salary": "28000",
    "salary_max": "32000",
    "currency": "eur",
    "mensuality": "y",
    "status": 1,
    "language": "fr_FR",
    "contract_type_id": 1,
    "education_level_id": 5,
    "activity_id": 14,
    "channel_id": 9,
    "metier_id": 77,
    "contract_type": None,
    "company_id": 412,
    "created_at": "2026-02-11T09:14:02.511Z",
    "updated_at": "2026-03-02T16:40:55.020Z",
    "end_date": "2026-12-31T00:00:00.000Z",
    "partial": False,
    "remote": "parttime",
    "skills": "soudure; lecture de plans;",
    "tags": [
        {
            "id": "Ab3NcV7yKd5HwQ1x",
            "title": "Urgence ",
            "values": "Haute",
            "folder": False,
            "type": "vacancies",
        },
        {"id": "Zp3NcV7yKd5HwQ1x", "title": " PRODUCTION", "values": "", "folder": True, "type": "vacancies"},
    ],
    "address": {
        "locality": "Lorient",
        "postal_code": 56100,
        "route": "Rue des Fontaines",
        "street_number": "14",
        "administrative_area_level_1": "Bretagne",
        "formatted_address": "14 Rue des Fontaines, 56100 Lorient, France",
        "country": "France",
    },
}
COLUMN = {
    "id": 5201,
    "title": "À trier",
    "company_id": COMPANY,
    "position": 0,
    "visible": True,
    "hired": False,
}
ROW = {
    "applicant": "b8TqLr4YwZ2nXk6P",
    "vacancy": "Technicien de maintenance H/F ",
    "vacancy_id": 91234,
    "column": "À trier",
    "external_id": "",
    "status": 1,
    "score": 3,
    "hired": False,
    "firstname": " Inès",
    "lastname": "morvan",
    "email": "ines.morvan@example.org",
    "phone": "+33 6 11 22 33 44",
    "created_at": "14/03/26",
    "updated_at": "02/04/26",
    "source": "Site carrière",
}
TAG = {
    "id": "Jm7TqX3vNc9LrK5d",
    "tag_id": 3307,
    "title": "Disponibilité ",
    "values": "Immédiate; 1 mois;",
    "type": "candidates",
}


def publication(**more: Any) -> dict[str, Any]:
    vacancy = {**VACANCY, "contract_type": "CDI", "channel": "Production", "company": {"id": COMPANY}}
    return {
        "id": "Lw6XbT9rGn3PvC2m",
        "offer_id": 98,
        "published": True,
        "created_at": "2026-02-12T07:30:00.004Z",
        "vacancy_id": 91234,
        "vacancy": vacancy,
        **more,
    }


class Script:
    """What Flatchr answers, by place; the last answer of a place is repeated for ever.

    Places are ``columns``, ``vacancies``, ``intranet``, ``search``, ``archived``, ``tags``, ``traits``,
    ``applicant``, ``vacancy``, ``published``, ``json``, ``custom``, else the path.
    """

    models = ALL_MODELS

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answers: dict[str, list[Any]] = {}
        self.slept_s: list[float] = []
        self.now = START

    def on(self, place: str, *answers: Any) -> "Script":
        """JSON (dict, list), a response, an exception, or a function of the request."""
        self.answers[place] = list(answers)
        return self

    def refuse(self, place: str, status: int, message: str = "non", *, then: Any = None) -> "Script":
        refusal = httpx.Response(status, json={"statusCode": status, "error": "Error", "message": message})
        return self.on(place, refusal) if then is None else self.on(place, refusal, then)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        place = self.place(request)
        answers = self.answers.get(place)
        assert answers, f"nothing is scripted for {place}"
        answer = answers[0] if len(answers) == 1 else answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        return httpx.Response(200, json=answer)

    @staticmethod
    def place(request: httpx.Request) -> str:
        path, host = request.url.path, request.url.host
        last = path.rpartition("/")[2]
        if host == "careers.flatchr.io":
            return "published" if last.endswith(".json") else last
        if host != "api.flatchr.io":
            return f"//{host}"
        if path.endswith("/search/applicants"):
            return "archived" if orjson.loads(request.content).get("status") == 0 else "search"
        if "offer_id" in request.url.params:
            return "intranet"
        if "/applicant/" in path and last != "traits":
            return "applicant"
        last = "vacancy" if path.startswith("/vacancy/") else last
        return last if path.startswith(("/company/", "/vacancy/")) else path

    @property
    def places(self) -> list[str]:
        return [self.place(request) for request in self.requests]

    def sent(self, place: str) -> list[httpx.Request]:
        return [request for request in self.requests if self.place(request) == place]

    def bodies(self, place: str) -> list[Any]:
        return [orjson.loads(request.content) for request in self.sent(place)]

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now += timedelta(seconds=seconds)

    @property
    def pauses_s(self) -> list[float]:
        """What was slept beside the pace of our own."""
        return [seconds for seconds in self.slept_s if seconds > 0.25]

    def connect(self, credential: dict[str, str] | None = None, **settings: Any) -> FlatchrConnector:
        runtime = Runtime(
            transport=httpx.MockTransport(self),
            now=lambda: self.now,
            sleep=self.sleep,
            resolve=lambda _host: ("93.184.215.14",),
        )
        return connect(runtime, {**CREDENTIAL, **(credential or {})}, Settings(**settings))

    def read(
        self, *models: str, mode: Any = "full", created: tuple[str, ...] = (), **settings: Any
    ) -> "Read":
        request = ReadRequest(
            models=frozenset(models) or ALL_MODELS, mode=mode, created_application_ids=created
        )
        return Read(list(self.connect(**settings).read(request)))


class Read:
    """What one reading run gave."""

    def __init__(self, items: list[ReadItem]) -> None:
        self.items = items

    def of(self, model: str) -> list[Any]:
        return [item.record for item in self.items if isinstance(item, Row) and item.record.store_id == model]

    @property
    def complete(self) -> set[str]:
        return {item.model for item in self.items if type(item).__name__ == "Complete"}

    @property
    def notices(self) -> list[str]:
        return [item.message for item in self.items if isinstance(item, Notice)]

    @property
    def skipped(self) -> list[tuple[str, str | None]]:
        return [(item.model, item.field) for item in self.items if isinstance(item, Skipped)]


@pytest.fixture
def flatchr() -> Script:
    """A Flatchr with one published vacancy, two columns, one tag and one applicant who has it."""
    labels = [{"id": 1, "text": "CDI"}, {"id": 5, "text": "Bac +3"}, {"id": 9, "text": "Production"}]
    return (
        Script()
        .on("columns", [{**COLUMN, "id": 5202, "title": "Entretien ", "position": 1}, COLUMN])
        .on("vacancies", [VACANCY])
        .on("vacancy", VACANCY)
        .on("published", {"items": [publication()]})
        .on("intranet", [])
        .on("/contracts", labels)
        .on("/educationLevels", labels)
        .on("/activities", [{"id": 14, "text": "Industrie"}])
        .on("/channels", labels)
        .on("/channels/9/metiers", [{"id": 77, "text": "Technicien"}])
        .on("tags", [TAG, {**VACANCY["tags"][0], "tag_id": 1}])
        .on("search", [ROW])
        .on("archived", [])
        .on("traits", [{"id": "Xc8RvB2nQw6TyL4k", "tag_id": TAG["id"], "value": "1 mois"}])
        .on("applicant", applicant())
        .on("json", {"status": 200, "response": "applicant created"})
        .on("custom", {"status": 200, "response": "applicant created"})
    )


def applicant(**more: Any) -> dict[str, Any]:
    return {
        "id": ROW["applicant"],
        "vacancy_id": VACANCY["id"],
        "column_id": 5201,
        "status": 1,
        "candidate": {"id": "Rk2VdJ6mXs9TfB4q"},
        **more,
    }


class Vendor:
    """Objects as Flatchr gives them."""

    row = staticmethod(lambda **more: {**ROW, **more})
    column = staticmethod(lambda **more: {**COLUMN, **more})
    vacancy = staticmethod(lambda **more: {**VACANCY, **more})
    tag = staticmethod(lambda **more: {**TAG, **more})
    publication = staticmethod(publication)
    applicant = staticmethod(applicant)


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()
