"""Everything is read once; what the sheet says about models is seen in it. Source: recruitee sheet 2, 7.1."""

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import (
    Application,
    Job,
    JobScreeningQuestion,
    ScreeningQuestion,
)
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.register import REGISTER

FULL = "full sync"
PAGE_SIZE = 100
ONLY_IN_DETAILS = ("kind", "description", "salary", "location", "locations")


@REGISTER.scenario("full-sync", world="full")
def full_sync(stage: Stage) -> None:
    """Read the whole company, in pages that are small enough for it to have several."""
    stage.connect(page_size=PAGE_SIZE)
    stage.sync(FULL)


@REGISTER.scenario("core-sync")
def core_sync(stage: Stage) -> None:
    """Read the small closed subset of the company; for whoever wants to look at a whole sync."""
    stage.sync("core sync")


def _read(trace: Trace) -> tuple[Step, Snapshot]:
    return witness.succeeded(trace, FULL), witness.after(trace, FULL)


def _offers(step: Step) -> dict[str, tuple[answers.Item, Played]]:
    """All offers in full, with the call that gave each."""
    return answers.details(answers.called(step, answers.OFFER), "offer")


def _candidates(step: Step) -> dict[str, tuple[answers.Item, Played]]:
    return answers.details(answers.called(step, answers.CANDIDATE), "candidate")


@REGISTER.proves("behaviour/jobs/details-complete-the-short-list", scenario="full-sync")
def details_complete_the_short_list(trace: Trace) -> Shown:
    """One detail per listed offer; description, salary and place of each job are those of its detail."""
    step, snapshot = _read(trace)
    lists = answers.called(step, answers.OFFERS)
    listed = answers.by_id(lists, "offers")
    told = {key for offer in listed.values() for key in ONLY_IN_DETAILS if key in offer}
    expect(not told, f"the list is not the short one, it holds {sorted(told)}", *lists)
    asked = answers.read_one_by_one(step, answers.OFFER)
    expect(sorted(asked) == sorted(listed), f"{len(listed)} are listed, details of {len(asked)} read", *lists)
    details, jobs = _offers(step), cast.of(snapshot, Job)
    described, paid, placed = 0, 0, 0
    for job in jobs:
        offer, call = details[str(job.remote_id)]
        text = offer.get("description_html") or offer.get("description") or ""
        expect(text in (job.description or ""), f"{job.name} is described otherwise", call)
        salary = offer["salary"]
        said = [None if salary[key] is None else float(salary[key]) for key in ("min", "max")]
        read = [job.salary_amount_from, job.salary_amount_to]
        expect(read == said, f"{job.name} pays {read}, {said} was given", call)
        place = job.location.city if job.location is not None else None
        expect(place == offer.get("city"), f"{job.name} is in {place}, {offer.get('city')} was given", call)
        described, paid, placed = described + bool(text), paid + any(said), placed + bool(place)
    expect(described and paid and placed, "no job has a description, a salary and a place", *lists)
    return Shown(
        f"{len(asked)} offers listed, {len(asked)} details read", (*lists, *step.sent(answers.OFFER))
    )


@REGISTER.proves(
    "behaviour/jobs/talent-pools-are-no-jobs",
    "behaviour/applications/talent-pool-placements-are-no-applications",
    scenario="full-sync",
)
def talent_pools_make_nothing(trace: Trace) -> Shown:
    """An offer of that kind is no job; who is in it and on a job has one application, that on the job."""
    step, snapshot = _read(trace)
    details = _offers(step)
    pools = {key: call for key, (offer, call) in details.items() if offer["kind"] == "talent_pool"}
    expect(pools, "the company has no talent pool", *step.sent(answers.OFFERS))
    for pool, call in pools.items():
        expect(snapshot.by_remote_id(Job.store_id, pool) is None, f"pool {pool} became a job", call)
    shown, pooled = list(pools.values()), 0
    for key, (candidate, call) in _candidates(step).items():
        on_jobs: list[str] = []
        in_pools: list[str] = []
        for placement in candidate["placements"]:
            is_pooled = placement.get("talent_pool_id") is not None or str(placement["offer_id"]) in pools
            (in_pools if is_pooled else on_jobs).append(str(placement["id"]))
        if not in_pools:
            continue
        stored = {x.remote_id for x in cast.of(snapshot, Application) if _is_of(snapshot, x, key)}
        expect(stored == set(on_jobs), f"{key} has the applications {stored}, is on jobs {on_jobs}", call)
        pooled += bool(on_jobs)
        shown.append(call)
    expect(pooled, "nobody is in a pool and on a job", *shown)
    return Shown(f"{len(pools)} pools, {pooled} people in them and on a job", tuple(shown))


def _is_of(snapshot: Snapshot, application: Application, candidate: str) -> bool:
    return cast.candidate_of(snapshot, application).remote_id == candidate


@REGISTER.proves("behaviour/applications/a-hire-is-read-from-its-date", scenario="full-sync")
def a_hire_is_read_from_its_date(trace: Trace) -> Shown:
    """Placements with a date of hire that say they are no hire are hires."""
    step, snapshot = _read(trace)
    shown = []
    for candidate, call in _candidates(step).values():
        for placement in candidate["placements"]:
            if placement["hired_at"] is None or placement["hired_in_this_placement"] is not False:
                continue
            stored = witness.record(snapshot, Application, str(placement["id"]))
            expect(stored.outcome == "HIRED", f"{stored.remote_id} is {stored.outcome}", call)
            shown.append(call)
    expect(shown, "nobody was hired", *step.sent(answers.CANDIDATE)[:1])
    others = {application.outcome for application in cast.of(snapshot, Application)}
    expect(others > {"HIRED"}, "everybody counts as hired", *shown)
    return Shown(f"{len(shown)} hires, none of which says so elsewhere", tuple(shown))


@REGISTER.proves("behaviour/screening-questions/questions-of-published-jobs-come-back", scenario="full-sync")
def questions_of_published_jobs_come_back(trace: Trace) -> Shown:
    """The careers site shows published jobs alone; what it asks is stored, what internal ones ask is not."""
    step, snapshot = _read(trace)
    site = answers.called(step, answers.CAREERS)
    shown = answers.by_id(site, "offers")
    details = _offers(step)
    internal = [
        key
        for key, (offer, _) in details.items()
        if offer["status"] == "internal" and offer.get("open_question_template_id") is not None
    ]
    expect(internal, "no internal job has questions", *step.sent(answers.OFFERS))
    seen = set(internal) & set(shown)
    expect(not seen, f"the careers site shows the internal jobs {sorted(seen)}", *site)
    asked = {str(q["id"]) for offer in shown.values() for q in offer["open_questions"]}
    expect(asked, "no published job has questions", *site)
    stored = {str(question.remote_id) for question in cast.of(snapshot, ScreeningQuestion)}
    expect(stored == asked, f"{len(stored)} questions are stored, the careers site asks {len(asked)}", *site)
    asking = {
        str(cast.by_id(snapshot, Job, row.job_id).remote_id)
        for row in cast.of(snapshot, JobScreeningQuestion)
    }
    wanted = {key for key, offer in shown.items() if offer["open_questions"]}
    expect(asking == wanted, f"questions are stored for {sorted(asking)}, not for {sorted(wanted)}", *site)
    calls = tuple(details[key][1] for key in internal)
    return Shown(
        f"{len(asked)} questions of {len(wanted)} jobs; {len(internal)} jobs hide theirs", site + calls
    )
