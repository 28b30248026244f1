"""Everything is read, in both modes and by webhooks; what the sheet says about models is seen in it.

The full mode shows the jobs page by page. Then all of them are selected, so that their people come. What is
in the pipeline alone comes by webhooks. Source: avionte sheet 2, 4, 7.
"""

import json
import re
from datetime import datetime
from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import ApplicationStage, Candidate, Job
from assay.unified.values import IntegrationField
from assay_contracts import cast, witness
from assay_contracts.avionte import calls, deliveries
from assay_contracts.avionte.calls import of_full, of_selected, select
from assay_contracts.avionte.register import API, REGISTER
from assay_contracts.avionte.seen import OWN_STAGES, PIPELINE, WEB_APPLICATION

JOBS, PEOPLE = "all jobs", "the selected jobs with their people"
KNOWN, UNKNOWN = "who applied elsewhere is in a pipeline", "who is nowhere else is in a pipeline"
NEWS_OF_UNKNOWN, NEWS_OF_KNOWN = "news of talents not seen yet", "news of talents seen before"
FULL_PAGE, CORE_PAGE = 5, 2


@REGISTER.scenario("full-sync", world="full")
def full_sync(stage: Stage) -> None:
    """Read the whole company: 14 jobs with 207 nominations and 215 talents, and 16 pipeline rows."""
    stage.connect(page_size=FULL_PAGE, options={"sync_mode": "full"})
    listed = stage.sync(JOBS, budget=of_full(14, page_size=FULL_PAGE))
    numbers = sorted(int(str(job.remote_id)) for job in cast.of(listed, Job))
    _read_people(stage, numbers, of_selected(jobs=14, nominations=207, talents=215))


@REGISTER.scenario("core-sync", faults={"pipeline_webhook_names": "pipeline"})
def core_sync(stage: Stage) -> None:
    """Read the small closed subset of the company; for whoever wants to look at a whole sync."""
    stage.connect(page_size=CORE_PAGE, options={"sync_mode": "full"})
    numbers: list[int] = []
    for page in range(1, 5):  # in the order in which the vendor lists them, whatever their numbers are
        path = f"/jobs/ids/{page}/{CORE_PAGE}"
        numbers += stage.passthrough(f"page {page} of the jobs", "GET", path, api=API, budget=1).data
    stage.sync(JOBS, budget=of_full(6, page_size=CORE_PAGE))
    _read_people(stage, numbers, of_selected(jobs=6, nominations=8, talents=8))


def _read_people(stage: Stage, numbers: list[int], budget: int) -> None:
    select(stage, *numbers)
    deliveries.order(stage)
    stage.sync(PEOPLE, budget=budget)
    stage.vendor(UNKNOWN, "review_short_lists", seen_elsewhere=False)
    stage.receive(NEWS_OF_UNKNOWN, budget=2)
    stage.vendor(KNOWN, "review_short_lists", seen_elsewhere=True)
    stage.receive(NEWS_OF_KNOWN, budget=1)


def _read(trace: Trace) -> tuple[Step, Snapshot]:
    """The run that read people, and what all of the company came to."""
    step = witness.succeeded(trace, PEOPLE)
    return step, trace.last_snapshot or witness.after(trace, PEOPLE)


# --- the full mode -------------------------------------------------------------------------------


@REGISTER.proves("behaviour/general/full-mode-reads-jobs-alone", scenario="full-sync")
def full_mode_reads_jobs_alone(trace: Trace) -> Shown:
    """The first run lists ids and reads jobs, and asks for nothing else; every job listed is stored."""
    step, snapshot = witness.succeeded(trace, JOBS), witness.after(trace, JOBS)
    expect(_mode(step) == "full", f"the mode is {_mode(step)}", *step.played[:1])
    earlier = [one.name for one in trace.steps[: step.number] if one.kind == "sync"]
    expect(not earlier, f"{earlier} were earlier", *step.played[:1])
    pages, batches = witness.calls(step, calls.JOB_IDS), step.sent(calls.JOBS)
    others = [call for call in calls.billed(step) if call not in (*pages, *batches)]
    expect(not others, f"{len(others)} calls are about something else", *others)
    listed = {str(number) for page in pages for number in calls.ids(page)}
    stored = {job.remote_id for job in cast.of(snapshot, Job)}
    expect(listed and stored == listed, f"{len(listed)} jobs are listed, {len(stored)} stored", *pages)
    people = [model for model in ("ats_candidates", "ats_applications") if snapshot.of(model)]
    expect(not people, f"{people} were stored", *pages)
    return Shown(f"{len(stored)} jobs, and nothing but jobs", (*pages, *batches))


def _mode(step: Step) -> Any:
    return step.settings.get("options", {}).get("sync_mode")


# --- stages --------------------------------------------------------------------------------------


@REGISTER.proves("behaviour/application-stages/two-stages-are-our-own", scenario="full-sync")
def two_stages_are_our_own(trace: Trace) -> Shown:
    """Ours are the first two and have no vendor's object; the vendor's follow, each kind in its order."""
    step, snapshot = _read(trace)
    call = calls.one(step, calls.ACTIVITIES)
    rows = [row for row, _ in calls.objects([call]) if row["stageType"] == "Active"]
    kinds = ("Pipeline", "Nominated")
    expect({row["category"] for row in rows} == set(kinds), "the vendor has stages of one kind only", call)
    ordered = sorted(rows, key=lambda row: (kinds.index(row["category"]), row["sortOrder"]))
    expect(ordered != rows, "the vendor lists them in this order anyway", call)
    wanted = [WEB_APPLICATION, PIPELINE, *(str(row["typeId"]) for row in ordered)]
    stages = sorted(cast.of(snapshot, ApplicationStage), key=lambda stage: stage.global_index or 0)
    found = [stage.remote_id for stage in stages]
    expect(found == wanted, f"the stages are {found}, not {wanted}", call)
    places = [stage.global_index for stage in stages]
    expect(places == list(range(len(wanted))), f"they stand at {places}", call)
    own = [(stage.name, stage.remote_data) for stage in stages[:2]]
    expect(own == [(name, None) for name in OWN_STAGES.values()], f"ours are {own}", call)
    return Shown(f"two of our own before {len(ordered)} of the vendor", (call,))


# --- dates ---------------------------------------------------------------------------------------

NEVER = "0001-01-01T00:00:00Z"
_ZONED = re.compile(r".*(Z|[+-]\d\d:\d\d)")
_SEVEN_DIGITS = re.compile(r".*\.\d{7}\+00:00")


def _meant(text: str | None) -> datetime | None:
    """What a date says: UTC unless told otherwise, to the millisecond, or nothing (8 no. 3)."""
    if text is None or text == NEVER:
        return None
    whole, _, rest = text.partition(".")
    digits = re.match(r"\d*", rest)
    fraction = digits[0][:3].ljust(3, "0") if digits else "000"
    zone = "" if _ZONED.fullmatch(text) else "Z"
    expect(not zone or len(whole) == len("2026-05-02T07:00:00"), f"{text} is no date without zone")
    return datetime.fromisoformat(f"{whole.removesuffix('Z').partition('+')[0]}.{fraction}+00:00")


@REGISTER.proves("behaviour/jobs/unusual-dates-are-understood", scenario="full-sync")
def unusual_dates_are_understood(trace: Trace) -> Shown:
    """Without zone, with seven digits, the first day of year 1: each occurs, and is read as meant."""
    step, snapshot = _read(trace)
    told: list[tuple[Job | Candidate, calls.Item, Played]] = [
        *((witness.record(snapshot, Job, key), *found) for key, found in calls.jobs_of(step).items()),
        *(
            (witness.record(snapshot, Candidate, key), *found)
            for key, found in calls.talents_of(step).items()
        ),
    ]
    local: list[Played] = []
    precise: list[Played] = []
    never: list[Played] = []
    for record, item, call in told:
        for key, field in (("createdDate", "remote_created_at"), ("lastUpdatedDate", "remote_updated_at")):
            text = item[key]
            found, meant = getattr(record, field), _meant(text)
            expect(found == meant, f"{record.remote_id} has {text} as {key}, read as {found}", call)
            local += [call] if text is not None and not _ZONED.fullmatch(text) else []
            precise += [call] if text is not None and _SEVEN_DIGITS.fullmatch(text) else []
            never += [call] if text == NEVER else []
    for name, kind in (("without zone", local), ("with seven digits", precise), ("that mean none", never)):
        expect(kind, f"there are no dates {name}", *step.played[:1])
    return Shown(
        f"{len(local)} dates without zone, {len(precise)} with seven digits, {len(never)} that mean none",
        (*local[:1], *precise[:1], *never[:1]),
    )


# --- pay -----------------------------------------------------------------------------------------


@REGISTER.proves("behaviour/jobs/a-zero-rate-is-no-salary", scenario="full-sync")
def a_zero_rate_is_no_salary(trace: Trace) -> Shown:
    """Jobs whose three rates are 0.0 have no bounds, and as amount the regular rate if there is one."""
    step, snapshot = _read(trace)
    paid: list[Played] = []
    unpaid: list[Played] = []
    for number, (item, call) in calls.jobs_of(step).items():
        if any(item[key] != 0.0 for key in ("targetPayRate", "minPayRate", "maxPayRate")):
            continue
        regular = (item["payRates"] or {}).get("regular") or None
        job = witness.record(snapshot, Job, number)
        seen = (job.salary_amount, job.salary_amount_from, job.salary_amount_to)
        expect(seen == (regular, None, None), f"{job.name} pays {seen}, regularly {regular}", call)
        (paid if regular else unpaid).append(call)
    expect(paid and unpaid, f"{len(paid)} have a regular rate, {len(unpaid)} none", *step.sent(calls.JOBS))
    return Shown(f"{len(paid)} at the regular rate, {len(unpaid)} without", calls.once(*paid, *unpaid))


# --- what is sensitive ---------------------------------------------------------------------------


@REGISTER.proves("behaviour/candidates/tax-numbers-are-not-kept", scenario="full-sync")
def tax_numbers_are_not_kept(trace: Trace) -> Shown:
    """The vendor gives them; nothing that is kept has the key, nor the number, nor a resume's contents."""
    step, snapshot = _read(trace)
    talents = calls.talents_of(step)
    given = {number: call for number, (talent, call) in talents.items() if talent.get("taxIdNumber")}
    expect(given, "nobody has a tax number", *step.sent(calls.TALENTS))
    texts = {str(talents[number][0]["taxIdNumber"]) for number in given}
    for candidate in [
        *(witness.record(snapshot, Candidate, one) for one in given),
        *cast.of(snapshot, Candidate),
    ]:
        call = talents[str(candidate.remote_id)][1] if candidate.remote_id in talents else None
        shown = (call,) if call is not None else ()
        kept = json.dumps(candidate.model_dump(mode="json"))
        expect(candidate.remote_data, f"of {candidate.remote_id} nothing is kept", *shown)
        for word in ("taxIdNumber", "resumeContents", *texts):
            expect(word not in kept, f"{word} is kept of {candidate.remote_id}", *shown)
    return Shown(f"{len(given)} tax numbers are given, none is kept", calls.once(*given.values()))


# --- the explorer --------------------------------------------------------------------------------


def _custom(record: Job | Candidate) -> list[IntegrationField]:
    return [field for field in record.integration_fields or [] if field.type == "CUSTOM"]


def _listed_details(trace: Trace) -> list[Played]:
    """Calls that gave jobs with two details and more, each listed under its key and name with its value."""
    step, snapshot = _read(trace)
    shown = []
    for number, (item, call) in calls.jobs_of(step).items():
        details = [(str(one["id"]), one["name"], one["value"]) for one in item["customJobDetails"]]
        fields = _custom(witness.record(snapshot, Job, number))
        found = [(field.key, field.label, field.value) for field in fields]
        expect(found == details, f"{number} lists {found}, it has {details}", call)
        shown += [call] if len(details) > 1 else []
    expect(shown, "no job has two details", *step.sent(calls.JOBS))
    return shown


@REGISTER.proves(
    "feature/jobs", "behaviour/jobs/the-explorer-lists-custom-fields-of-jobs", scenario="full-sync"
)
def the_explorer_lists_custom_fields_of_jobs(trace: Trace) -> Shown:
    """Every detail of every job, with its value; nothing of the kind for candidates."""
    shown = _listed_details(trace)
    offered = [one.remote_id for one in cast.of(_read(trace)[1], Candidate) if _custom(one)]
    expect(not offered, f"custom fields of {len(offered)} candidates are listed", *shown[:1])
    return Shown("every job lists its details", calls.once(*shown))


@REGISTER.proves(
    "feature/custom-field-explorer",
    "behaviour/custom-field-explorer/the-explorer-covers-jobs-alone",
    scenario="full-sync",
)
def the_explorer_covers_jobs_alone(trace: Trace) -> Shown:
    """Talents have custom fields too: they come with the record, and the explorer has no section for them."""
    shown, (step, snapshot) = _listed_details(trace), _read(trace)
    own = []
    for item, call in calls.objects(witness.calls(step, calls.TAGS)):
        if not item["customFields"]:
            continue
        candidate = witness.record(snapshot, Candidate, str(item["talentId"]))
        came = candidate.custom_fields == item["customFields"]
        expect(came, f"{candidate.remote_id} came with {candidate.custom_fields}", call)
        expect(not _custom(candidate), f"custom fields of {candidate.remote_id} are listed", call)
        own.append(call)
    expect(own, "no talent has custom fields", *shown[:1])
    return Shown(f"those of jobs, not those of {len(own)} talents", calls.once(*shown, *own[:1]))
