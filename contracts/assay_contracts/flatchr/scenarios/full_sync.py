"""Everything is read once; what the sheet says about models is seen in it. Source: flatchr sheet 2, 7."""

from collections import defaultdict
from datetime import datetime
from pathlib import Path

from assay.contract import load_contract
from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import ApplicationStage, Candidate, CandidateTag, Job, JobStage, Tag
from assay_contracts import cast, witness
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.calls import Item
from assay_contracts.flatchr.register import API, CAREERS, REGISTER, SLUG
from assay_contracts.flatchr.seen import OWN_FIELDS

FULL, CORE = "full sync", "core sync"
CONTRACT = Path(__file__).parents[1] / "contract.yaml"
EMPLOYMENT = {
    "CDI": "FULL_TIME",
    "CDD": "CONTRACT",
    "Intérim": "CONTRACT",
    "Freelance": "CONTRACT",
    "Stage": "INTERNSHIP",
    "Alternance": "INTERNSHIP",
    "Saisonnier": "SEASONAL",
}
"""What a contract's label means; CDI is part-time where the vacancy says partial (flatchr sheet 7.1)."""


def read_everything(stage: Stage, name: str) -> None:
    """Read all models, with a field of the vendor mapped to one of the integrator's own."""
    stage.connect("full", options={"custom_fields": OWN_FIELDS})
    stage.sync(name)


@REGISTER.scenario("full-sync", world="full")
def full_sync(stage: Stage) -> None:
    """Read the whole company."""
    read_everything(stage, FULL)


@REGISTER.scenario("core-sync")
def core_sync(stage: Stage) -> None:
    """Read the small closed subset of the company; for whoever wants to look at a whole sync."""
    read_everything(stage, CORE)


def _read(trace: Trace) -> tuple[Step, Snapshot]:
    return witness.succeeded(trace, FULL), witness.after(trace, FULL)


@REGISTER.proves("behaviour/general/a-full-sync-writes-nothing", scenario="full-sync")
def a_full_sync_writes_nothing(trace: Trace) -> Shown:
    """Nothing but GET, and POST to the search alone; the careers host is only read."""
    step, snapshot = _read(trace)
    expect(all(snapshot.of(model) for model in ("ats_jobs", "ats_applications")), "nothing was read")
    for call in step.played:
        request = call.exchange.request
        is_search = request.method == "POST" and call in step.sent(calls.SEARCH) and calls.is_at(call, API)
        expect(request.method == "GET" or is_search, f"{request.method} {request.url} was sent", call)
    read = [call for call in step.played if calls.is_at(call, CAREERS)]
    expect(read, "the careers host was not asked")
    searched = calls.searches(step)
    return Shown(f"{len(step.played)} calls, of which {len(searched)} search", step.played)


# --- jobs ----------------------------------------------------------------------------------------


def _jobs(step: Step, snapshot: Snapshot) -> list[tuple[Job, Item]]:
    """Every job with its vacancy in the list."""
    vacancies = {vacancy["id"]: vacancy for vacancy in calls.all_vacancies(step)[0]}
    return [(job, vacancies[job.remote_id]) for job in cast.of(snapshot, Job)]


def _out(step: Step) -> tuple[dict[int, list[Item]], Played]:
    """Plain id of a vacancy -> its publications on the career site that are out."""
    items, call = calls.publications(step)
    found: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item["published"] is not False:
            found[item["vacancy_id"]].append(item)
    return found, call


@REGISTER.proves("behaviour/jobs/a-vacancy-on-the-career-site-is-public", scenario="full-sync")
def a_vacancy_on_the_career_site_is_public(trace: Trace) -> Shown:
    """Visible to all, since its first publication, at the address that its slug gives."""
    step, snapshot = _read(trace)
    out, call = _out(step)
    shown = [(job, vacancy) for job, vacancy in _jobs(step, snapshot) if vacancy["vacancy_id"] in out]
    expect(shown, "no vacancy is on the career site", call)
    for job, vacancy in shown:
        first = min(item["created_at"] for item in out[vacancy["vacancy_id"]])
        wanted = (
            "PUBLIC",
            datetime.fromisoformat(first),
            f"{CAREERS}/fr/company/{SLUG}/vacancy/{vacancy['slug']}/",
        )
        seen = (job.visibility, job.opened_at, job.post_url)
        expect(seen == wanted, f"{job.name} is {seen}, not {wanted}", call)
    several = [items for items in out.values() if len({item["created_at"] for item in items}) > 1]
    expect(several, "none was published twice", call)
    return Shown(f"{len(shown)} public jobs, {len(several)} of them published twice", (call,))


@REGISTER.proves("behaviour/jobs/a-vacancy-on-the-intranet-is-internal", scenario="full-sync")
def a_vacancy_on_the_intranet_is_internal(trace: Trace) -> Shown:
    """Only for employees, without an address for others."""
    step, snapshot = _read(trace)
    out, _ = _out(step)
    listed, call = calls.on_intranet(step)
    inside = {vacancy["id"] for vacancy in listed if vacancy["vacancy_id"] not in out}
    jobs = [job for job in cast.of(snapshot, Job) if job.remote_id in inside]
    expect(jobs and len(jobs) == len(inside), f"{len(inside)} are only there, {len(jobs)} stored", call)
    for job in jobs:
        seen = (job.visibility, job.post_url, job.opened_at)
        expect(seen == ("INTERNAL", None, None), f"{job.name} is {seen}", call)
    return Shown(f"{len(jobs)} internal jobs", (call,))


@REGISTER.proves("behaviour/jobs/an-unpublished-vacancy-is-unlisted", scenario="full-sync")
def an_unpublished_vacancy_is_unlisted(trace: Trace) -> Shown:
    """In neither list, not even as a draft that is out."""
    step, snapshot = _read(trace)
    out, careers = _out(step)
    listed, intranet = calls.on_intranet(step)
    inside = {vacancy["id"] for vacancy in listed}
    jobs = [
        job
        for job, vacancy in _jobs(step, snapshot)
        if vacancy["vacancy_id"] not in out and vacancy["id"] not in inside
    ]
    expect(jobs, "all are published", careers, intranet)
    for job in jobs:
        seen = (job.visibility, job.opened_at, job.post_url)
        expect(seen == ("UNLISTED", None, None), f"{job.name} is {seen}", careers, intranet)
    return Shown(f"{len(jobs)} jobs that nobody lists", (careers, intranet))


@REGISTER.proves("behaviour/jobs/labels-come-from-reference-lists", scenario="full-sync")
def labels_come_from_reference_lists(trace: Trace) -> Shown:
    """The list gives numbers alone; contract and family are the words that reference lists have for them."""
    step, snapshot = _read(trace)
    contracts, families = _texts(step, "/contracts"), _texts(step, "/channels")
    items, careers = calls.publications(step)
    known = {item["vacancy_id"] for item in items}
    jobs = [(job, one) for job, one in _jobs(step, snapshot) if one["vacancy_id"] not in known]
    expect(jobs, "all are on the career site, with their labels", careers)
    told = [one["title"] for _, one in jobs if one["contract_type"] or one["channel"]]
    expect(not told, f"the list has the labels of {told}", careers)
    for job, vacancy in jobs:
        label = contracts[vacancy["contract_type_id"]]
        meant = "PART_TIME" if label == "CDI" and vacancy["partial"] else EMPLOYMENT[label]
        wanted = (meant, families.get(vacancy["channel_id"]))
        seen = (job.employment_type, job.category)
        expect(seen == wanted, f"{job.name} is {seen}, not {wanted}", careers)
    named = [job for job, _ in jobs if job.category]
    expect(named, "none of them has a family", careers)
    lists = (*step.sent("/contracts"), *step.sent("/channels"))
    return Shown(f"{len(jobs)} jobs by their numbers", lists)


def _texts(step: Step, path: str) -> dict[int, str]:
    return {entry["id"]: entry["text"] for entry in calls.listed(step, path)[0]}


@REGISTER.proves("behaviour/job-specific-application-stages/every-job-has-every-column", scenario="full-sync")
def every_job_has_every_column(trace: Trace) -> Shown:
    """In the order of positions from 0, and last the column that has none."""
    step, snapshot = _read(trace)
    columns, call = calls.listed(step, calls.COLUMNS)
    placed = [column for column in columns if column["position"] is not None]
    homeless = [column for column in columns if column["position"] is None]
    expect(placed and len(homeless) == 1, f"{len(homeless)} columns have no position", call)
    ordered = [*sorted(placed, key=lambda column: (column["position"], column["id"])), *homeless]
    wanted = {str(column["id"]): index for index, column in enumerate(ordered)}
    stages = {stage.id: stage.remote_id for stage in cast.of(snapshot, ApplicationStage)}
    jobs = cast.of(snapshot, Job)
    expect(len(jobs) == len(calls.all_vacancies(step)[0]), "not every vacancy is a job", call)
    seen: dict[str | None, dict[str, int | None]] = defaultdict(dict)
    for join in cast.of(snapshot, JobStage):
        seen[join.job_id][str(stages[join.stage_id])] = join.index
    for job in jobs:
        expect(seen[job.id] == wanted, f"{job.name} has {seen[job.id]}", call)
    return Shown(f"{len(wanted)} columns in each of {len(jobs)} jobs", (call,))


# --- tags ----------------------------------------------------------------------------------------


@REGISTER.proves("behaviour/tags/only-candidate-tags-are-tags", scenario="full-sync")
def only_candidate_tags_are_tags(trace: Trace) -> Shown:
    """Tags of vacancies are none; names have no outer blanks."""
    step, snapshot = _read(trace)
    given, call = calls.listed(step, calls.TAGS)
    kinds = {tag["type"] for tag in given}
    expect(kinds == {"candidates", "vacancies"}, f"the list has tags for {kinds}", call)
    expect(any(tag["title"] != tag["title"].strip() for tag in given), "no title has outer blanks", call)
    wanted = {tag["id"]: tag["title"].strip() for tag in given if tag["type"] == "candidates"}
    seen = {tag.remote_id: tag.name for tag in cast.of(snapshot, Tag)}
    expect(seen == wanted, f"the tags are {seen}", call)
    return Shown(f"{len(seen)} of {len(given)} tags are for candidates", (call,))


def _is_inferred(title: str, *names: str) -> bool:
    """Whether the contract promises nothing of a model and names these fields as inferred."""
    [model] = [model for model in load_contract(CONTRACT).models if model.title == title]
    return model.fields == () and {field.name for field in model.inferred} == set(names)


@REGISTER.proves("behaviour/tags/the-tag-fields-are-inferred", scenario="full-sync")
def the_tag_fields_are_inferred(trace: Trace) -> Shown:
    """Five fields and the vendor's object are there; nothing is promised."""
    step, snapshot = _read(trace)
    given, call = calls.listed(step, calls.TAGS)
    objects = {tag["id"]: tag for tag in given}
    expect(
        _is_inferred("Tags", "id", "remote_id", "changed_at", "remote_deleted_at", "name", "remote_data"),
        "the contract declares fields of tags",
        call,
    )
    tags = cast.of(snapshot, Tag)
    expect(tags, "no tag is stored", call)
    for tag in tags:
        expect(all((tag.id, tag.remote_id, tag.changed_at, tag.name)), f"{tag} lacks something", call)
        calls.undeleted(tag, call)
        expect(calls.raw(tag) == objects.get(str(tag.remote_id)), f"{tag.name} is another object", call)
    return Shown(f"{len(tags)} tags, of which nothing is declared", (call,))


def _traits(step: Step) -> dict[str, tuple[list[Item], Played]]:
    """Applicant -> its traits, with the call that gave them."""
    calls_of = witness.calls(step, calls.TRAITS)
    return {call.exchange.request.path.split("/")[4]: (calls.rows(call), call) for call in calls_of}


def _linked(snapshot: Snapshot) -> list[tuple[str | None, str | None]]:
    """Applicant and tag of every stored link, by the vendor's ids."""
    candidates = {candidate.id: candidate.remote_id for candidate in cast.of(snapshot, Candidate)}
    tags = {tag.id: tag.remote_id for tag in cast.of(snapshot, Tag)}
    links = cast.of(snapshot, CandidateTag)
    return [(candidates.get(link.candidate_id), tags.get(link.tag_id)) for link in links]


@REGISTER.proves("behaviour/candidate-tags/a-trait-points-to-the-encoded-tag", scenario="full-sync")
def a_trait_points_to_the_encoded_tag(trace: Trace) -> Shown:
    """Every trait is a link to the tag of that encoded id; plain ids lead nowhere."""
    step, snapshot = _read(trace)
    given, listed = calls.listed(step, calls.TAGS)
    encoded, plain = {tag["id"] for tag in given}, {str(tag["tag_id"]) for tag in given}
    traits = _traits(step)
    wanted = {(applicant, trait["tag_id"]) for applicant, (held, _) in traits.items() for trait in held}
    named = {tag_id for _, tag_id in wanted}
    expect(named and named <= encoded and not named & plain, f"traits name {sorted(named)}", listed)
    expect(set(_linked(snapshot)) == wanted, "the links are others than the traits", listed)
    telling = tuple(call for held, call in traits.values() if held)
    return Shown(f"{len(wanted)} links by encoded ids", (listed, *telling))


@REGISTER.proves("behaviour/candidate-tags/several-values-of-a-tag-make-one-link", scenario="full-sync")
def several_values_of_a_tag_make_one_link(trace: Trace) -> Shown:
    """Two traits of one tag are one row."""
    step, snapshot = _read(trace)
    multiple = {tag["id"] for tag in calls.listed(step, calls.TAGS)[0] if tag["multiple"]}
    linked = _linked(snapshot)
    shown = []
    for applicant, (held, call) in _traits(step).items():
        ids = [trait["tag_id"] for trait in held]
        for tag_id in {one for one in ids if ids.count(one) > 1}:
            expect(tag_id in multiple, f"{tag_id} takes one value only", call)
            rows = linked.count((applicant, tag_id))
            expect(rows == 1, f"{applicant} and {tag_id} are linked {rows} times", call)
            shown.append(call)
    expect(shown, "nobody has two values of one tag", *step.sent(calls.TRAITS)[:1])
    return Shown(f"{len(shown)} applicants have a tag with two values", tuple(shown))


@REGISTER.proves("behaviour/candidate-tags/the-link-fields-are-inferred", scenario="full-sync")
def the_link_fields_are_inferred(trace: Trace) -> Shown:
    """Five fields are there; none is promised."""
    step, snapshot = _read(trace)
    telling = tuple(call for held, call in _traits(step).values() if held)
    expect(
        _is_inferred("Candidate tags", "candidate_id", "tag_id", "id", "changed_at", "remote_deleted_at"),
        "the contract declares fields of candidate tags",
        *telling[:1],
    )
    links = cast.of(snapshot, CandidateTag)
    expect(links and telling, "nobody is tagged", *step.sent(calls.TRAITS)[:1])
    for link in links:
        filled = all((link.id, link.candidate_id, link.tag_id, link.changed_at))
        expect(filled, f"{link} lacks something", *telling[:1])
        calls.undeleted(link, *telling[:1])
    return Shown(f"{len(links)} links, of which nothing is declared", telling)
