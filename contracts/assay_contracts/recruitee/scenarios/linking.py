"""Result links, which are profile fields of the candidate. Source: recruitee sheet 7.2, 3.11."""

from typing import Any

from assay.evidence import Played, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate
from assay_contracts import cast, witness
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.answers import raw_candidate
from assay_contracts.recruitee.register import REGISTER

COMPANY, AGAIN = "read the company", "read again"
WITH, WITHOUT = "with details", "without details"
FIRST, REPEATED = "a link", "another link of the same label"
PREFIX = "Assay:"
ATTRIBUTES = {"Score": "87 of 100", "Grader": "Zoë & Sons"}


def _add_links(stage: Stage, operation: str, owner: dict[str, Any]) -> None:
    attributes = [{"key": key, "value": value} for key, value in ATTRIBUTES.items()]
    details = {"custom_field_name_prefix": PREFIX, "attributes": attributes}
    report = {"label": "Report", "url": "https://results.example/1?a=b", "details": details}
    stage.act(WITH, operation, {**owner, **report})
    stage.act(WITHOUT, operation, {**owner, "label": "Plain report", "url": "https://results.example/2"})
    stage.sync(AGAIN, models=(Candidate.store_id,))


@REGISTER.scenario("add-result-link-to-application")
def link_application(stage: Stage) -> None:
    """Links are shown on one application of a candidate who has two, with details and without."""
    snapshot = stage.sync(COMPANY, models=cast.PEOPLE)
    applications = cast.of(snapshot, Application)
    owners = [application.candidate_id for application in applications]
    application = cast.one(applications, lambda a: owners.count(a.candidate_id) > 1)
    _add_links(stage, "add_application_result_link", {"application_id": application.id})


@REGISTER.scenario("add-result-link-to-candidate")
def link_candidate(stage: Stage) -> None:
    """Links are shown on a candidate, with details and without."""
    candidate = cast.one(cast.of(stage.sync(COMPANY, models=(Candidate.store_id,)), Candidate))
    _add_links(stage, "add_candidate_result_link", {"candidate_id": candidate.id})


@REGISTER.scenario("repeat-result-link")
def repeat_link(stage: Stage) -> None:
    """A second link of the same label is shown on a candidate."""
    candidate = cast.one(cast.of(stage.sync(COMPANY, models=(Candidate.store_id,)), Candidate))
    for number, name in enumerate((FIRST, REPEATED), start=1):
        url = f"https://results.example/{number}"
        stage.act(
            name, "add_candidate_result_link", {"candidate_id": candidate.id, "label": "Report", "url": url}
        )
    stage.sync(AGAIN, models=(Candidate.store_id,))


def _owner(trace: Trace, step: Step) -> Candidate:
    """The candidate of a step as read at the end."""
    after, inputs = witness.after(trace, AGAIN), step.inputs
    if "candidate_id" in inputs:
        return cast.by_id(after, Candidate, inputs["candidate_id"])
    return cast.candidate_of(after, cast.by_id(after, Application, inputs["application_id"]))


def _texts(candidate: Candidate, name: str) -> list[str]:
    """What the candidate's fields of a name say."""
    fields = [field for field in raw_candidate(candidate).get("fields") or () if field.get("name") == name]
    return [value["text"] for field in fields for value in field["values"]]


def _wanted(step: Step) -> dict[str, str]:
    """Name and text of every field that a link asks for."""
    details = step.inputs.get("details") or {"custom_field_name_prefix": "", "attributes": []}
    prefix = details["custom_field_name_prefix"]
    attributes = {f"{prefix} {one['key']}": one["value"] for one in details["attributes"]}
    return {step.inputs["label"]: step.inputs["url"], **attributes}


def _made(step: Step, candidate: Candidate) -> tuple[Played, ...]:
    """The requests that made the fields of a link on its candidate, which must be all of them."""
    made = witness.sent(step, "POST", calls.NEW_FIELD)
    expect(made, f"{step.name!r} made no field", *step.played)
    for call in made:
        path = witness.carried_out(call).exchange.request.path
        expect(f"/candidates/{candidate.remote_id}/" in path, f"{path} is about somebody else", call)
    fields = [witness.body(call)["field"] for call in made]
    kinds = {field["kind"] for field in fields}
    expect(kinds == {"single_line"}, f"the fields are {kinds}", *made)
    said = {field["name"]: [value["text"] for value in field["values"]] for field in fields}
    wanted = {name: [text] for name, text in _wanted(step).items()}
    expect(len(made) == len(said) and said == wanted, f"made were {said}", *made)
    return made


def _shown(trace: Trace) -> Shown:
    """Every field of both links is made once and reads once."""
    shown: list[Played] = []
    for name in (WITH, WITHOUT):
        step = witness.succeeded(trace, name)
        candidate = _owner(trace, step)
        shown += _made(step, candidate)
        for field, text in _wanted(step).items():
            texts = _texts(candidate, field)
            expect(texts == [text], f"{field!r} reads {texts}", *step.played)
        unified = {field.label: field.value for field in candidate.integration_fields or ()}
        label = step.inputs["label"]
        expect(unified.get(label) == step.inputs["url"], f"{label!r} is no integration field", *step.played)
    return Shown(f"{len(shown)} fields were made and read", tuple(shown))


@REGISTER.proves("action/add-result-link-to-application", scenario="add-result-link-to-application")
def the_applications_candidate_shows_the_links(trace: Trace) -> Shown:
    """Afterwards the profile of the candidate holds links and attributes."""
    return _shown(trace)


@REGISTER.proves("action/add-result-link-to-candidate", scenario="add-result-link-to-candidate")
def the_candidate_shows_the_links(trace: Trace) -> Shown:
    """Afterwards the profile of the candidate holds links and attributes."""
    return _shown(trace)


@REGISTER.proves(
    "behaviour/add-result-link-to-application/the-link-is-shown-once-on-the-candidate",
    scenario="add-result-link-to-application",
)
def the_link_is_shown_once(trace: Trace) -> Shown:
    """The candidate has two applications, and the link once."""
    step = witness.succeeded(trace, WITHOUT)
    candidate = _owner(trace, step)
    applied = [a for a in cast.of(witness.after(trace, AGAIN), Application) if a.candidate_id == candidate.id]
    expect(len(applied) > 1, "the candidate has one application", *step.played)
    made = _made(step, candidate)
    texts = _texts(candidate, step.inputs["label"])
    expect(len(made) == 1 and texts == [step.inputs["url"]], f"the link reads {texts}", *made)
    return Shown(f"once on {candidate.remote_id}, who applied {len(applied)} times", made)


def _prefixed(trace: Trace) -> Shown:
    """Prefix, blank and key are the name, the value is the text."""
    step = witness.succeeded(trace, WITH)
    candidate = _owner(trace, step)
    made = _made(step, candidate)
    for key, value in ATTRIBUTES.items():
        texts = _texts(candidate, f"{PREFIX} {key}")
        expect(texts == [value], f"{PREFIX} {key} reads {texts}", *made)
    return Shown(f"{len(ATTRIBUTES)} attributes became fields", made)


@REGISTER.proves(
    "behaviour/add-result-link-to-application/attributes-become-prefixed-fields",
    scenario="add-result-link-to-application",
)
def attributes_of_applications_are_prefixed(trace: Trace) -> Shown:
    """Attributes of a link on an application are fields of its candidate."""
    return _prefixed(trace)


@REGISTER.proves(
    "behaviour/add-result-link-to-candidate/attributes-become-prefixed-fields",
    scenario="add-result-link-to-candidate",
)
def attributes_of_candidates_are_prefixed(trace: Trace) -> Shown:
    """Attributes of a link on a candidate are fields of it."""
    return _prefixed(trace)


@REGISTER.proves(
    "behaviour/add-result-link-to-candidate/repeating-a-link-updates-it", scenario="repeat-result-link"
)
def repeating_a_link_updates_it(trace: Trace) -> Shown:
    """The field that the first link made is changed, none is made, and the new link reads once."""
    first, again = (witness.succeeded(trace, name) for name in (FIRST, REPEATED))
    candidate = _owner(trace, again)
    (made,) = _made(first, candidate)
    field_id = calls.answered(made, "field")["id"]
    witness.none(again, "POST", calls.NEW_FIELD)
    change = witness.only(again, "PATCH", calls.OLD_FIELD)
    changed = calls.last(change.exchange.request.path)
    expect(changed == str(field_id), f"changed was field {changed}, not {field_id}", change)
    texts = _texts(candidate, again.inputs["label"])
    expect(texts == [again.inputs["url"]], f"the link reads {texts}", change)
    expect(again.inputs["url"] != first.inputs["url"], "the links are the same", change)
    return Shown(f"field {field_id} holds the new link", (made, change))
