"""Searches that are cut, refused or broken. Source: flatchr sheet 1.7, 2.6, 4, 7.9."""

from datetime import UTC, date, datetime
from http import HTTPStatus

from assay.errors import VendorUnavailableError
from assay.evidence import Played, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Application, Candidate
from assay_contracts import cast, witness
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.calls import Item
from assay_contracts.flatchr.register import REGISTER

KNOWN, READ = "read the people", "read them again"
LOOK, MADE = "look at the vacancies", "an applicant was created on a certain day"
DAY, MIRRORED_DAY = date(2026, 3, 4), date(2026, 4, 3)
"""4 March, which whoever takes the day for the month reads as 3 April."""
AS_ROWS_SAY = "04/03/26"
CAP = 5


@REGISTER.scenario("capped-search", faults={"search_cap": CAP})
def capped_search(stage: Stage) -> None:
    """Every search is silently cut; people are counted vacancy by vacancy, then all are read."""
    listed = stage.passthrough(LOOK, "GET", calls.OUR_VACANCIES, api="api").data
    applicants = [
        row["applicant"]
        for vacancy in listed
        for row in stage.passthrough(
            _of(vacancy), "POST", calls.OUR_SEARCH, api="api", data={"vacancy": vacancy["id"]}
        ).data
    ]
    created = datetime.combine(DAY, datetime.min.time(), UTC).replace(hour=10).isoformat()
    stage.vendor(MADE, "edit_applicant", applicant_id=min(applicants), created_at=created)
    stage.sync(READ, models=cast.PEOPLE)


def _of(vacancy: Item) -> str:
    return f"applicants to {vacancy['id']}"


def _slices(trace: Trace) -> list[tuple[date | None, date | None, list[Item], Played]]:
    """Searches between days: from, to, rows, call."""
    found = []
    for asked, rows, call in calls.searches(witness.succeeded(trace, READ)):
        start, end = (_day(asked.get(name), call) for name in ("start", "end"))
        if start or end:
            found.append((start, end, rows, call))
    expect(found, "no search was sliced", *trace.step(READ).sent(calls.SEARCH)[:1])
    return found


def _day(text: object, call: Played) -> date | None:
    """The day of a filter: month, day and two digits of the year."""
    if text is None:
        return None
    try:
        return datetime.strptime(str(text), "%m/%d/%y").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError as error:
        raise NotShown(f"a search asks for {text!r}", call) from error


@REGISTER.proves("behaviour/general/a-capped-search-loses-nobody", scenario="capped-search")
def a_capped_search_loses_nobody(trace: Trace) -> Shown:
    """No answer holds all; slices by date do, and each applicant is stored once."""
    everybody = {
        row["applicant"] for vacancy in calls.passed(trace, LOOK) for row in calls.passed(trace, _of(vacancy))
    }
    step, snapshot = witness.succeeded(trace, READ), witness.after(trace, READ)
    asked = calls.searches(step)
    longest = max(len(rows) for _, rows, _ in asked)
    expect(
        longest == CAP < len(everybody), f"answers have up to {longest} rows", *step.sent(calls.SEARCH)[:1]
    )
    slices = _slices(trace)
    between = [call for start, end, _, call in slices if start and end]
    expect(between, "nothing was asked for between two days", slices[0][3])
    for model in (Application, Candidate):
        stored = sorted(str(one.remote_id) for one in cast.of(snapshot, model))
        lost = sorted(everybody - set(stored))
        expect(stored == sorted(everybody), f"{model.published_as}: lost are {lost}", *between[:3])
    return Shown(f"{len(everybody)} people by {len(slices)} slices", tuple(call for *_, call in slices))


@REGISTER.proves("behaviour/candidates/dates-of-search-rows-start-with-the-day", scenario="capped-search")
def dates_of_rows_start_with_the_day(trace: Trace) -> Shown:
    """The slices that find the row are around 4 March and not around 3 April; its text stays."""
    applicant = trace.step(MADE).inputs["applicant_id"]
    snapshot = witness.after(trace, READ)
    holding = []
    for start, end, rows, call in _slices(trace):
        found = [row for row in rows if row["applicant"] == applicant]
        for row in found:
            expect(row["created_at"] == AS_ROWS_SAY, f"the row is of {row['created_at']}", call)
        within = (start or date.min) <= DAY <= (end or date.max)
        mirrored = (start or date.min) <= MIRRORED_DAY <= (end or date.max)
        expect(within or not found, f"it was found between {start} and {end}", call)
        if found and start and end and not mirrored:
            holding.append(call)
    expect(holding, "no slice holds it that is about that day alone", trace.step(READ).sent(calls.SEARCH)[0])
    for model in (Candidate, Application):
        kept = calls.raw(witness.record(snapshot, model, applicant))
        expect(kept["created_at"] == AS_ROWS_SAY, f"{model.published_as}: {kept['created_at']}", *holding)
    return Shown(f"{AS_ROWS_SAY} is found in {len(holding)} slices around {DAY}", tuple(holding))


# --- refused and broken --------------------------------------------------------------------------

ARCHIVE, REFUSE, BREAK = "some are archived", "that search is refused", "the search breaks"


@REGISTER.scenario("archived-search-refused", faults={"archived_hidden_in_default_search": True})
def archived_search_refused(stage: Stage) -> None:
    """Archived applicants are stored; then the only search that shows them answers 400."""
    stage.sync(KNOWN, models=cast.PEOPLE)
    stage.vendor(REFUSE, "throw_switches", values={"archived_search_refused": True})
    stage.sync(READ, models=cast.PEOPLE)


@REGISTER.proves(
    "behaviour/general/an-archived-search-that-fails-deletes-nobody", scenario="archived-search-refused"
)
def an_archived_search_that_fails_deletes_nobody(trace: Trace) -> Shown:
    """No search shows them, one was refused; the sync goes on, they stay, and it is said."""
    known, step, snapshot = (
        witness.after(trace, KNOWN),
        witness.succeeded(trace, READ),
        witness.after(trace, READ),
    )
    first = calls.found_rows(witness.succeeded(trace, KNOWN))
    archived = {applicant for applicant, (row, _) in first.items() if row["status"] == calls.ARCHIVED}
    expect(archived, "nobody was archived", *step.played[:1])
    refused = [call for call in witness.calls(step, calls.SEARCH) if _status(call) == HTTPStatus.BAD_REQUEST]
    asked = [witness.body(call) for call in refused]
    expect(asked == [{"status": calls.ARCHIVED}], f"refused was {asked}", *refused)
    answered = [call for call in step.sent(calls.SEARCH) if call not in refused]
    seen = {row["applicant"] for call in answered for row in calls.rows(call)}
    expect(seen and not seen & archived, f"{sorted(seen & archived)} are found", *answered)
    for applicant in archived:
        for model in (Application, Candidate):
            calls.undeleted(witness.record(known, model, applicant))
            calls.undeleted(witness.record(snapshot, model, applicant), *refused)
    calls.noticed(step, "archived", "nothing was marked deleted")
    return Shown(f"{len(archived)} archived people stay", (*answered, *refused))


def _status(call: Played) -> int:
    return call.exchange.response.status


@REGISTER.scenario("failed-search")
def failed_search(stage: Stage) -> None:
    """People are stored; then the search answers with server errors."""
    stage.sync(KNOWN, models=cast.PEOPLE)
    stage.vendor(BREAK, "throw_switches", values={"server_error": {"path": calls.SEARCH_IN_SANDBOX}})
    stage.later(hours=3)
    stage.sync(READ, models=cast.PEOPLE, fails=True)


@REGISTER.proves("behaviour/general/a-failed-search-deletes-nobody", scenario="failed-search")
def a_failed_search_deletes_nobody(trace: Trace) -> Shown:
    """The error is told, and the data set is the one from before."""
    known, step = witness.after(trace, KNOWN), trace.step(READ)
    expect(isinstance(step.error, VendorUnavailableError), f"it ended with {step.error!r}", *step.played)
    broken = witness.calls(step, calls.SEARCH)
    for call in broken:
        expect(_status(call) == HTTPStatus.INTERNAL_SERVER_ERROR, f"it answered {_status(call)}", call)
    expect(step.snapshot is not None and cast.of(known, Application), "nothing was stored", *broken)
    assert step.snapshot is not None
    same = witness.all_records(step.snapshot) == witness.all_records(known)
    expect(same, "the data set is another one", *broken)
    return Shown(f"{step.error}; nothing changed", broken)
