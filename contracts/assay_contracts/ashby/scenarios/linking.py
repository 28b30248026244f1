"""Result links, which are custom fields at the vendor. Source: ashby sheet 7.2, 3.10."""

from typing import Any

from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate
from assay_contracts import cast
from assay_contracts.ashby.register import REGISTER

PREFIX = "Assay:"


def _link(owner: dict[str, Any], label: str, url: str, *, details: bool) -> dict[str, Any]:
    link = {**owner, "label": label, "url": url}
    if details:
        link["details"] = {
            "custom_field_name_prefix": PREFIX,
            "attributes": [{"key": "Score", "value": "87 of 100"}, {"key": "Grader", "value": "Zoë & Sons"}],
        }
    return link


def _add_links(stage: Stage, operation: str, owner: dict[str, Any]) -> None:
    stage.act(
        "with details", operation, _link(owner, "Report", "https://results.example/1?a=b", details=True)
    )
    stage.act(
        "the same label again", operation, _link(owner, "Report", "https://results.example/2", details=True)
    )
    stage.act(
        "without details", operation, _link(owner, "Plain report", "https://results.example/3", details=False)
    )
    stage.sync("read again", models=cast.PEOPLE)


@REGISTER.scenario("add-result-link-to-application")
def link_application(stage: Stage) -> None:
    """Links are shown on an application, with details and without."""
    snapshot = stage.sync("read the company", models=cast.PEOPLE)
    _add_links(
        stage, "add_application_result_link", {"application_id": cast.pending_application(snapshot).id}
    )


@REGISTER.scenario("add-result-link-to-candidate")
def link_candidate(stage: Stage) -> None:
    """Links are shown on a candidate, with details and without."""
    snapshot = stage.sync("read the company", models=cast.PEOPLE)
    candidate = cast.candidate_of(snapshot, cast.pending_application(snapshot))
    _add_links(stage, "add_candidate_result_link", {"candidate_id": candidate.id})


WANTED = {
    f"{PREFIX} Report": "https://results.example/2",
    f"{PREFIX} Score": "87 of 100",
    f"{PREFIX} Grader": "Zoë & Sons",
    "Plain report": "https://results.example/3",
}


def _shown(fields: dict[str, Any] | None, trace: Trace) -> Shown:
    found = {title: (fields or {}).get(title) for title in WANTED}
    expect(found == WANTED, f"the custom fields are {found}", *trace.step("with details").played)
    return Shown(
        "every link and attribute reads as a custom field",
        trace.step("with details").sent("/customField.setValues"),
    )


@REGISTER.proves("action/add-result-link-to-application", scenario="add-result-link-to-application")
def the_application_shows_the_links(trace: Trace) -> Shown:
    """Afterwards the application's custom fields hold links and attributes."""
    key = trace.step("with details").inputs["application_id"]
    return _shown(cast.by_id(trace.after("read again"), Application, key).custom_fields, trace)


@REGISTER.proves("action/add-result-link-to-candidate", scenario="add-result-link-to-candidate")
def the_candidate_shows_the_links(trace: Trace) -> Shown:
    """Afterwards the candidate's custom fields hold links and attributes."""
    key = trace.step("with details").inputs["candidate_id"]
    return _shown(cast.by_id(trace.after("read again"), Candidate, key).custom_fields, trace)


@REGISTER.proves(
    "behaviour/add-result-link-to-application/existing-field-is-reused",
    scenario="add-result-link-to-application",
)
def existing_fields_are_reused(trace: Trace) -> Shown:
    """With the fields there, none is made, and one call sets all values."""
    first, again = trace.step("with details"), trace.step("the same label again")
    expect(
        first.sent("/customField.create"),
        "the first link found its fields, which shows nothing",
        *first.played,
    )
    made, called = again.sent("/customField.create"), again.sent("/customField.setValues")
    expect(not made, f"{len(made)} fields were made", *made)
    expect(len(called) == 1, f"{len(called)} calls of setValues", *called)
    values = called[0].exchange.request.json["values"]
    expect(len(values) == 3, f"{len(values)} values in it", *called)
    return Shown("three values in one call, no field made", called)


@REGISTER.proves(
    "behaviour/add-result-link-to-candidate/same-label-overwrites", scenario="add-result-link-to-candidate"
)
def the_same_label_overwrites(trace: Trace) -> Shown:
    """The same field holds the new address."""
    first, again = trace.step("with details"), trace.step("the same label again")
    fields = [
        {value["fieldId"] for value in step.sent("/customField.setValues")[0].exchange.request.json["values"]}
        for step in (first, again)
    ]
    expect(fields[0] == fields[1], "other fields were set", *again.played)
    key = first.inputs["candidate_id"]
    custom = cast.by_id(trace.after("read again"), Candidate, key).custom_fields or {}
    expect(
        custom.get(f"{PREFIX} Report") == again.inputs["url"], f"it reads {custom.get(f'{PREFIX} Report')!r}"
    )
    doubled = [
        title for title in custom if title.startswith(f"{PREFIX} Report") and title != f"{PREFIX} Report"
    ]
    expect(not doubled, f"there are further fields {doubled}")
    return Shown("the same field holds the new address", again.sent("/customField.setValues"))
