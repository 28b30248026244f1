"""What a run-as user may do is told: by permission, by model, by field. Source: asymbl sheet 6, 7.5."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from assay.connector import ScopeFinding, ScopeReport
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay_contracts import witness
from assay_contracts.asymbl import reads
from assay_contracts.asymbl.register import DATA, REGISTER

SCOPES, MODELS = "scope-tests", "model-tests"
GUIDE, FULL = "read the guide", "full"
NO_JOBS, READ_ONLY = "no-job-read", "readonly-fields"
NO_PACKAGE, HIDDEN, FIELDS = "no-package", "hidden-fields", "hidden-fields, field by field"

OF_JOBS = {"ats_jobs", "ats_join_jobs_users"}
OF_STAGES = {"ats_application_stages", "ats_join_jobs_application_stages"}
OF_PACKAGE = {*OF_JOBS, *OF_STAGES, "ats_applications"}
ALL_MODELS = {*OF_PACKAGE, "ats_users", "ats_candidates"}
CREATIONS = {"create_candidate", "create_application"}
ACTIONS = {
    *CREATIONS,
    "add_application_attachment",
    "move_application_to_stage",
    "get_candidate_attachments",
}
LACKING: Mapping[str, Mapping[str, set[str]]] = {
    FULL: {"scope": set(), "model": set(), "action": set()},
    NO_JOBS: {"scope": {"jobs:read"}, "model": OF_JOBS, "action": CREATIONS},
    READ_ONLY: {
        "scope": {"applications:create", "applications:move"},
        "model": set(),
        "action": {*CREATIONS, "move_application_to_stage"},
    },
}
"""Profile -> what it lacks of permissions, models and actions (6)."""
SOURCES = {
    "ats_users": reads.USER,
    "ats_jobs": reads.JOB,
    "ats_candidates": reads.CONTACT,
    "ats_application_stages": reads.STAGE,
    "ats_applications": reads.APPLICANT,
    "ats_join_jobs_application_stages": reads.STAGE,
    "ats_join_jobs_users": reads.JOB,
}
"""Model -> the object that it is read from (2)."""


def report_of(step: Step) -> ScopeReport:
    """What a test found; the test itself went well."""
    expect(step.error is None, f"{step.name!r} failed: {step.error}", *step.played)
    if step.scopes is None:
        raise NotShown(f"{step.name!r} found nothing", *step.played)
    return step.scopes


def by_subject(report: ScopeReport) -> dict[str, ScopeFinding]:
    """Findings by what they are about."""
    return {finding.subject: finding for finding in report.findings}


def lacking(report: ScopeReport) -> dict[str, set[str]]:
    """What is not fine: kind of subject -> names."""
    found: dict[str, set[str]] = {"scope": set(), "model": set(), "action": set()}
    for finding in report.findings:
        kind, _, name = finding.subject.partition(":")
        if finding.verdict != "ok":
            found.setdefault(kind, set()).add(name)
    return found


def _nothing_written(step: Step) -> None:
    """Nothing but tokens was asked for with anything but GET."""
    written = [call for call in witness.writes(step) if call.exchange.request.path.startswith(DATA)]
    expect(not written, f"{step.name!r} wrote something", *written)


# --- permissions ---------------------------------------------------------------------------------------


@REGISTER.scenario(SCOPES)
def scope_tests(stage: Stage) -> None:
    """Users who may everything, who may not read jobs, and who may not set stages, are tested."""
    stage.guide(GUIDE)
    for name in LACKING:
        stage.connect(name)
        stage.probe(name, "scopes")


def _refused(step: Step, source: str) -> list[Played]:
    """Descriptions of an object that the org refused, as it does where there is no permission."""
    calls = step.sent(f"{DATA}/sobjects/{source}/describe")
    return [call for call in calls if call.exchange.response.status == HTTPStatus.NOT_FOUND]


def _grounds(name: str, step: Step) -> list[Played]:
    """What the org itself says of a profile's permissions, as it should be."""
    if name == NO_JOBS:
        refused = _refused(step, reads.JOB)
        expect(refused, "jobs can be described", *step.played)
        return refused
    told = [reads.described(step, source) for source in sorted(set(SOURCES.values()))]
    [applicant] = [call for call in told if witness.answer(call)["name"] == reads.APPLICANT]
    stage = reads.fields_of(applicant)["bpats__Stage__c"]
    found = {bool(stage[flag]) for flag in ("createable", "updateable")}
    expect(found == {name == FULL}, f"{name}: stages may be set: {found}", applicant)
    return told


@REGISTER.proves("feature/scope-testing", scenario=SCOPES)
def the_profiles_are_told_apart(trace: Trace) -> Shown:
    """Each profile lacks exactly what the sheet says, of all that the guide names; nothing is written."""
    guide = trace.step(GUIDE).guide
    if guide is None:
        raise NotShown("there is no guide")
    wanted = {
        *(f"scope:{one}" for one in guide.permissions),
        *(f"model:{one}" for one in ALL_MODELS),
        *(f"action:{one}" for one in ACTIONS),
    }
    played: list[Played] = []
    for name, missing in LACKING.items():
        step = trace.step(name)
        report = report_of(step)
        subjects = set(by_subject(report))
        expect(subjects == wanted, f"no verdict or one too many: {sorted(subjects ^ wanted)}", *step.played)
        expect(report.credential, f"the app of {name} counts as refused", *step.played)
        found = lacking(report)
        expect(found == missing, f"{name} lacks {found}, not {dict(missing)}", *step.played)
        _nothing_written(step)
        played += _grounds(name, step)
    return Shown(f"{len(LACKING)} profiles, {len(wanted)} verdicts each", tuple(played))


@REGISTER.proves("behaviour/scope-testing/a-missing-object-permission-is-named", scenario=SCOPES)
def a_missing_object_permission_is_named(trace: Trace) -> Shown:
    """Jobs cannot be described; their models are not permitted, by the object's name, all others fine."""
    step = trace.step(NO_JOBS)
    findings = by_subject(report_of(step))
    refused = _grounds(NO_JOBS, step)
    models = {name: one for name, one in findings.items() if name.startswith("model:")}
    denied = {name for name, one in models.items() if one.verdict == "no_permission"}
    wanted = {f"model:{one}" for one in OF_JOBS}
    expect(denied == wanted, f"not permitted are {sorted(denied)}", *refused)
    for name in sorted(denied):
        detail = models[name].detail
        expect(reads.JOB in detail, f"{name}: {detail!r} does not name the object", *refused)
    others = {name: one.verdict for name, one in models.items() if name not in denied}
    expect(set(others.values()) == {"ok"}, f"the others are {others}", *refused)
    _nothing_written(step)
    return Shown(f"{len(denied)} models are not permitted, {len(others)} are fine", tuple(refused))


# --- models --------------------------------------------------------------------------------------------


@REGISTER.scenario(MODELS)
def model_tests(stage: Stage) -> None:
    """Each model is tested by users who see all, nothing of the package, and not all fields."""
    for name in (FULL, NO_PACKAGE, HIDDEN):
        stage.connect(name)
        stage.probe(name, "models")
    stage.probe(FIELDS, "fields")


def _tested(step: Step, failing: Iterable[str]) -> dict[str, ScopeFinding]:
    """Every model has a verdict, and exactly these fail; one query of one row is sent for each other one."""
    findings = by_subject(report_of(step))
    every = {f"model:{model}" for model in ALL_MODELS}
    expect(set(findings) == every, f"no verdict or too many: {sorted(set(findings) ^ every)}", *step.played)
    failed = {name for name, finding in findings.items() if finding.verdict != "ok"}
    wanted = {f"model:{model}" for model in failing}
    expect(failed == wanted, f"{step.name!r}: not fine are {sorted(failed)}", *step.played)
    queries = [played for played in step.played if reads.query_of(played)]
    sources = sorted(map(reads.source_of, queries))
    expected = sorted(SOURCES[model] for model in ALL_MODELS if f"model:{model}" not in wanted)
    expect(sources == expected, f"queries were sent for {sources}, not for {expected}", *queries)
    for played in queries:
        query, given = reads.query_of(played), len(list(reads.rows([played])))
        expect(query.endswith(" LIMIT 1") and given <= 1, f"{given} rows came for {query!r}", played)
    _nothing_written(step)
    return findings


@REGISTER.proves("feature/per-model-tests", scenario=MODELS)
def every_model_is_tested(trace: Trace) -> Shown:
    """One query of one row per model; models of objects that are not there fail, with the object's name."""
    _tested(trace.step(FULL), ())
    step = trace.step(NO_PACKAGE)
    findings = _tested(step, OF_PACKAGE)
    for model in sorted(OF_PACKAGE):
        detail = findings[f"model:{model}"].detail
        expect(SOURCES[model] in detail, f"{model}: {detail!r} does not name the object", *step.played)
    full = witness.succeeded(trace, FULL)
    queries = [played for played in full.played if reads.query_of(played)]
    return Shown(f"{len(ALL_MODELS)} models, {len(OF_PACKAGE)} of them seen failing", tuple(queries))


@REGISTER.proves("behaviour/per-model-tests/a-missing-field-is-named", scenario=MODELS)
def a_missing_field_is_named(trace: Trace) -> Shown:
    """Jobs and candidates pass although a field of each is hidden, which the finding names; so do fields."""
    step = trace.step(HIDDEN)
    findings = _tested(step, ())
    hidden = {
        "ats_jobs": (reads.JOB, "bpats__Salary__c", "salary_amount"),
        "ats_candidates": (reads.CONTACT, "MobilePhone", "phone_numbers"),
    }
    shown = []
    for model, (source, name, field) in hidden.items():
        told = reads.described(step, source)
        expect(name not in reads.fields_of(told), f"{name} can be seen", told)
        detail = findings[f"model:{model}"].detail
        expect(name in detail and field in detail, f"{model}: {detail!r} does not name it", told)
        shown.append(told)
        asked = reads.asked(step, source)[0]
        expect(name not in reads.columns(asked), f"{name} was asked for", asked)
    whole = by_subject(report_of(trace.step(FULL)))
    told_of_none = [one.subject for one in whole.values() if "partial" in one.detail]
    expect(not told_of_none, f"of a user who sees all fields it says so of {told_of_none}")
    single = by_subject(report_of(trace.step(FIELDS)))
    lacks = {name for name, one in single.items() if one.verdict != "ok"}
    wanted = {f"field:{model}.{field}" for model, (_, _, field) in hidden.items()}
    expect(lacks == wanted, f"field by field these are lacking: {sorted(lacks)}", *shown)
    return Shown("a hidden field is named, and costs its model nothing else", tuple(shown))
