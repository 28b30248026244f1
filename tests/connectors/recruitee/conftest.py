"""A small Recruitee to read from: a company in memory, with the vendor's shapes of lists, pages and answers.

Samples follow the sheet (invented company Noordzee Robotics). A test puts there what it wants otherwise.
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from assay.connector import (
    Complete,
    Cursor,
    Gone,
    Notice,
    ReadItem,
    ReadRequest,
    Row,
    Runtime,
    Settings,
    Skipped,
)
from assay.unified.catalogue import MODELS
from assay.unified.records import UnifiedRecord
from assay_connectors import recruitee
from assay_connectors.recruitee.connector import RecruiteeConnector

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
CREDENTIAL = {"api_token": "tok-invented-0001", "company_id": "41207", "subdomain": "noordzee"}

Item = dict[str, Any]
Answer = Callable[[httpx.Request], httpx.Response | None]

STAGES = {6120003: ("Applied", "apply", -1), 6120004: ("Phone screen", "phone_screen", 1)}


def ts6(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def ts0(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Company:
    """Everything that the vendor knows, and what it was asked."""

    def __init__(self) -> None:
        self.now = NOW
        self.calls: list[str] = []
        self.requests: list[httpx.Request] = []
        self.slept_s: list[float] = []
        self.me: Item = {"id": 310551, "company_id": 41207}
        self.admins: list[Item] = []
        self.offers: dict[int, Item] = {}
        self.questions: dict[int, list[Item]] = {}
        self.candidates: dict[int, Item] = {}
        self.tags: list[Item] = []
        self.reasons: list[Item] = []
        self.events: dict[int, Item] = {}
        self.departments: list[Item] = []
        self.locations: list[Item] = []
        self.largest_page = 10_000
        self.sorts = True
        self.meta = True
        self.kinds_listed = False
        self.total: Callable[[int], int | None] = lambda total: total
        self.forbidden: set[str] = set()
        self.hooks: list[Answer] = []

    # --- things to put there -------------------------------------------------------------------------

    def admin(self, id_: int, first: str, last: str, **more: Any) -> Item:
        admin = {
            "id": id_,
            "first_name": first,
            "last_name": last,
            "email": f"{first.lower()}@noordzee.example",
            "timezone": None,
            "anonymized_at": None,
            "role_name": "Admin",
            "membership": {"id": id_ - 12437},
            **more,
        }
        self.admins.append(admin)
        return admin

    def offer(self, id_: int = 1840221, **more: Any) -> Item:
        offer = {
            "id": id_,
            "kind": "job",
            "guid": f"g{id_}",
            "slug": f"job-{id_}",
            "title": f"Job {id_}",
            "status": "published",
            "department": "Engineering",
            "department_id": 77010,
            "salary": {"min": None, "max": None, "currency": None, "period": None},
            "recruiter_id": None,
            "hiring_manager_id": None,
            "pipeline_template": {
                "id": 903311,
                "stages": [
                    {"id": stage_id, "name": name, "category": category, "position": position}
                    for stage_id, (name, category, position) in STAGES.items()
                ],
            },
            "fields": [],
            "careers_url": f"https://noordzee.recruitee.com/o/job-{id_}",
            "adminapp_url": f"https://app.recruitee.com/#/offers/job-{id_}",
            "created_at": "2026-01-12T09:30:11.204518Z",
            "updated_at": "2026-03-02T15:41:07.880123Z",
            "published_at": "2026-01-15T08:00:02.000113Z",
            "closed_at": None,
            **more,
        }
        self.offers[id_] = offer
        return offer

    def candidate(self, id_: int, days_ago: float = 30, jobs: Iterable[int] = (), **more: Any) -> Item:
        moment = NOW - timedelta(days=days_ago)
        candidate = {
            "id": id_,
            "name": f"Person Number{id_}",
            "emails": [f"p{id_}@example.org"],
            "phones": [],
            "social_links": [],
            "sources": [],
            "source": "manual",
            "tags": [],
            "fields": [],
            "events_count": 0,
            "adminapp_url": f"https://app.recruitee.com/#/c?candidate={id_}",
            "created_at": ts6(moment),
            "updated_at": ts6(moment),
            "last_activity_at": ts6(moment),
            "open_question_answers": [],
            "grouped_open_question_answers": [],
            "placements": [],
            **more,
        }
        self.candidates[id_] = candidate
        for job_id in jobs:
            self.place(id_, job_id)
        return candidate

    def place(self, candidate_id: int, offer_id: int | None, **more: Any) -> Item:
        placements = self.candidates[candidate_id]["placements"]
        placement = {
            "id": candidate_id * 10 + len(placements),
            "candidate_id": candidate_id,
            "offer_id": offer_id,
            "talent_pool_id": None,
            "stage_id": 6120003,
            "created_at": "2026-02-11T08:14:22.160400Z",
            "updated_at": "2026-02-11T08:14:22.160400Z",
            "hired_at": None,
            **more,
        }
        placements.append(placement)
        return placement

    def touch(self, candidate_id: int, *keys: str, at: datetime | None = None) -> Item:
        """Something happens to a candidate now."""
        for key in keys or ("updated_at", "last_activity_at"):
            self.candidates[candidate_id][key] = ts6(at or self.now)
        return self.candidates[candidate_id]

    def event(self, id_: int, candidate_id: int, offer_id: int | None, **more: Any) -> Item:
        event = {
            "id": id_,
            "candidate_id": candidate_id,
            "offer_id": offer_id,
            "kind": "video",
            "starts_at": "2026-06-20T13:00:00.000000Z",
            "duration": 45,
            "location": None,
            "video_provider": "google_meet",
            "video_url": "https://meet.example/abc",
            "updated_at": "2026-06-01T09:05:00.220000Z",
            "status": "upcoming",
            **more,
        }
        self.events[id_] = event
        return event

    def question(self, id_: int, kind: str, body: str, position: int = 1, **more: Any) -> Item:
        return {
            "id": id_,
            "kind": kind,
            "position": position,
            "required": False,
            "body": body,
            "open_question_options": [],
            **more,
        }

    # --- answers -------------------------------------------------------------------------------------

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        path = request.url.path
        self.calls.append(path.removeprefix("/c/41207"))
        self.now += timedelta(milliseconds=1)
        for hook in self.hooks:
            answer = hook(request)
            if answer is not None:
                return answer
        if request.url.host == "noordzee.recruitee.com":
            return self._careers(path)
        if path.startswith("/c/noordzee/"):
            path = path.replace("noordzee", "41207")
        if not path.startswith("/c/41207/"):
            return refusal(403, ["Forbidden"])
        path = path.removeprefix("/c/41207")
        if any(path == place or path.startswith(f"{place}/") for place in self.forbidden):
            return refusal(403, ["Forbidden"])
        body = self._answer(path, request.url.params)
        return refusal(404, ["Not found"]) if body is None else httpx.Response(200, json=body)

    def _careers(self, path: str) -> httpx.Response:
        if path != "/api/offers/":
            return refusal(404, ["Not found"])
        offers = [
            {"id": offer["id"], "slug": offer["slug"], "open_questions": self.questions.get(offer["id"], [])}
            for offer in self.offers.values()
            if offer["status"] == "published" and offer["kind"] == "job"
        ]
        return httpx.Response(200, json={"offers": offers})

    def _answer(self, path: str, params: httpx.QueryParams) -> Item | None:  # noqa: PLR0911 -- one per path
        plain: dict[str, Item] = {
            "/admin": {"admin": self.me},
            "/admins": {"admins": self.admins},
            "/tags": {"tags": self.tags},
            "/disqualify_reasons": {"disqualify_reasons": self.reasons},
        }
        if path in plain:
            return plain[path]
        if path in {"/departments", "/locations"}:
            return {path[1:]: getattr(self, path[1:])}
        if path == "/offers":
            return self._offer_list(params)
        if path == "/search/new/candidates":
            return self._search(params)
        if path == "/candidates":
            ids = params.get("ids", "").split(",")
            return {"candidates": [one for one in self.candidates.values() if str(one["id"]) in ids]}
        if path == "/interview/events":
            return self._event_list(params)
        return self._one(path.strip("/").split("/"))

    def _one(self, parts: list[str]) -> Item | None:
        id_ = int(next(part for part in parts if part.isdigit()))
        match parts:
            case ["offers", _]:
                return {"offer": self.offers[id_]} if id_ in self.offers else None
            case ["offers", _, "placements"]:
                return {"stages": [{"id": 1, "placements": self._placements(id_)}]}
            case ["offers", _, "candidates", candidate_id, "placement"]:
                mine = [one for one in self._placements(id_) if one["candidate_id"] == int(candidate_id)]
                return {"placement": mine[0]} if mine else None
            case ["candidates", _]:
                return self._detail(id_)
            case ["interview", "events", _]:
                return {"interview_event": self.events[id_]} if id_ in self.events else None
        return None

    def _placements(self, offer_id: int) -> list[Item]:
        everything = (placement for one in self.candidates.values() for placement in one["placements"])
        return [placement for placement in everything if placement["offer_id"] == offer_id]

    def _detail(self, id_: int) -> Item | None:
        if id_ not in self.candidates:
            return None
        offer_ids = {placement["offer_id"] for placement in self.candidates[id_]["placements"]}
        references = [
            {"type": "Offer", "id": offer_id, "kind": self.offers[offer_id]["kind"]}
            for offer_id in sorted(offer_ids - {None})
            if offer_id in self.offers
        ]
        return {"candidate": self.candidates[id_], "references": references}

    def _page(self, items: list[Item], params: httpx.QueryParams) -> list[Item]:
        limit = min(int(params["limit"]), self.largest_page)
        start = (int(params["page"]) - 1) * limit
        return items[start : start + limit]

    def _offer_list(self, params: httpx.QueryParams) -> Item:
        keys = ["id", "title", "slug", "status", "updated_at"] + (["kind"] if self.kinds_listed else [])
        brief = [{key: offer[key] for key in keys} for offer in self.offers.values()]
        if not self.meta:
            return {"offers": brief}
        total = self.total(len(brief))
        return {"offers": self._page(brief, params), "meta": {"page": 1, "total_count": total}}

    def _search(self, params: httpx.QueryParams) -> Item:
        assert "query" not in params, "the vendor ignores it"
        key, _, direction = params["sort_by"].rpartition("_")
        people = list(self.candidates.values())
        if self.sorts:
            people.sort(key=lambda one: (one[key] or "", one["id"]), reverse=direction == "desc")
        hits = [
            {
                "id": one["id"],
                "tags": [tag for tag in self.tags if tag["name"] in one["tags"]],
                **{stamp: _cut(one[stamp]) for stamp in ("created_at", "updated_at", "last_activity_at")},
                "deleted": one.get("deleted", False),
                "placements": [
                    {"id": placement["id"], "eeo_data_status": placement.get("eeo"), "disqualified_at": None}
                    for placement in one["placements"]
                ],
            }
            for one in self._page(people, params)
        ]
        return {"hits": hits, "total": self.total(len(people)), "aggregations": None}

    def _event_list(self, params: httpx.QueryParams) -> Item:
        assert params["scope"] == "all"
        events = [
            event
            for event in self.events.values()
            if event["status"] == params["status"]
            and (
                event["starts_at"] is None
                or params["start_date"] <= event["starts_at"][:10] <= params["end_date"]
            )
        ]
        return {"interview_events": self._page(events, params), "meta": {"counters": {}}}

    # --- connecting and reading ----------------------------------------------------------------------

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now += timedelta(seconds=seconds)

    def connect(self, credential: dict[str, str] | None = None, **settings: Any) -> RecruiteeConnector:
        runtime = Runtime(
            transport=httpx.MockTransport(self),
            now=lambda: self.now,
            sleep=self.sleep,
            resolve=lambda _host: ("93.184.215.14",),
        )
        return recruitee.connect(
            runtime, CREDENTIAL if credential is None else credential, Settings(**settings)
        )

    def read(self, *models: str, cursors: dict[str, str] | None = None, **more: Any) -> "Reading":
        """One run: of everything unless told otherwise, a delta run when cursors are given."""
        settings = {key: more.pop(key) for key in ("only_created", "page_size") if key in more}
        self.calls.clear()
        request = ReadRequest(
            models=frozenset(models or MODELS),
            mode="full" if cursors is None else "delta",
            cursors=cursors or {},
            **more,
        )
        return Reading(list(self.connect(**settings).read(request)), list(self.calls))


class Reading:
    """What one run gave."""

    def __init__(self, items: list[ReadItem], calls: list[str]) -> None:
        self.items = items
        self.calls = calls

    def records(self, model: str) -> list[Any]:
        return [row.record for row in self.rows(model)]

    def rows(self, model: str) -> list[Row]:
        return [item for item in self.items if isinstance(item, Row) and item.record.store_id == model]

    def ids(self, model: str) -> list[str]:
        return [record.remote_id for record in self.records(model)]

    def one(self, model: str) -> Any:
        (record,) = self.records(model)
        return record

    @property
    def cursors(self) -> dict[str, str]:
        return {item.stream: item.token for item in self.items if isinstance(item, Cursor)}

    @property
    def gone(self) -> list[tuple[str, str]]:
        return [(item.model, item.remote_id) for item in self.items if isinstance(item, Gone)]

    @property
    def skipped(self) -> dict[str, str]:
        return {item.model: item.reason for item in self.items if isinstance(item, Skipped)}

    @property
    def notices(self) -> list[str]:
        return [item.message for item in self.items if isinstance(item, Notice)]

    @property
    def complete(self) -> set[str]:
        return {item.model for item in self.items if isinstance(item, Complete) and item.group is None}

    def completed_groups(self, model: str) -> set[str | None]:
        return {item.group for item in self.items if isinstance(item, Complete) and item.model == model} - {
            None
        }

    @property
    def details(self) -> list[str]:
        """Candidates that were read one by one."""
        return [call.removeprefix("/candidates/") for call in self.calls if call.startswith("/candidates/")]


def _cut(stamp: str | None) -> str | None:
    return None if stamp is None else ts0(datetime.fromisoformat(stamp))


def refusal(status: int, error: Any, **more: Any) -> httpx.Response:
    return httpx.Response(status, content=json.dumps({"error": error, **more}).encode())


@pytest.fixture
def company() -> Company:
    """An empty company."""
    return Company()


@pytest.fixture
def make_company() -> Callable[[], Company]:
    return Company


@pytest.fixture
def make_reading() -> Callable[[Iterable[ReadItem]], Reading]:
    return lambda items: Reading(list(items), [])


@pytest.fixture
def noordzee(company: Company) -> Company:
    """Two users, two jobs and a talent pool, three candidates, two tags, a reason and an interview."""
    company.admin(310551, "Mara", "Visser")
    company.admin(310552, "Jonas", "Okafor")
    company.offer(1840221, recruiter_id=310551, hiring_manager_id=310552)
    company.offer(1840222, status="internal")
    company.offer(1840300, kind="talent_pool")
    company.questions[1840221] = [company.question(2201001, "boolean", "Do you need a work permit?")]
    company.tags.extend([{"id": 660101, "name": "firmware"}, {"id": 660102, "name": "Rust"}])
    company.reasons.append({"id": 221001, "name": "Not enough experience", "position": 1})
    company.candidate(101, 30, [1840221], tags=["firmware"], events_count=1)
    company.candidate(102, 20, [1840221, 1840222])
    company.candidate(103, 10, [1840300])
    company.event(4410077, 101, 1840221)
    return company


@pytest.fixture
def make_refusal() -> Callable[..., httpx.Response]:
    return refusal


__all__ = ["Company", "Reading", "UnifiedRecord"]
