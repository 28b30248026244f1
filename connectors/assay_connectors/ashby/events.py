"""What each of Ashby's events changes. Source: ashby sheet 5.3, 5.4.

A delivery only says that something happened; what is true now is read again by id, because deliveries may
come late, twice, or in another order (ashby sheet 5.2).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from assay.connector import Complete, Gone, ReadItem
from assay.errors import VendorNonsenseError
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.reading import again

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who an event is for."""

    connection: Connection
    created: Callable[[str], bool]
    """Whether an application was created through us."""

    def wants(self, application_id: str) -> bool:
        """Whether news of this application are wanted (sheet 7.5)."""
        return not self.connection.settings.only_created or self.created(application_id)


def changes(receiver: Receiver, action: str, data: Data) -> Iterator[ReadItem]:
    """What an event changed; nothing for ping and for events that are not heeded.

    Raises:
        VendorNonsenseError: the event does not say what it is about.
    """
    reaction = _REACTIONS.get(action)
    if reaction is not None:
        yield from reaction(receiver, data)


def _application(receiver: Receiver, data: Data) -> Iterator[ReadItem]:
    """The candidate before the application that names it, the offer after it."""
    application = _part(data, "application")
    if not receiver.wants(_id(application)):
        return
    candidate = application.get("candidate")
    if isinstance(candidate, dict):
        yield from again.candidate(receiver.connection, _id(candidate))
    yield from again.application(receiver.connection, _id(application))
    if isinstance(data.get("offer"), dict):
        yield from again.offer(receiver.connection, _id(_part(data, "offer")))


def _candidate_delete(_: Receiver, data: Data) -> Iterator[ReadItem]:
    """With the candidate goes everything that is grouped by it."""
    candidate_id = _id(_part(data, "candidate"))
    yield Complete("ats_join_candidates_tags", candidate_id)
    yield Complete("ats_applications", candidate_id)
    yield Gone("ats_candidates", candidate_id)


def _candidate_merge(receiver: Receiver, data: Data) -> Iterator[ReadItem]:
    """The applications move to the surviving record."""
    connection = receiver.connection
    deleted, merged = _id(_part(data, "deletedCandidate")), _id(_part(data, "mergedCandidate"))
    candidate = connection.api.info("/candidate.info", {"id": merged})
    ours = [app for app in candidate.get("applicationIds") or [] if receiver.wants(app)]
    if ours or not connection.settings.only_created:
        yield from again.candidate(connection, merged)
    for application_id in ours:
        yield from again.application(connection, application_id)
    yield Complete("ats_join_candidates_tags", deleted)
    yield Gone("ats_candidates", deleted)


def _plan_transition(receiver: Receiver, data: Data) -> Iterator[ReadItem]:
    connection, job_id = receiver.connection, data.get("jobId")
    if not isinstance(job_id, str):
        raise VendorNonsenseError("a webhook interviewPlanTransition without jobId")
    yield from again.jobs(connection, [job_id])
    for application in connection.api.list_all("/application.list", {"jobId": job_id}):
        if receiver.wants(application["id"]):
            yield from again.application(connection, application["id"])


def _schedule(receiver: Receiver, data: Data) -> Iterator[ReadItem]:
    """No endpoint gives a schedule by its id, but those of an application can be listed."""
    told = _part(data, "interviewSchedule")
    application_id = told.get("applicationId")
    if not isinstance(application_id, str):
        raise VendorNonsenseError("a webhook about an interview schedule without applicationId")
    if not receiver.wants(application_id):
        return
    listed = receiver.connection.api.list_all("/interviewSchedule.list", {"applicationId": application_id})
    now = next((schedule for schedule in listed if schedule["id"] == _id(told)), told)
    yield from again.schedule(receiver.connection, now)


def _job(receiver: Receiver, data: Data) -> Iterator[ReadItem]:
    yield from again.jobs(receiver.connection, [_id(_part(data, "job"))])


def _posting(receiver: Receiver, data: Data) -> Iterator[ReadItem]:
    """A posting shows in its job too, and which posting speaks for the job may change."""
    posting = _part(data, "jobPosting")
    if isinstance(posting.get("jobId"), str):
        yield from again.jobs(receiver.connection, [posting["jobId"]])


def _posting_delete(receiver: Receiver, data: Data) -> Iterator[ReadItem]:
    yield from _posting(receiver, data)
    yield Gone("ats_job_postings", _id(_part(data, "jobPosting")))


def _offer(receiver: Receiver, data: Data) -> Iterator[ReadItem]:
    offer = _part(data, "offer")
    if receiver.wants(str(offer.get("applicationId"))):
        yield from again.offer(receiver.connection, _id(offer))


def _offer_delete(_: Receiver, data: Data) -> Iterator[ReadItem]:
    yield Gone("ats_offers", _id(_part(data, "offer")))


_REACTIONS: Final[Mapping[str, Callable[[Receiver, Data], Iterator[ReadItem]]]] = {
    "applicationSubmit": _application,
    "applicationUpdate": _application,
    "candidateHire": _application,
    "candidateStageChange": _application,
    "candidateDelete": _candidate_delete,
    "candidateMerge": _candidate_merge,
    "interviewPlanTransition": _plan_transition,
    "interviewScheduleCreate": _schedule,
    "interviewScheduleUpdate": _schedule,
    "jobCreate": _job,
    "jobUpdate": _job,
    "jobPostingUpdate": _posting,
    "jobPostingPublish": _posting,
    "jobPostingUnpublish": _posting,
    "jobPostingDelete": _posting_delete,
    "offerCreate": _offer,
    "offerUpdate": _offer,
    "offerDelete": _offer_delete,
}
"""Merges and plan transitions are not subscribed to, but heeded when a person has added them in Ashby."""


def _part(data: Data, key: str) -> dict[str, Any]:
    value = data.get(key)
    if not isinstance(value, dict):
        raise VendorNonsenseError(f"a webhook body without data.{key}")
    return value


def _id(thing: Data) -> str:
    value = thing.get("id")
    if not isinstance(value, str) or not value:
        raise VendorNonsenseError("a webhook body about an object without id")
    return value
