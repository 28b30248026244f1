"""Files for talents, also by way of applications, and reading them. Source: avionte sheet 3.2, 3.3, 7.8."""

from typing import Any

from assay.errors import InputError
from assay.evidence import Played, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate
from assay_contracts import cast, witness
from assay_contracts.avionte import acting
from assay_contracts.avionte.acting import DOCUMENT, RESUME
from assay_contracts.avionte.calls import costs, costs_nothing, of_selected
from assay_contracts.avionte.register import API, REGISTER
from assay_contracts.avionte.scenarios.creating import WORD

COMPANY = "read the company"
BEFORE, BETWEEN, AFTER = "look before", "look between", "look after"
CV, LETTER, OTHER = "a CV", "a letter", "another file"
NEW_CV, LETTER_FILE, OTHER_FILE = "resume-of-assay", "letter-of-assay.pdf", "works-of-assay"
"""The first and the last are given without extension: their content types tell."""
SENT = {CV: f"{NEW_CV}.docx", LETTER: LETTER_FILE, OTHER: f"{OTHER_FILE}.pdf"}
OWNER = "zoe@mail.example"
"""Somebody with a resume and two documents."""
TYPES = {"candidate": "file-types-on-candidates", "application": "file-types-on-applications"}
TAKEN = {
    "txt": "text/plain",
    "doc": "application/msword",
    "docx": WORD,
    "pdf": "application/pdf",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
NOT_TAKEN = {"exe": "application/octet-stream", "zip": "application/zip", "gif": "image/gif"}
"""Extension -> content type."""
UNSAFE, FORCED = "exe", "force a file through"

Inputs = dict[str, Any]


def _owner(stage: Stage, what: str) -> tuple[Candidate, str, Inputs]:
    """Somebody with a resume; the operation, and the input that names them or their application."""
    acting.ready(stage, acting.SALES)
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=1, nominations=2, talents=2))
    candidate = acting.of_address(snapshot, OWNER)
    owned = candidate if what == "candidate" else acting.applications_of(snapshot, candidate)[0]
    return candidate, f"add_{what}_attachment", {f"{what}_id": owned.id}


def _attach(stage: Stage, what: str) -> None:
    candidate, operation, owner = _owner(stage, what)
    acting.look_at_files(stage, BEFORE, candidate.remote_id)
    cv = cast.file(NEW_CV, "CV", content_type=WORD)
    stage.act(CV, operation, {**owner, "attachment": cv}, budget=1)
    acting.look_at_files(stage, BETWEEN, candidate.remote_id)
    fetched = {"name": LETTER_FILE, "type": "COVER_LETTER", "data_url": f"{cast.FILES}/letter.pdf"}
    stage.act(LETTER, operation, {**owner, "attachment": fetched}, budget=1)
    stage.act(OTHER, operation, {**owner, "attachment": cast.file(OTHER_FILE, "OTHER")}, budget=1)
    acting.look_at_files(stage, AFTER, candidate.remote_id)


@REGISTER.scenario("add-attachment-to-candidate")
def attach_to_candidate(stage: Stage) -> None:
    """A CV, a letter and another file for somebody with a resume."""
    _attach(stage, "candidate")


@REGISTER.scenario("add-attachment-to-application")
def attach_to_application(stage: Stage) -> None:
    """A CV, a letter and another file for an application of somebody with a resume."""
    _attach(stage, "application")


def _owner_of(trace: Trace, step: Step, what: str) -> Candidate:
    snapshot = witness.after(trace, COMPANY)
    if what == "candidate":
        return cast.by_id(snapshot, Candidate, step.inputs["candidate_id"])
    application = cast.by_id(snapshot, Application, step.inputs["application_id"])
    return cast.candidate_of(snapshot, application)


def _sent(trace: Trace, name: str, what: str) -> Played:
    """The one call of a step, an upload of its file for the right talent."""
    step = witness.succeeded(trace, name)
    [call] = costs(step, 1)
    talent_id = _owner_of(trace, step, what).remote_id
    path = RESUME if name == CV else DOCUMENT
    expect(f"/talent/{talent_id}/" in call.exchange.request.path, "it is for another talent", call)
    return acting.upload(step, path, SENT[name])


def _has_all(trace: Trace, what: str) -> Shown:
    """The CV is the resume, the others are listed, each with what was given."""
    uploads = {name: _sent(trace, name, what) for name in SENT}
    given = {name: trace.step(name).inputs["attachment"] for name in SENT}
    acting.shows_resume(trace, AFTER, uploads[CV])
    listed = acting.titles(trace, AFTER)
    was = acting.titles(trace, BEFORE)
    wanted = sorted([*was, SENT[LETTER], SENT[OTHER]])
    expect(sorted(listed) == wanted, f"the documents are {listed}", *uploads.values())
    contents = (
        witness.body(uploads[CV]).get("resumeContents"),
        witness.body(uploads[OTHER]).get("contents"),
    )
    expect(contents == (given[CV]["data"], given[OTHER]["data"]), "other bytes were sent", *uploads.values())
    return Shown("CV, letter and other file are there", tuple(uploads.values()))


@REGISTER.proves("action/add-attachment-to-candidate", scenario="add-attachment-to-candidate")
def the_candidate_has_the_files(trace: Trace) -> Shown:
    """Afterwards the talent has all three files."""
    return _has_all(trace, "candidate")


@REGISTER.proves("action/add-attachment-to-application", scenario="add-attachment-to-application")
def the_applications_talent_has_the_files(trace: Trace) -> Shown:
    """Afterwards the talent of the application has all three files."""
    return _has_all(trace, "application")


def _of(what: str, behaviour: str) -> str:
    return f"behaviour/add-attachment-to-{what}/{behaviour}"


def _becomes_the_resume(trace: Trace, what: str) -> Shown:
    sent = _sent(trace, CV, what)
    acting.shows_resume(trace, BETWEEN, sent)
    listed = acting.titles(trace, BETWEEN)
    expect(SENT[CV] not in listed, f"the CV is a document: {listed}", sent)
    expect(listed == acting.titles(trace, BEFORE), f"the documents are {listed}", sent)
    return Shown("the CV is the resume and no document", (sent,))


@REGISTER.proves(_of("candidate", "a-cv-becomes-the-resume"), scenario="add-attachment-to-candidate")
def a_cv_of_a_candidate_becomes_the_resume(trace: Trace) -> Shown:
    """The talent shows the file as its resume, and it is no document."""
    return _becomes_the_resume(trace, "candidate")


@REGISTER.proves(_of("application", "a-cv-becomes-the-resume"), scenario="add-attachment-to-application")
def a_cv_of_an_application_becomes_the_resume(trace: Trace) -> Shown:
    """The talent of the application shows the file as its resume, and it is no document."""
    return _becomes_the_resume(trace, "application")


def _replaces_the_resume(trace: Trace, what: str) -> Shown:
    sent = _sent(trace, CV, what)
    was, now = acting.resume(trace, BEFORE), acting.shows_resume(trace, BETWEEN, sent)
    numbers = (was.get("resumeId"), now.get("resumeId"))
    expect(None not in numbers and numbers[0] != numbers[1], f"the ids are {numbers}", sent)
    expect(was.get("resumeFilename") != now.get("resumeFilename"), "it was the same file before", sent)
    return Shown(f"resume {numbers[0]} gave way to {numbers[1]}", (sent,))


@REGISTER.proves(_of("candidate", "a-cv-replaces-the-resume"), scenario="add-attachment-to-candidate")
def a_cv_of_a_candidate_replaces_the_resume(trace: Trace) -> Shown:
    """The talent had a resume, and shows the new file alone under another id."""
    return _replaces_the_resume(trace, "candidate")


@REGISTER.proves(_of("application", "a-cv-replaces-the-resume"), scenario="add-attachment-to-application")
def a_cv_of_an_application_replaces_the_resume(trace: Trace) -> Shown:
    """The talent of the application had a resume, and shows the new file alone under another id."""
    return _replaces_the_resume(trace, "application")


def _become_documents(trace: Trace, what: str) -> Shown:
    sent = [_sent(trace, name, what) for name in (LETTER, OTHER)]
    listed = acting.titles(trace, AFTER)
    for name in (LETTER, OTHER):
        expect(listed.count(SENT[name]) == 1, f"the documents are {listed}", *sent)
    was, now = acting.resume(trace, BETWEEN), acting.resume(trace, AFTER)
    expect(was == now, "the resume is another one", *sent)
    return Shown("both are documents, and the resume stayed", tuple(sent))


@REGISTER.proves(_of("candidate", "other-files-become-documents"), scenario="add-attachment-to-candidate")
def other_files_of_a_candidate_become_documents(trace: Trace) -> Shown:
    """Letter and other file are listed once, and the resume is as before."""
    return _become_documents(trace, "candidate")


@REGISTER.proves(_of("application", "other-files-become-documents"), scenario="add-attachment-to-application")
def other_files_of_an_application_become_documents(trace: Trace) -> Shown:
    """Letter and other file are listed once, and the resume is as before."""
    return _become_documents(trace, "application")


@REGISTER.proves(_of("application", "the-file-goes-to-the-talent"), scenario="add-attachment-to-application")
def the_file_goes_to_the_talent(trace: Trace) -> Shown:
    """One call, for the talent of the application; the job is nowhere in it, and the result says so."""
    before, shown = witness.after(trace, COMPANY), []
    for name in SENT:
        step, call = trace.step(name), _sent(trace, name, "application")
        application = cast.by_id(before, Application, step.inputs["application_id"])
        _, job_id = acting.ids_in(application)
        said = [*witness.texts(call), *call.exchange.request.path.split("/")]
        expect(job_id not in said, f"{name}: the job is in the request", call)
        witness.warned(step, "attached to the candidate")
        shown.append(call)
    return Shown("attached to the talent, with a warning", tuple(shown))


# --- file types ----------------------------------------------------------------------------------


def _try_types(stage: Stage, what: str) -> Candidate:
    candidate, operation, owner = _owner(stage, what)
    for extension, content_type in {**TAKEN, **NOT_TAKEN}.items():
        file = cast.file(_named(extension), "OTHER", content_type=content_type)
        is_taken = extension in TAKEN
        given = {**owner, "attachment": file}
        stage.act(extension, operation, given, fails=not is_taken, budget=int(is_taken))
    acting.look_at_files(stage, AFTER, candidate.remote_id)
    return candidate


def _named(extension: str) -> str:
    return f"file-of-assay.{extension}"


@REGISTER.scenario(TYPES["candidate"])
def file_types_on_candidates(stage: Stage) -> None:
    """Twelve kinds of files for a candidate; one that is not taken is forced through the passthrough."""
    candidate = _try_types(stage, "candidate")
    talent_id = int(str(candidate.remote_id))
    document = {"talentId": talent_id, "title": _named(UNSAFE), "contents": cast.PDF}
    path = f"/talent/{talent_id}/document-from-body"
    stage.passthrough(FORCED, "POST", path, api=API, data=document, budget=1)


@REGISTER.scenario(TYPES["application"])
def file_types_on_applications(stage: Stage) -> None:
    """Twelve kinds of files for an application."""
    _try_types(stage, "application")


def _nine_are_taken(trace: Trace, what: str) -> tuple[Played, ...]:
    shown = []
    for extension in TAKEN:
        step = witness.succeeded(trace, extension)
        [call] = costs(step, 1)
        talent_id = _owner_of(trace, step, what).remote_id
        expect(f"/talent/{talent_id}/" in call.exchange.request.path, "it is for another talent", call)
        shown.append(acting.upload(step, DOCUMENT, _named(extension)))
    for extension in NOT_TAKEN:
        step = trace.step(extension)
        expect(isinstance(step.error, InputError), f"{extension}: it ended with {step.error!r}", *step.played)
        costs_nothing(step)
        given = step.inputs["attachment"]["name"]
        expect(given == _named(extension), f"{given!r} was given", *shown)
        expect(given in str(step.error), f"{extension}: the error does not name the file", *shown)
    listed = acting.titles(trace, AFTER)
    ours = sorted(title for title in listed if title.startswith(_named("")))
    expect(ours == sorted(map(_named, TAKEN)), f"the documents are {ours}", *shown)
    return tuple(shown)


@REGISTER.proves(_of("candidate", "nine-file-types-are-taken"), scenario=TYPES["candidate"])
def nine_types_are_taken_for_candidates(trace: Trace) -> Shown:
    """Nine are uploaded; three cost nothing; the vendor itself refuses one of them with 409."""
    shown, forced = _nine_are_taken(trace, "candidate"), trace.step(FORCED)
    [call] = costs(forced, 1)
    title = witness.body(call).get("title")
    expect(title == _named(UNSAFE), f"forced was {title!r}", call)
    status = call.exchange.response.status
    given = forced.passthrough.status if forced.passthrough is not None else None
    conflict = 409
    expect(status == given == conflict, f"it was answered with {status}, given as {given}", call)
    return Shown("nine are taken, three are not", (*shown, call))


@REGISTER.proves(_of("application", "nine-file-types-are-taken"), scenario=TYPES["application"])
def nine_types_are_taken_for_applications(trace: Trace) -> Shown:
    """Nine are uploaded, three cost nothing."""
    return Shown("nine are taken, three are not", _nine_are_taken(trace, "application"))
