"""Only what changed is read, what was deleted included. Source: asymbl sheet 2.3, 2.6, 4, 7.4 N0."""

from datetime import datetime, timedelta

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate
from assay_contracts import cast, witness
from assay_contracts.asymbl import calls, reads
from assay_contracts.asymbl.register import REGISTER

LOOK_AT_BOARD, LOOK_AT_CONTACTS = "look at job board applications", "look at all contacts"
FULL, QUIET = "read everything", "read though nothing changed"
DELETE, DELETED = "an applicant is deleted", "read after the deletion"
RESTORE, RESTORED = "the applicant is restored", "read after the restoring"
EVERY = "Id != null"
OVERLAP = timedelta(minutes=5)
WITH_BIN = (reads.JOB, reads.CONTACT, reads.STAGE, reads.APPLICANT)
"""Objects whose deleted rows can be read; users are never deleted (4)."""
ORDER = "ORDER BY SystemModstamp ASC, Id ASC"


@REGISTER.scenario("delta-syncs")
def delta_syncs(stage: Stage) -> None:
    """A full run, and delta runs after nothing, after a deletion and after its being undone."""
    calls.look(stage, LOOK_AT_BOARD, "Id, Name", reads.BOARD_APPLICATION, EVERY)
    calls.look(stage, LOOK_AT_CONTACTS, "Id, Name, RecordType.DeveloperName", reads.CONTACT, EVERY)
    before = stage.sync(FULL)
    stage.later(hours=1)
    stage.sync(QUIET, mode="delta")
    gone = cast.pending_application(before)
    stage.vendor(DELETE, "delete_record", id=gone.remote_id)
    stage.later(hours=1)
    stage.sync(DELETED, mode="delta", models=cast.PEOPLE)
    stage.vendor(RESTORE, "undelete_record", id=gone.remote_id)
    stage.later(hours=1)
    stage.sync(RESTORED, mode="delta", models=cast.PEOPLE)


def _delta(trace: Trace, name: str) -> Step:
    step = witness.succeeded(trace, name)
    expect(step.mode == "delta", f"{name!r} was no delta run", *step.played)
    return step


def _stamps(step: Step, source: str) -> list[datetime]:
    """Of all rows of an object that a run went through."""
    given = reads.rows(reads.pages(step, source))
    return [reads.moment(row["SystemModstamp"]) for row in given if "SystemModstamp" in row]


def _walk(step: Step, source: str) -> Played:
    """The query that goes through an object in the order of its stamps."""
    found = [played for played in reads.asked(step, source) if ORDER in reads.query_of(played)]
    expect(len(found) == 1, f"{source} was walked {len(found)} times in {step.name!r}", *step.played[:1])
    return found[0]


@REGISTER.proves("behaviour/delta-syncs/a-delta-asks-from-the-cursor-minus-overlap", scenario="delta-syncs")
def a_delta_asks_from_the_cursor(trace: Trace) -> Shown:
    """Each object is asked for from five minutes before its last stamp, and nothing that is stored moves."""
    full, quiet = witness.succeeded(trace, FULL), _delta(trace, QUIET)
    walks, again = [], 0
    for source in (reads.USER, *WITH_BIN):
        walk = _walk(quiet, source)
        seen, wanted = reads.since(walk), max(_stamps(full, source)) - OVERLAP
        expect(seen == wanted, f"{source} was asked for from {seen} on, not from {wanted}", walk)
        path = walk.exchange.request.path
        is_whole = path == reads.QUERY_ALL
        expect(is_whole == (source in WITH_BIN), f"{source} was asked for at {path}", walk)
        given = len(list(reads.rows([walk])))
        everything = len(_stamps(full, source))
        expect(given < everything, f"all {given} rows of {source} came again", walk)
        walks.append(walk)
        again += given
    expect(again, "no row came again", *walks)
    before = witness.after(trace, FULL)
    expect(cast.of(before, Application), "nothing was stored before", *walks)
    moved = _moved(before, witness.after(trace, QUIET))
    expect(not moved, f"these moved: {moved[:3]}", *walks)
    return Shown(f"{len(walks)} objects, {again} rows again, nothing moved", tuple(walks))


def _moved(before: Snapshot, after: Snapshot) -> list[str]:
    """Records that changed between two data sets, came or went."""
    known, now = witness.all_records(before), witness.all_records(after)
    return [
        f"{model} {key}"
        for model, key in known.keys() | now.keys()
        if (model, key) not in known
        or (model, key) not in now
        or known[model, key].changed_at != now[model, key].changed_at
    ]


def _row_of(trace: Trace, event: str, name: str) -> tuple[str, reads.Row, Played]:
    """The applicant that an event was about, as a delta run was told of it."""
    key = str(witness.succeeded(trace, event).inputs["id"])
    found = reads.by_id(reads.pages(_delta(trace, name), reads.APPLICANT))
    expect(key in found, f"{key} did not come in {name!r}", *trace.step(name).played[:1])
    return key, *found[key]


@REGISTER.proves("behaviour/delta-syncs/a-soft-deleted-row-is-marked", scenario="delta-syncs")
def a_soft_deleted_row_is_marked(trace: Trace) -> Shown:
    """The row comes as deleted; its application is marked, and no other one."""
    key, row, call = _row_of(trace, DELETE, DELETED)
    expect(row["IsDeleted"] is True, "the row is not deleted", call)
    before, after = witness.after(trace, QUIET), witness.after(trace, DELETED)
    was, now = (witness.record(data, Application, key) for data in (before, after))
    expect(was.remote_deleted_at is None, "it was marked before", call)
    expect(now.remote_deleted_at is not None, f"{key} is not marked deleted", call)
    gone = {one.id for one in cast.of(before, Application)} - {one.id for one in cast.of(after, Application)}
    expect(gone == {was.id}, f"marked were {sorted(map(str, gone))}", call)
    return Shown(f"{key} is marked", (call,))


@REGISTER.proves("behaviour/delta-syncs/an-undeleted-row-returns", scenario="delta-syncs")
def an_undeleted_row_returns(trace: Trace) -> Shown:
    """The row comes as not deleted; the application exists again under the id that it had."""
    key, row, call = _row_of(trace, RESTORE, RESTORED)
    expect(row["IsDeleted"] is False, "the row is deleted still", call)
    first, before, after = (witness.after(trace, name) for name in (FULL, DELETED, RESTORED))
    known, was, now = (witness.record(data, Application, key) for data in (first, before, after))
    expect(was.remote_deleted_at is not None, "it was not marked before", call)
    expect(now.remote_deleted_at is None, f"{key} is marked deleted", call)
    expect(now.id == known.id, f"{key} was {known.id} and is {now.id}", call)
    return Shown(f"{key} is back as {now.id}", (call,))


@REGISTER.proves("feature/delta-syncs", scenario="delta-syncs")
def deltas_follow_a_full_run(trace: Trace) -> Shown:
    """A full run, then runs that read what changed and no more, deletions and restorings included."""
    proofs = (a_delta_asks_from_the_cursor, a_soft_deleted_row_is_marked, an_undeleted_row_returns)
    shown = [proof(trace) for proof in proofs]
    full = witness.succeeded(trace, FULL)
    given = {name: _given(trace.step(name)) for name in (FULL, QUIET, DELETED, RESTORED)}
    fewer = all(count < given[FULL] for name, count in given.items() if name != FULL)
    expect(full.mode == "full" and fewer, f"the runs gave so many rows: {given}", *full.played[:1])
    return Shown("; ".join(one.message for one in shown), tuple(p for one in shown for p in one.played))


def _given(step: Step) -> int:
    """Rows of all queries of a step."""
    return sum(len(list(reads.rows([played]))) for played in step.played if reads.source_of(played))


@REGISTER.proves("behaviour/general/job-board-applications-are-never-read", scenario="delta-syncs")
def job_board_applications_are_never_read(trace: Trace) -> Shown:
    """The org holds some; no request of either run names them, and each application is an applicant."""
    looked = calls.told(trace, LOOK_AT_BOARD)
    expect(looked, "the org holds no job board application", *trace.step(LOOK_AT_BOARD).played)
    steps = [witness.succeeded(trace, FULL), _delta(trace, QUIET)]
    sent = [played for step in steps for played in step.played]
    named = [played for played in sent if reads.BOARD_APPLICATION in played.exchange.request.said]
    named += [played for played in sent if f"/{reads.BOARD_APPLICATION}" in played.exchange.request.url]
    expect(not named, f"{len(named)} requests name them", *named)
    applicants = reads.pages(steps[0], reads.APPLICANT)
    known = set(reads.ids(applicants))
    for name in (FULL, QUIET):
        stored = {str(one.remote_id) for one in cast.of(witness.after(trace, name), Application)}
        expect(stored, "no application is stored", *applicants)
        expect(stored <= known, f"{sorted(stored - known)} are no applicants", *applicants)
        strangers = stored & {str(row["Id"]) for row in looked}
        expect(not strangers, f"{sorted(strangers)} are job board applications", *applicants)
    return Shown(f"{len(looked)} job board applications, {len(known)} applicants", applicants)


@REGISTER.proves("behaviour/candidates/clients-are-no-candidates", scenario="delta-syncs")
def clients_are_no_candidates(trace: Trace) -> Shown:
    """The query asks for one record type of contacts; those of all others are not stored."""
    kinds: dict[str, set[str]] = {}
    for row in calls.told(trace, LOOK_AT_CONTACTS):
        kinds.setdefault(str((row["RecordType"] or {}).get("DeveloperName")), set()).add(str(row["Id"]))
    expect(kinds.get("Client"), f"the org has contacts of the types {sorted(kinds)}")
    step = witness.succeeded(trace, FULL)
    asked = reads.asked(step, reads.CONTACT)
    for played in asked:
        query = reads.query_of(played)
        wanted = "RecordType.DeveloperName = 'Candidate'"
        expect(wanted in query, f"{query!r} does not ask for candidates", played)
    stored = {str(one.remote_id) for one in cast.of(witness.after(trace, FULL), Candidate)}
    expect(stored == kinds["Candidate"], f"{sorted(stored ^ kinds['Candidate'])} are wrong", *asked)
    others = sum(len(found) for kind, found in kinds.items() if kind != "Candidate")
    return Shown(f"{len(stored)} candidates are stored, {others} other contacts are not", asked)
