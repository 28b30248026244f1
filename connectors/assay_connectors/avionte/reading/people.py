"""Reads the people of jobs: web applicants, nominations, talents, tags. Source: avionte sheet 2.2-2.6."""

from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus

from assay.connector import Complete, ReadItem, Row
from assay.errors import VendorRefusedError
from assay_connectors.avionte import api
from assay_connectors.avionte.api import AvionteApi, Found
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.mapping.applications import active_stage
from assay_connectors.avionte.mapping.candidates import candidate
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.mapping.stages import Activities
from assay_connectors.avionte.mapping.standing import Standing, joined, nominated, web
from assay_connectors.avionte.mapping.tags import candidate_tag, tag
from assay_connectors.avionte.reading.run import CANDIDATE_TAGS

SHOWN_AFTER_S = 5.0
"""A talent created just now may be missing from a batch for a moment. Source: avionte sheet 8 no. 15 [A]."""

Standings = dict[str, Standing]
"""Talent id -> how it stands with one job."""


def standings_of_job(vendor: AvionteApi, job_id: str, activities: Activities | None) -> Standings:
    """Everybody who applied on the careers page or was nominated, one standing each.

    Calls: web applicants, ids of nominations, one per nomination.
    """
    found: Standings = {}
    for row in vendor.objects("WEBAPP_JOB", jobId=job_id):
        applicant = Payload.of(row, "WEBAPP_JOB")
        _add(found, applicant.identifier("talentId"), web(applicant))
    numbers = dict.fromkeys(vendor.numbers("NOM_IDS_BY_JOB", jobId=job_id))
    nominations = (row_by_id(vendor, "NOM_GET", nominationId=number) for number in numbers)
    for nomination in sorted((one for one in nominations if one is not None), key=_staged):
        if nomination.reference("jobId") == job_id:  # a vendor with one list for all jobs (sheet 2.6)
            standing = nominated(nomination, active_stage(nomination, activities))
            _add(found, nomination.identifier("talentId"), standing)
    return found


def row_by_id(vendor: AvionteApi, key: str, **part: str) -> Payload | None:
    """One row by its id; None when it is no longer there (404)."""
    try:
        return Payload.of(vendor.object(key, **part), key)
    except VendorRefusedError as error:
        if error.status != HTTPStatus.NOT_FOUND:
            raise
        return None


def _staged(nomination: Payload) -> float:
    """The later of two nominations for one job counts."""
    moment = nomination.first_moment("declinedDate", "stagedDate", "jobActivityDate")
    return moment.timestamp() if moment else 0.0


def _add(found: Standings, talent_id: str, standing: Standing) -> None:
    found[talent_id] = joined(found.get(talent_id), standing)


def read_talents(connection: Connection, ids: Sequence[str]) -> dict[str, Found]:
    """Talents by id; those missing from a batch are asked for once more after a while."""
    found = connection.api.many(api.TALENTS, ids)
    missing = [talent_id for talent_id in ids if talent_id not in found]
    if missing and len(ids) > 1:
        connection.runtime.sleep(SHOWN_AFTER_S)
        found |= connection.api.many(api.TALENTS, missing)
    return found


def talent_items(
    connection: Connection, found: Found, *, shown: set[str], with_tags: bool = True
) -> Iterator[ReadItem]:
    """A talent as candidate, with its tags.

    Args:
        connection: the tenant.
        found: the talent.
        shown: ids of tags that were yielded before, to which these are added.
        with_tags: whether they are asked for, at one call, unless they are switched off.
    """
    talent = Payload.of(found.raw, found.key)
    talent_id = talent.identifier()
    wanted = with_tags and connection.options.tags
    tags = read_tags(connection.api, talent_id) if wanted else None
    yield Row(candidate(talent, tags))
    if tags is not None:
        yield from tag_items(talent_id, tags.parts("tags"), shown)


def read_tags(vendor: AvionteApi, talent_id: str) -> Payload | None:
    """Tags, sources and custom fields of a talent; None when the vendor keeps nothing (404)."""
    return row_by_id(vendor, "TALENT_TAGS", talentId=talent_id)


def tag_items(talent_id: str, rows: Iterable[Payload], shown: set[str]) -> Iterator[ReadItem]:
    """All tags of a talent: those that are stored beside these are no longer on it."""
    by_tag = {row.identifier("tagId"): row for row in rows}
    for tag_id, row in by_tag.items():
        if tag_id not in shown:
            shown.add(tag_id)
            yield Row(tag(row))
        yield Row(candidate_tag(talent_id, row), group=talent_id)
    yield Complete(CANDIDATE_TAGS, group=talent_id)
