"""Everything is read once; what the sheet says about models is seen in it. Source: asymbl sheet 2, 7.1."""

from collections.abc import Mapping

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Job, JobTeamMember, User
from assay_contracts import cast, witness
from assay_contracts.asymbl import reads
from assay_contracts.asymbl.register import MAPPED, REGISTER

FULL = "full sync"
ROWS_PER_PAGE = 60
"""The platform may give fewer rows than it could (1.5)."""
HIRED = "hired"
"""Name or type of a stage that marks a hire, whatever its letter case (7.1)."""


@REGISTER.scenario("full-sync", world="full", faults={"batch_cap": ROWS_PER_PAGE})
def full_sync(stage: Stage) -> None:
    """Read the whole company, in pages that are small enough for it to have several."""
    stage.connect(options={"custom_fields": MAPPED})
    stage.sync(FULL)


@REGISTER.scenario("core-sync")
def core_sync(stage: Stage) -> None:
    """Read the small closed subset of the company; for whoever wants to look at a whole sync."""
    stage.connect(options={"custom_fields": MAPPED})
    stage.sync("core sync")


def _read(trace: Trace) -> tuple[Step, Snapshot]:
    return witness.succeeded(trace, FULL), witness.after(trace, FULL)


@REGISTER.proves("behaviour/jobs/a-foreign-hiring-manager-is-no-team-member", scenario="full-sync")
def who_hires_from_outside_is_no_member(trace: Trace) -> Shown:
    """Hiring managers are contacts; whose address is an active user's is in the team, others are not."""
    step, snapshot = _read(trace)
    active = {
        str(row["Email"]).casefold(): str(row["Id"])
        for row in reads.rows(reads.pages(step, reads.USER))
        if row.get("IsActive") and row.get("Email")
    }
    managers = who_hires(snapshot)
    ours, foreign, shown = 0, 0, []
    for key, (row, call) in reads.by_id(reads.pages(step, reads.JOB)).items():
        manager = row.get("bpats__Hiring_Manager__r")
        if not isinstance(manager, dict):
            continue
        wanted = active.get(str(manager.get("Email") or "").casefold())
        found = managers.get(key, set())
        expect(found == {wanted} - {None}, f"{row['Name']}: hiring managers are {found}, not {wanted}", call)
        ours, foreign = ours + (wanted is not None), foreign + (wanted is None)
        shown.append(call)
    expect(ours and foreign, f"{ours} hiring managers are users, {foreign} are not", *shown)
    return Shown(f"{ours} hiring managers are users, {foreign} are nobody's user", tuple(shown))


def who_hires(snapshot: Snapshot) -> Mapping[str, set[str]]:
    """Job -> users who are its hiring managers, by the vendor's ids."""
    managers: dict[str, set[str]] = {}
    for member in cast.of(snapshot, JobTeamMember):
        if "HIRING_MANAGER" in (member.roles or ()):
            job, user = (
                cast.by_id(snapshot, Job, member.job_id),
                cast.by_id(snapshot, User, member.user_id),
            )
            managers.setdefault(str(job.remote_id), set()).add(str(user.remote_id))
    return managers


def _active(trace: Trace) -> list[tuple[Application, set[str], Played]]:
    """Applications that are not rejected, with name and type of the stage that each is in."""
    step, snapshot = _read(trace)
    found = []
    for key, (row, call) in reads.by_id(reads.pages(step, reads.APPLICANT)).items():
        if row["bpats__Applicant_Status__c"] != "Active":
            continue
        here = row["bpats__Stage__r"]
        words = {str(here.get(name) or "").strip().casefold() for name in ("Name", "bpats__Stage_Type__c")}
        found.append((witness.record(snapshot, Application, key), words, call))
    return found


@REGISTER.proves("behaviour/applications/a-hired-stage-means-hired", scenario="full-sync")
def a_hired_stage_means_hired(trace: Trace) -> Shown:
    """Whoever is active in a stage named Hired, or typed so under another name, is hired."""
    hired = [(one, words, call) for one, words, call in _active(trace) if HIRED in words]
    expect(any(words == {HIRED} for _, words, _ in hired), "nobody is in a stage named Hired")
    expect(any(words != {HIRED} for _, words, _ in hired), "nobody is in a stage that is only typed Hired")
    for one, words, call in hired:
        expect(one.outcome == "HIRED", f"{one.remote_id} in {sorted(words)} is {one.outcome}", call)
    return Shown(f"{len(hired)} are hired", tuple({call.index: call for _, _, call in hired}.values()))


@REGISTER.proves("behaviour/applications/any-other-stage-means-pending", scenario="full-sync")
def any_other_stage_means_pending(trace: Trace) -> Shown:
    """Whoever is active in another stage is pending."""
    others = [(one, words, call) for one, words, call in _active(trace) if HIRED not in words]
    stages = {word for _, words, _ in others for word in words}
    expect(len(stages) > 2, f"there are but the stages {sorted(stages)}")
    for one, words, call in others:
        expect(one.outcome == "PENDING", f"{one.remote_id} in {sorted(words)} is {one.outcome}", call)
    return Shown(f"{len(others)} are pending", tuple({call.index: call for _, _, call in others}.values()))
