"""Reads vacancies with what is published of them. Source: flatchr sheet 2.2-2.5, 7.1."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from assay.connector import Complete, ReadItem, Row, Skipped
from assay.errors import VendorRefusedError
from assay_connectors.flatchr.api import PUBLISHED, VACANCIES, Item
from assay_connectors.flatchr.mapping.jobs import INTRANET, JobParts, job
from assay_connectors.flatchr.mapping.payload import Payload
from assay_connectors.flatchr.reading.labels import Labels
from assay_connectors.flatchr.reading.run import JOBS, Run

_OF_CAREER_SITE = ("visibility", "post_url", "opened_at")


def other_company(items: list[Item], company_key: str) -> str | None:
    """The company that a career site belongs to, if it is another one; None as well when nothing tells."""
    shown = [Payload(item, PUBLISHED).part("vacancy").part("company").text("id") for item in items]
    told = [company for company in shown if company]
    return told[0] if told and company_key not in told else None


@dataclass(slots=True)
class Publications:
    """What is published where; None where that could not be read."""

    career_site: dict[str, list[Payload]] | None = field(default_factory=dict)
    """Encoded or plain id of a vacancy -> its publications."""
    intranet: set[str] | None = field(default_factory=set)
    """Encoded ids of vacancies."""
    lacking: list[Skipped] = field(default_factory=list)

    def of(self, vacancy: Payload) -> list[Payload] | None:
        """Publications of one vacancy on the career site."""
        if self.career_site is None:
            return None
        plain = vacancy.plain_id("vacancy_id") or ""
        return self.career_site.get(vacancy.identifier()) or self.career_site.get(plain) or []


def read_jobs(run: Run) -> Iterator[ReadItem]:
    """All vacancies, archived ones included."""
    if not run.wants(JOBS):
        return
    vacancies, published, labels = run.vacancies, _publications(run), Labels(run.api)
    for vacancy in vacancies:
        publications = published.of(vacancy)
        shown = publications[0].part("vacancy") if publications else Payload({}, PUBLISHED)
        parts = JobParts(
            vacancy=vacancy,
            publications=publications,
            on_intranet=None if published.intranet is None else vacancy.identifier() in published.intranet,
            labels=labels.of(vacancy, shown),
        )
        yield Row(job(parts, run.connection.tenant, run.connection.options.custom_fields))
    yield from published.lacking
    yield from labels.lacking()
    yield Complete(JOBS)


def _publications(run: Run) -> Publications:
    published = Publications()
    try:
        items = run.api.published()
    except VendorRefusedError as error:
        published.career_site = None
        _leave_out(published, f"the career site cannot be read (check the slug): {error.message}")
    else:
        stranger = other_company(items, run.connection.tenant.company_key)
        if stranger is None:
            published.career_site = _by_vacancy(items)
        else:
            published.career_site = None
            _leave_out(published, f"the slug is that of another company ({stranger}); repair the slug")
    try:
        params = {"fields": "items", "offer_id": str(INTRANET)}
        listed = run.api.company_list(VACANCIES, params)
        published.intranet = {Payload(raw, VACANCIES).identifier() for raw in listed}
    except VendorRefusedError as error:
        published.intranet = None
        reason = f"the list of vacancies on the intranet cannot be read: {error.message}"
        published.lacking.append(Skipped(JOBS, reason, "visibility"))
    return published


def _leave_out(published: Publications, reason: str) -> None:
    published.lacking.extend(Skipped(JOBS, reason, name) for name in _OF_CAREER_SITE)


def _by_vacancy(items: list[Item]) -> dict[str, list[Payload]]:
    """Publications by the encoded id of their vacancy, or by its plain one where the vacancy is left out."""
    found: dict[str, list[Payload]] = {}
    for item in (Payload(raw, PUBLISHED) for raw in items):
        encoded = item.part("vacancy").text("id")
        plain = item.plain_id("vacancy_id") or item.text_or_number("vacancy_id")
        key = encoded or plain
        if key:
            found.setdefault(key, []).append(item)
    return found
