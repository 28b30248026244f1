"""Attachments, written and read. Source: ashby sheet 7.2, 3.9, 7.4 N5 to N8."""

from typing import Any

from assay.evidence import Played, Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate
from assay_contracts import cast
from assay_contracts.ashby.register import REGISTER


def _with_cv(snapshot: Snapshot) -> Candidate:
    """A candidate who has a CV, company and position, and an application under way."""
    applied = {a.candidate_id for a in cast.of(snapshot, Application) if a.outcome == "PENDING"}
    return cast.one(
        cast.of(snapshot, Candidate),
        lambda c: c.id in applied and c.company and c.title and "resumeFileHandle" in _object(c),
    )


def _object(candidate: Candidate) -> dict[str, Any]:
    given: dict[str, Any] = next(iter((candidate.remote_data or {}).values()))
    return given


def _application_of(snapshot: Snapshot, candidate: Candidate) -> Application:
    return cast.one(
        cast.of(snapshot, Application), lambda a: a.candidate_id == candidate.id and a.outcome == "PENDING"
    )


def _info(stage: Stage, name: str, candidate: Candidate) -> None:
    stage.passthrough(name, "POST", "/candidate.info", data={"id": candidate.remote_id})


def _candidate(trace: Trace, name: str) -> dict[str, Any]:
    answer = trace.step(name).passthrough
    assert answer is not None
    found: dict[str, Any] = answer.data["results"]
    return found


def _names(candidate: dict[str, Any]) -> list[str]:
    return [handle["name"] for handle in candidate["fileHandles"]]


def _attach(stage: Stage, operation: str, owner: dict[str, str]) -> None:
    stage.act(
        "attach a letter",
        operation,
        {
            **owner,
            "attachment": cast.file("letter-of-assay.pdf", "COVER_LETTER", content_type=cast.ODD_TYPE),
        },
    )
    stage.act(
        "attach another file", operation, {**owner, "attachment": cast.file("works-of-assay.pdf", "OTHER")}
    )
    fetched = {"name": "fetched-cv.pdf", "type": "CV", "data_url": f"{cast.FILES}/cv.pdf"}
    stage.act("attach a CV by address", operation, {**owner, "attachment": fetched})


@REGISTER.scenario("add-attachment-to-candidate")
def attach_to_candidate(stage: Stage) -> None:
    """A letter, another file and a CV are attached to a candidate."""
    snapshot = stage.sync("read the company", models=cast.PEOPLE)
    candidate = _with_cv(snapshot)
    _info(stage, "look before", candidate)
    _attach(stage, "add_candidate_attachment", {"candidate_id": str(candidate.id)})
    _info(stage, "look after", candidate)


@REGISTER.scenario("add-attachment-to-application")
def attach_to_application(stage: Stage) -> None:
    """A letter, another file and a CV are attached to an application."""
    snapshot = stage.sync("read the company", models=cast.PEOPLE)
    candidate = _with_cv(snapshot)
    _info(stage, "look before", candidate)
    application = _application_of(snapshot, candidate)
    _attach(stage, "add_application_attachment", {"application_id": str(application.id)})
    _info(stage, "look after", candidate)


@REGISTER.proves("action/add-attachment-to-candidate", scenario="add-attachment-to-candidate")
def the_candidate_has_the_files(trace: Trace) -> Shown:
    """Afterwards the candidate has all three files."""
    return _has_all(trace)


@REGISTER.proves("action/add-attachment-to-application", scenario="add-attachment-to-application")
def the_applications_candidate_has_the_files(trace: Trace) -> Shown:
    """Afterwards the application's candidate has all three files."""
    return _has_all(trace)


def _has_all(trace: Trace) -> Shown:
    names = _names(_candidate(trace, "look after"))
    wanted = ["letter-of-assay.pdf", "works-of-assay.pdf", "fetched-cv.pdf"]
    expect(set(wanted) <= set(names), f"the files are {names}", *trace.step("look after").played)
    return Shown(f"the files are {', '.join(names)}", trace.step("look after").played)


@REGISTER.proves(
    "behaviour/add-attachment-to-candidate/cv-replaces-the-cv", scenario="add-attachment-to-candidate"
)
def the_new_cv_is_the_cv(trace: Trace) -> Shown:
    """The résumé is another file than before."""
    before, after = _candidate(trace, "look before"), _candidate(trace, "look after")
    expect(
        after["resumeFileHandle"]["name"] == "fetched-cv.pdf",
        f"the résumé is {after['resumeFileHandle']['name']}",
    )
    expect(after["resumeFileHandle"]["id"] != before["resumeFileHandle"]["id"], "the résumé is the same file")
    return Shown(
        "the résumé is the new file", trace.step("attach a CV by address").sent("/candidate.uploadResume")
    )


@REGISTER.proves(
    "behaviour/add-attachment-to-candidate/existing-data-survives-a-cv",
    scenario="add-attachment-to-candidate",
)
def known_facts_survive_a_cv(trace: Trace) -> Shown:
    """Company and position are what they were."""
    before, after = _candidate(trace, "look before"), _candidate(trace, "look after")
    for key in ("company", "position"):
        expect(
            before.get(key) and before.get(key) == after.get(key),
            f"{key} was {before.get(key)!r}, is {after.get(key)!r}",
        )
    return Shown("company and position are what they were", trace.step("look after").played)


@REGISTER.proves(
    "behaviour/add-attachment-to-candidate/other-files-leave-the-cv", scenario="add-attachment-to-candidate"
)
def other_files_leave_the_cv(trace: Trace) -> Shown:
    """Letter and other file go to uploadFile, and uploadFile's answer names the old résumé."""
    resume = _candidate(trace, "look before")["resumeFileHandle"]["id"]
    uploads: list[Played] = []
    for name in ("attach a letter", "attach another file"):
        step = trace.step(name)
        expect(not step.sent("/candidate.uploadResume"), f"{name}: it became the résumé", *step.played)
        sent = step.sent("/candidate.uploadFile")
        expect(len(sent) == 1, f"{name}: {len(sent)} uploads", *step.played)
        answered = sent[0].exchange.response.json["results"]
        expect(answered["resumeFileHandle"]["id"] == resume, f"{name}: the résumé changed", *sent)
        expect(
            step.inputs["attachment"]["name"] in _names(answered), f"{name}: the file is not listed", *sent
        )
        uploads += sent
    return Shown("both are listed and the résumé is the same", tuple(uploads))


@REGISTER.proves(
    "behaviour/add-attachment-to-application/falls-back-to-the-candidate",
    scenario="add-attachment-to-application",
)
def the_file_goes_to_the_candidate(trace: Trace) -> Shown:
    """The calls are those for the candidate; no application endpoint gets the file."""
    step = trace.step("attach another file")
    paths = [played.exchange.request.path for played in step.played]
    expected = ["/application.info", "/file.createFileUploadHandle", "/candidate.uploadFile"]
    vendor = [path for path in paths if path in expected or path.startswith(("/application", "/candidate"))]
    expect(vendor[:3] == expected, f"the calls were {paths}", *step.played)
    expect(not set(vendor[3:]) - {"/candidate.info"}, f"more than a reading followed: {paths}", *step.played)
    storage = [p for p in step.played if "storage" in p.exchange.request.url]
    expect(len(storage) == 1, f"{len(storage)} uploads to the storage", *step.played)
    owner = step.sent("/application.info")[0].exchange.response.json["results"]["candidate"]["id"]
    sent = step.sent("/candidate.uploadFile")
    expect(sent[0].exchange.request.json["candidateId"] == owner, "another candidate got it", *sent)
    expect(
        "works-of-assay.pdf" in _names(_candidate(trace, "look after")),
        "candidate.info does not list it",
        *sent,
    )
    return Shown("the candidate of the application got it", step.played)


@REGISTER.proves(
    "behaviour/add-attachment-to-application/cv-becomes-the-cv-of-the-candidate",
    scenario="add-attachment-to-application",
)
def a_cv_becomes_the_candidates_cv(trace: Trace) -> Shown:
    """UploadResume gets it for the application's candidate."""
    step = trace.step("attach a CV by address")
    sent = step.sent("/candidate.uploadResume")
    expect(len(sent) == 1, f"{len(sent)} résumés", *step.played)
    owner = step.sent("/application.info")[0].exchange.response.json["results"]["candidate"]["id"]
    expect(sent[0].exchange.request.json["candidateId"] == owner, "another candidate got it", *sent)
    return Shown("it is the résumé of the candidate", sent)


def _get(stage: Stage, operation: str, *, of_application: bool) -> None:
    snapshot = stage.sync("read the company", models=cast.PEOPLE)
    candidate = _with_cv(snapshot)
    application = _application_of(snapshot, candidate)
    stage.act(
        "attach another file",
        "add_candidate_attachment",
        {"candidate_id": candidate.id, "attachment": cast.file("letter-of-assay.pdf", "OTHER")},
    )
    owner = {"application_id": application.id} if of_application else {"candidate_id": candidate.id}
    stage.act("read the attachments", operation, owner)


@REGISTER.scenario("get-candidate-attachments")
def get_candidate_attachments(stage: Stage) -> None:
    """The attachments of a candidate with a CV and another file are read, and of one without a CV."""
    _get(stage, "get_candidate_attachments", of_application=False)
    snapshot = stage.snapshot()
    without = cast.one(cast.of(snapshot, Candidate), lambda c: "resumeFileHandle" not in _object(c))
    stage.act("read where there is none", "get_candidate_attachments", {"candidate_id": without.id})


@REGISTER.scenario("get-application-attachments")
def get_application_attachments(stage: Stage) -> None:
    """The attachments of an application are read whose candidate has a CV and another file."""
    _get(stage, "get_application_attachments", of_application=True)


@REGISTER.proves(
    "action/get-candidate-attachments",
    "behaviour/get-candidate-attachments/only-the-cv-is-returned",
    scenario="get-candidate-attachments",
)
def only_the_candidates_cv(trace: Trace) -> Shown:
    """One item, the CV."""
    return _only_the_cv(trace)


@REGISTER.proves(
    "action/get-application-attachments",
    "behaviour/get-application-attachments/only-the-cv-is-returned",
    scenario="get-application-attachments",
)
def only_the_applications_cv(trace: Trace) -> Shown:
    """One item, the CV."""
    return _only_the_cv(trace)


def _only_the_cv(trace: Trace) -> Shown:
    step = trace.step("read the attachments")
    asked = step.sent("/file.info")
    expect(len(asked) == 1, f"file.info was called {len(asked)} times", *asked)
    items = step.result.attachments if step.result else ()
    expect(
        [item.type for item in items] == ["CV"], f"{len(items)} items: {[i.file_name for i in items]}", *asked
    )
    expect(
        items[0].data_url == asked[0].exchange.response.json["results"]["url"],
        "the address is another",
        *asked,
    )
    return Shown(f"{items[0].file_name} and nothing else", step.played)


@REGISTER.proves(
    "behaviour/get-candidate-attachments/no-cv-gives-an-empty-list", scenario="get-candidate-attachments"
)
def no_cv_no_item(trace: Trace) -> Shown:
    """No CV, no item, no call for a file."""
    step = trace.step("read where there is none")
    expect(step.result is not None and step.result.attachments == (), "something was returned", *step.played)
    expect(not step.sent("/file.info"), "file.info was called", *step.played)
    return Shown("an empty list", step.played)
