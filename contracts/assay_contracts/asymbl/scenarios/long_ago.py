"""Rows that left the recycle bin, and places in queries that are lost. Source: asymbl sheet 1.5, 4."""

from datetime import timedelta

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate
from assay_contracts import cast, witness
from assay_contracts.asymbl import calls, reads
from assay_contracts.asymbl.register import DATA, REGISTER

FIRST, DELETE, SECOND = "read people", "an applicant is deleted", "read what changed, much later"
LOOK, ARM, BROKEN_OFF = "look at everybody", "the place in a query will be lost", "read in short pages"
BIN = timedelta(days=15)
ROWS_PER_PAGE = 3


@REGISTER.scenario("fifteen-days")
def fifteen_days(stage: Stage) -> None:
    """An applicant is deleted; nobody reads until the recycle bin has forgotten it."""
    before = stage.sync(FIRST, models=cast.PEOPLE)
    stage.vendor(DELETE, "delete_record", id=cast.pending_application(before).remote_id)
    stage.later(days=16)
    stage.sync(SECOND, mode="delta", models=cast.PEOPLE)


@REGISTER.proves("behaviour/delta-syncs/after-fifteen-days-everything-is-read", scenario="fifteen-days")
def after_fifteen_days_everything_is_read(trace: Trace) -> Shown:
    """A delta run was asked for; all rows are read instead, and the one that is in no answer is marked."""
    key = str(witness.succeeded(trace, DELETE).inputs["id"])
    before, after = witness.after(trace, FIRST), witness.after(trace, SECOND)
    expect(after.at - before.at > BIN, f"only {after.at - before.at} lie between the runs")
    step = witness.succeeded(trace, SECOND)
    expect(step.mode == "delta", "no delta run was asked for", *step.played)
    asked = [played for source in (reads.APPLICANT, reads.CONTACT) for played in reads.asked(step, source)]
    partial = [played for played in asked if reads.since(played) is not None]
    expect(asked and not partial, f"{len(partial)} queries ask for changes alone", *partial)
    applicants = reads.pages(step, reads.APPLICANT)
    given = set(reads.ids(applicants))
    expect(key not in given, f"the vendor still gives {key}", *applicants)
    was, now = (witness.record(data, Application, key) for data in (before, after))
    expect(was.remote_deleted_at is None, "it was marked before", *applicants)
    expect(now.remote_deleted_at is not None, f"{key} is not marked deleted", *applicants)
    stored = {str(one.remote_id) for one in cast.of(after, Application)}
    expect(stored == given, f"{sorted(stored ^ given)} are wrong", *applicants)
    return Shown(f"{len(given)} applicants were read, {key} is marked", applicants)


@REGISTER.scenario("lost-locator", faults={"batch_cap": ROWS_PER_PAGE})
def lost_locator(stage: Stage) -> None:
    """Pages of three; before the second one is asked for, the org forgets where the query was."""
    calls.look(stage, LOOK, "Id", reads.CONTACT, "RecordType.DeveloperName = 'Candidate'")
    stage.vendor(ARM, "while_reading", path="/query/{locator}", event="lose_cursors", parameters={})
    stage.sync(BROKEN_OFF, models=(Candidate.store_id,))


@REGISTER.proves("behaviour/delta-syncs/a-lost-locator-is-resumed", scenario="lost-locator")
def a_lost_locator_is_resumed(trace: Trace) -> Shown:
    """The page is refused; the query is asked again for what follows the last row, and nobody is lost."""
    step = witness.succeeded(trace, BROKEN_OFF)
    [at, *others] = [n for n, played in enumerate(step.played) if _is_lost(played)] or [-1]
    expect(at > 0 and not others, "no locator was lost, or more than one", *step.played)
    first, refused, again = step.played[at - 1 : at + 2]
    last = list(reads.rows([first]))[-1]
    stamp, where = reads.moment(last["SystemModstamp"]), reads.query_of(again)
    later = f"SystemModstamp > {stamp:%Y-%m-%dT%H:%M:%S}"
    expect(reads.source_of(again) == reads.CONTACT, "the query was not asked again", again)
    expect(later in where, f"it was not asked for what follows {stamp}: {where!r}", again)
    expect(f"Id > '{last['Id']}'" in where, f"rows of that very moment are left out: {where!r}", again)
    pages = [played for played in step.played if _is_page(played)]
    given = [key for played in pages for key in reads.ids([played])]
    promised = witness.answer(trace.step(LOOK).played[-1])["totalSize"]
    expect(len(given) == len(set(given)) == promised, f"{given} came, {promised} there are", *pages)
    stored = [str(one.remote_id) for one in cast.of(witness.after(trace, BROKEN_OFF), Candidate)]
    expect(sorted(stored) == sorted(given), f"{len(stored)} are stored, {len(given)} came", *pages)
    return Shown(f"asked again after {last['Id']}; {promised} candidates", (first, refused, again))


def _is_lost(played: Played) -> bool:
    body = played.exchange.response.json
    return isinstance(body, list) and bool(body) and body[0].get("errorCode") == "INVALID_QUERY_LOCATOR"


def _is_page(played: Played) -> bool:
    path = played.exchange.request.path
    is_further = path.startswith(f"{DATA}/query/") and not _is_lost(played)
    return reads.source_of(played) == reads.CONTACT or is_further
