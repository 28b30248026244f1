"""What is true now about what a webhook named, in as few calls as can be. Source: avionte sheet 4.4, 5.

Deliveries may come late and in any order, so what they name is read; who and what is not ours costs one call
at most.
"""

from collections.abc import Iterator
from http import HTTPStatus

from assay.connector import Gone, ReadItem, Row
from assay.errors import VendorRefusedError
from assay_connectors.avionte import api
from assay_connectors.avionte.api import Found
from assay_connectors.avionte.connection import Connection
from assay_connectors.avionte.events import Event, Reactions
from assay_connectors.avionte.mapping.applications import active_stage, application, application_id
from assay_connectors.avionte.mapping.jobs import job
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.mapping.standing import Standing, hired, joined, nominated, pipelined, web
from assay_connectors.avionte.reading.people import row_by_id, talent_items
from assay_connectors.avionte.reading.run import APPLICATIONS, CANDIDATES, JOBS, wishes
from assay_connectors.avionte.reading.stages import known


class Receiver:
    """Turns events of one connection into rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def changes(self, event: Event) -> Iterator[ReadItem]:
        """What an event changed; nothing for those that do not matter to us.

        Raises:
            VendorNonsenseError: the event does not say what it is about.
            ConnectorError: a call failed.
        """
        reactions = Reactions(
            pipeline=self._pipeline,
            nomination=self._nomination,
            placement=self._placement,
            merge=self._merge,
            talent=self._talent,
            job=self._job,
        )
        react = reactions.to(event)
        return react(event) if react is not None else iter(())

    # --- applications ----------------------------------------------------------------------------

    def _pipeline(self, event: Event) -> Iterator[ReadItem]:
        """A talent was put into, or moved within, a pipeline: one read, the only way to such a row."""
        number = event.required("PipelineId")
        row = row_by_id(self._connection.api, "PIPELINE_GET", pipelineId=number)
        if row is None:
            yield from self._vanished("pipeline", ("pipelineId",), number)
            return
        talent_id = row.reference("talentId") or event.number("TalentId") or row.identifier()
        job_id = row.reference("jobId") or event.required("JobId")
        standing = pipelined(row, self._connection.runtime.now())
        yield from self._standing(talent_id, job_id, standing)

    def _nomination(self, event: Event) -> Iterator[ReadItem]:
        """A talent was submitted, moved or declined."""
        number = event.required("NominationId")
        row = row_by_id(self._connection.api, "NOM_GET", nominationId=number)
        if row is None:
            yield from self._vanished("nominated", ("id", "nominationId"), number)
            return
        stage_id = active_stage(row, known(self._connection.memory))
        standing = nominated(row, stage_id)
        yield from self._standing(row.identifier("talentId"), row.identifier("jobId"), standing)

    def _placement(self, event: Event) -> Iterator[ReadItem]:
        """A talent was hired; the job stands in the event, so one of no interest costs nothing."""
        told = event.number("JobId")
        if told is not None and not self._has_people(told):
            return
        row = row_by_id(self._connection.api, "PLACEMENT_GET", placementId=event.required("PlacementId"))
        if row is None:
            return
        talent_id, job_id = row.identifier("talentId"), row.identifier("jobId")
        before = self._connection.memory.standing(talent_id, job_id)
        yield from self._standing(talent_id, job_id, hired(before, row))

    def _standing(self, talent_id: str, job_id: str, now: Standing) -> Iterator[ReadItem]:
        """One application as it stands now, with talent and job where they are not known yet."""
        memory = self._connection.memory
        before = memory.standing(talent_id, job_id)
        if before is None and not self._connection.follows(job_id):
            return
        if not memory.knows_talent(talent_id):
            found = self._connection.api.one(api.TALENTS, talent_id)
            if found is None:
                return
            yield from self._candidate(found, with_tags=False)
        yield from self._unknown_job(job_id)
        standing = joined(before, now)
        memory.learn(talent_id, job_id, standing)
        yield Row(application(talent_id, job_id, standing))
        yield from memory.job_cursor(job_id)

    def _has_people(self, job_id: str) -> bool:
        """Whether news about its people are wanted, or some of them are known, e.g. created through us."""
        return self._connection.follows(job_id) or bool(self._connection.memory.job(job_id).applications)

    def _unknown_job(self, job_id: str) -> Iterator[ReadItem]:
        if self._connection.reads_all_jobs and not self._connection.memory.knows_job(job_id):
            yield from self._job_now(job_id)

    def _vanished(self, kind: str, keys: tuple[str, ...], number: str) -> Iterator[ReadItem]:
        found = self._connection.memory.find(kind, keys, number)
        if found is not None:
            yield from self._gone(*found)

    def _gone(self, talent_id: str, job_id: str) -> Iterator[ReadItem]:
        self._connection.memory.forget(talent_id, job_id)
        yield Gone(APPLICATIONS, application_id(talent_id, job_id))
        yield from self._connection.memory.job_cursor(job_id)

    # --- talents ---------------------------------------------------------------------------------

    def _talent(self, event: Event) -> Iterator[ReadItem]:
        """A talent is new or changed: who applied to no job of ours and is not known costs one call."""
        talent_id = event.required("Id")
        memory = self._connection.memory
        rows = _web_rows(self._connection.api, talent_id)
        ours = {row.identifier("jobId"): row for row in rows if self._is_ours(row, talent_id)}
        if not ours and not memory.knows_talent(talent_id):
            return
        found = self._connection.api.one(api.TALENTS, talent_id)
        if found is None:
            yield from self._gone_talent(talent_id)
            return
        yield from self._candidate(found, with_tags=True)
        for job_id, row in ours.items():
            yield from self._unknown_job(job_id)
            before = memory.standing(talent_id, job_id)
            standing = joined(before, web(row))
            memory.learn(talent_id, job_id, standing)
            yield Row(application(talent_id, job_id, standing))
        yield from memory.job_cursor(*ours)

    def _is_ours(self, row: Payload, talent_id: str) -> bool:
        job_id = row.reference("jobId")
        return (
            job_id is not None
            and self._connection.follows(job_id)
            and row.reference("talentId") in (talent_id, None)
        )

    def _candidate(self, found: Found, *, with_tags: bool) -> Iterator[ReadItem]:
        return talent_items(self._connection, found, shown=set(), with_tags=with_tags)

    def _gone_talent(self, talent_id: str) -> Iterator[ReadItem]:
        """The candidate and the applications that we know of."""
        if self._connection.memory.knows_talent(talent_id):
            yield Gone(CANDIDATES, talent_id)
        for job_id in self._connection.memory.applications_of(talent_id):
            yield from self._gone(talent_id, job_id)

    def _merge(self, event: Event) -> Iterator[ReadItem]:
        """Two talents became one: the good one has the applications of both (sheet 4.3, 8 no. 12)."""
        good, bad = event.required("GoodTalentId"), event.required("BadTalentId")
        memory = self._connection.memory
        if not memory.knows_talent(good) and not memory.knows_talent(bad):
            return
        found = self._connection.api.one(api.TALENTS, good)
        inherited = memory.applications_of(bad)
        yield from self._gone_talent(bad)
        if found is None:
            yield from self._gone_talent(good)
            return
        yield from self._candidate(found, with_tags=True)
        for job_id, standing in inherited.items():
            both = joined(memory.standing(good, job_id), standing)
            memory.learn(good, job_id, both)
            yield Row(application(good, job_id, both))
            yield from memory.job_cursor(job_id)

    # --- jobs ------------------------------------------------------------------------------------

    def _job(self, event: Event) -> Iterator[ReadItem]:
        """A job is new or changed."""
        job_id = event.required("Id")
        if self._connection.follows(job_id) or self._connection.memory.knows_job(job_id):
            yield from self._job_now(job_id)

    def _job_now(self, job_id: str) -> Iterator[ReadItem]:
        found = self._connection.api.one(api.JOBS, job_id)
        if found is None:
            yield Gone(JOBS, job_id)
            return
        yield Row(job(Payload.of(found.raw, found.key), wishes(self._connection)))
        self._connection.memory.learn_job(job_id)
        yield from self._connection.memory.job_cursor(job_id)


def _web_rows(vendor: api.AvionteApi, talent_id: str) -> list[Payload]:
    """The web applications of a talent; none when the vendor does not show the talent (404)."""
    try:
        rows = vendor.objects("WEBAPP_TALENT", talentId=talent_id)
    except VendorRefusedError as error:
        if error.status != HTTPStatus.NOT_FOUND:
            raise
        return []
    return [Payload.of(row, "WEBAPP_TALENT") for row in rows]
