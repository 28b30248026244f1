"""Interviews: the events of schedules. Source: ashby sheet 7.1, 2.10."""

from collections.abc import Iterator, Mapping

from assay.unified.records import Interview, InterviewTeamMember
from assay_connectors.ashby.mapping.payload import Payload


def events(schedule: Payload) -> list[Payload]:
    """The meetings of a schedule; none when it is cancelled, whatever it still holds (ashby sheet 9.8)."""
    return [] if schedule.text("status") == "Cancelled" else schedule.parts("interviewEvents")


def interview(event: Payload, schedule: Payload, titles: Mapping[str, str | None]) -> Interview:
    """A meeting.

    Args:
        event: the meeting.
        schedule: its schedule.
        titles: id of an interview definition -> its title.
    """
    return Interview(
        remote_id=event.identifier(),
        title=titles.get(event.text("interviewId") or ""),
        starting_at=event.moment("startTime"),
        ending_at=event.moment("endTime"),
        video_conferencing_url=event.text("meetingLink"),
        application_id=schedule.text("applicationId"),
        stage_id=schedule.text("interviewStageId"),
        remote_created_at=event.moment("createdAt"),
        remote_updated_at=event.moment("updatedAt"),
        remote_data={schedule.endpoint: {**schedule.raw, "interviewEvents": [event.raw]}},
    )


def interviewers(event: Payload) -> Iterator[InterviewTeamMember]:
    """Who takes part, each once."""
    user_ids = [person.identifier() for person in event.parts("interviewers")]
    for user_id in dict.fromkeys(user_ids or event.texts("interviewerUserIds")):
        yield InterviewTeamMember(
            interview_id=event.identifier(),
            user_id=user_id,
        )
