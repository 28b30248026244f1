"""Attachments, written and read. Source: recruitee sheet 7.2, 2.10, 3.9, 8 no. 13 and 20."""

from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate
from assay_contracts import cast, witness
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.answers import CANDIDATE, raw_candidate
from assay_contracts.recruitee.register import REGISTER

COMPANY = "read the company"
LETTER, OTHER, CV = "attach a letter", "attach another file", "attach a CV by address"
BEFORE, FILES_BEFORE = "look before", "look at the files before"
AFTER, FILES_AFTER = "look after", "look at the files after"
NEW_CV = "fetched-cv.pdf"
LINK = f"{cast.FILES}/cv.pdf"
THROUGH_THE_OTHER = "read through the other application"


def _look(stage: Stage, candidate: Candidate, person: str, files: str) -> None:
    stage.passthrough(person, "GET", f"/candidates/{candidate.remote_id}")
    stage.passthrough(files, "GET", f"/candidates/{candidate.remote_id}/attachments")


def _attach(stage: Stage, operation: str, owner: dict[str, Any]) -> None:
    letter = cast.file("letter-of-assay.pdf", "COVER_LETTER", content_type=cast.ODD_TYPE)
    stage.act(LETTER, operation, {**owner, "attachment": letter})
    stage.act(OTHER, operation, {**owner, "attachment": cast.file("works-of-assay.pdf", "OTHER")})
    fetched = {"name": NEW_CV, "type": "CV", "data_url": LINK}
    stage.act(CV, operation, {**owner, "attachment": fetched})


def _with_cv(snapshot: Snapshot) -> Candidate:
    return cast.one(cast.of(snapshot, Candidate), lambda c: raw_candidate(c).get("cv_original_url"))


@REGISTER.scenario("add-attachment-to-candidate")
def attach_to_candidate(stage: Stage) -> None:
    """A letter, another file and a CV are attached to a candidate who has a CV."""
    candidate = _with_cv(stage.sync(COMPANY, models=(Candidate.store_id,)))
    _look(stage, candidate, BEFORE, FILES_BEFORE)
    _attach(stage, "add_candidate_attachment", {"candidate_id": candidate.id})
    _look(stage, candidate, AFTER, FILES_AFTER)


def _applications_of(snapshot: Snapshot, candidate: Candidate) -> list[Application]:
    return [a for a in cast.of(snapshot, Application) if a.candidate_id == candidate.id]


@REGISTER.scenario("add-attachment-to-application")
def attach_to_application(stage: Stage) -> None:
    """Files are attached to one application of somebody who has two, and read through the other one."""
    snapshot = stage.sync(COMPANY, models=cast.PEOPLE)
    candidate = cast.one(cast.of(snapshot, Candidate), lambda c: len(_applications_of(snapshot, c)) > 1)
    one, other = _applications_of(snapshot, candidate)[:2]
    _attach(stage, "add_application_attachment", {"application_id": one.id})
    _look(stage, candidate, AFTER, FILES_AFTER)
    stage.act(THROUGH_THE_OTHER, "get_application_attachments", {"application_id": other.id})


def _upload(trace: Trace, name: str) -> tuple[Step, Played, dict[str, Any]]:
    """A step that uploaded one file, the upload, and the attachment it became."""
    step = witness.succeeded(trace, name)
    upload = witness.only(step, "POST", calls.ATTACHMENTS)
    attachment = calls.answered(upload, "attachment")
    wanted = step.inputs["attachment"]["name"]
    named = witness.parts(upload).get("attachment[file].filename")
    expect(named == wanted == attachment["filename"], f"uploaded was {named}", upload)
    return step, upload, attachment


def _has_all(trace: Trace) -> Shown:
    """Letter and other file are listed, the CV is the CV; content types went along."""
    uploads = {name: _upload(trace, name) for name in (LETTER, OTHER, CV)}
    listed = {file["id"] for file in calls.told(trace, FILES_AFTER, "attachments")}
    for name in (LETTER, OTHER):
        _, upload, attachment = uploads[name]
        expect(attachment["id"] in listed, f"{attachment['filename']} is not listed", upload)
    _, letter, _ = uploads[LETTER]
    kind = witness.parts(letter).get("attachment[file].content_type")
    expect(kind == cast.ODD_TYPE, f"the letter was sent as {kind}", letter)
    expect(calls.told(trace, AFTER, "candidate").get("cv_original_url"), "there is no CV")
    step, _, cv = uploads[CV]
    path = witness.only(step, "PATCH", calls.MAKE_CV).exchange.request.path
    expect(path.endswith(f"/set_as_cv/{cv['id']}"), f"sent was {path}", *step.played)
    return Shown("letter, other file and CV are there", tuple(upload for _, upload, _ in uploads.values()))


@REGISTER.proves("action/add-attachment-to-candidate", scenario="add-attachment-to-candidate")
def the_candidate_has_the_files(trace: Trace) -> Shown:
    """Afterwards the candidate has all three files."""
    return _has_all(trace)


@REGISTER.proves("action/add-attachment-to-application", scenario="add-attachment-to-application")
def the_applications_candidate_has_the_files(trace: Trace) -> Shown:
    """Afterwards the candidate of the application has all three files."""
    return _has_all(trace)


@REGISTER.proves(
    "behaviour/add-attachment-to-candidate/a-new-cv-replaces-the-old-one",
    scenario="add-attachment-to-candidate",
)
def a_new_cv_replaces_the_old_one(trace: Trace) -> Shown:
    """Another file is the CV, the old one is a plain file now, and the new one is not listed."""
    step, upload, attachment = _upload(trace, CV)
    chosen = witness.only(step, "PATCH", calls.MAKE_CV)
    path = chosen.exchange.request.path
    expect(path.endswith(f"/set_as_cv/{attachment['id']}"), f"sent was {path}", chosen)
    before, after = (
        _file_of(calls.told(trace, look, "candidate").get("cv_original_url")) for look in (BEFORE, AFTER)
    )
    expect(before and after and before != after, f"the CV was {before}, is {after}", chosen)
    known = {file["id"] for file in calls.told(trace, FILES_BEFORE, "attachments")}
    known |= {_upload(trace, name)[2]["id"] for name in (LETTER, OTHER)}
    further = [file for file in calls.told(trace, FILES_AFTER, "attachments") if file["id"] not in known]
    names = [file["filename"] for file in further]
    expect(len(further) == 1, f"further files are {names}", chosen)
    expect(
        further[0]["id"] != attachment["id"] and names != [NEW_CV], f"the new CV is listed: {names}", chosen
    )
    expect(_file_of(further[0]["file_url"]) == before, f"{names[0]} is not the old CV", chosen)
    return Shown(f"{after} is the CV, {names[0]} a plain file", (upload, chosen))


def _file_of(url: str | None) -> str:
    """What a link of the vendor's leads to, whatever its signature."""
    return (url or "").partition("?")[0]


@REGISTER.proves(
    "behaviour/add-attachment-to-candidate/other-files-leave-the-cv-alone",
    scenario="add-attachment-to-candidate",
)
def other_files_leave_the_cv_alone(trace: Trace) -> Shown:
    """Nothing is made the CV, and the candidate read after the upload has the same one and the file."""
    step, upload, attachment = _upload(trace, OTHER)
    witness.none(step, "PATCH", calls.MAKE_CV)
    cv = _file_of(calls.told(trace, BEFORE, "candidate").get("cv_original_url"))
    looks = [look for look in witness.sent(step, "GET", CANDIDATE) if look.index > upload.index]
    expect(cv and looks, "there was no CV, or nothing was read after the upload", *step.played)
    now = _file_of(calls.answered(witness.carried_out(looks[-1]), "candidate").get("cv_original_url"))
    expect(now == cv, f"the CV was {cv}, is {now}", upload)
    listed = {file["id"] for file in calls.told(trace, FILES_AFTER, "attachments")}
    expect(attachment["id"] in listed, "the file is not listed", upload)
    return Shown("the file is listed, and the CV is the same", (upload, looks[-1]))


@REGISTER.proves(
    "behaviour/add-attachment-to-candidate/linked-files-are-fetched-by-the-connector",
    scenario="add-attachment-to-candidate",
)
def linked_files_are_fetched(trace: Trace) -> Shown:
    """The upload carries what lies behind the link, and the vendor never sees the link."""
    step, upload, _ = _upload(trace, CV)
    fetched = [call for call in step.played if call.exchange.request.url == LINK]
    expect(len(fetched) == 1, f"the link was opened {len(fetched)} times", *step.played)
    content = witness.carried_out(fetched[0]).exchange.response.body
    sent = witness.parts(upload).get("attachment[file]")
    expect(content and sent == content, "the upload carries something else", upload)
    telling = [
        call
        for call in step.played
        if LINK.encode() in call.exchange.request.body or LINK in call.exchange.request.url
    ]
    expect(telling == fetched, "the link went to the vendor", *telling)
    return Shown(f"{len(content)} bytes were fetched and uploaded", (*fetched, upload))


@REGISTER.proves(
    "behaviour/add-attachment-to-application/the-file-lands-on-the-candidate",
    scenario="add-attachment-to-application",
)
def the_file_lands_on_the_candidate(trace: Trace) -> Shown:
    """The upload names the candidate alone, and the file is read through the other application too."""
    company = witness.after(trace, COMPANY)
    step, upload, attachment = _upload(trace, OTHER)
    application = cast.by_id(company, Application, step.inputs["application_id"])
    candidate = cast.candidate_of(company, application)
    parts = witness.parts(upload)
    named = {place: value for place, value in parts.items() if place.endswith("_id]")}
    wanted = {"attachment[candidate_id]": str(candidate.remote_id).encode()}
    expect(named == wanted, f"the upload names {named}", upload)
    placements = raw_candidate(candidate)["placements"]
    others = {str(one[key]).encode() for one in placements for key in ("id", "offer_id") if one[key]}
    expect(not others & set(named.values()), "the upload names a placement or a job", upload)
    other = witness.succeeded(trace, THROUGH_THE_OTHER)
    expect(other.inputs["application_id"] != step.inputs["application_id"], "it is the same application")
    seen = {file.remote_id for file in witness.result(other).attachments}
    expect(str(attachment["id"]) in seen, "the other application does not show the file", *other.played)
    return Shown(f"both applications of {candidate.remote_id} show it", (upload, *other.played))


@REGISTER.proves(
    "behaviour/add-attachment-to-application/the-fallback-to-the-candidate-is-said",
    scenario="add-attachment-to-application",
)
def the_fallback_is_said(trace: Trace) -> Shown:
    """Every result warns that the file is on the candidate."""
    uploads = []
    for name in (LETTER, OTHER, CV):
        step, upload, _ = _upload(trace, name)
        witness.warned(step, "stored on the candidate")
        uploads.append(upload)
    return Shown("said every time", tuple(uploads))


# --- reading -------------------------------------------------------------------------------------


@REGISTER.scenario("get-application-attachments")
def get_application_attachments(stage: Stage) -> None:
    """The attachments of an application are read whose candidate has a CV and two further files."""
    snapshot = stage.sync(COMPANY, models=cast.PEOPLE)
    candidate = cast.one(
        cast.of(snapshot, Candidate),
        lambda c: raw_candidate(c).get("cv_original_url") and raw_candidate(c)["attachments_count"] > 1,
    )
    application = _applications_of(snapshot, candidate)[0]
    _look(stage, candidate, BEFORE, FILES_BEFORE)
    stage.act("read the attachments", "get_application_attachments", {"application_id": application.id})


@REGISTER.proves(
    "action/get-application-attachments",
    "behaviour/get-application-attachments/one-cv-and-the-other-files-come-back",
    scenario="get-application-attachments",
)
def one_cv_and_the_other_files(trace: Trace) -> Shown:
    """The CV once, every other file as listed by the vendor, all with name, type and link."""
    step = witness.succeeded(trace, "read the attachments")
    asked = witness.only(step, "GET", calls.FILES)
    files = witness.result(step).attachments
    kinds = sorted(file.type for file in files)
    expect(kinds == ["CV", "OTHER", "OTHER"], f"the files are {kinds}", asked)
    person = calls.told(trace, BEFORE, "candidate")
    cv = next(file for file in files if file.type == "CV")
    right = _file_of(cv.data_url) == _file_of(person["cv_original_url"])
    expect(right, f"the CV is {_file_of(cv.data_url)}", asked)
    listed = {str(file["id"]): file for file in calls.told(trace, FILES_BEFORE, "attachments")}
    others = {file.remote_id: file for file in files if file.type == "OTHER"}
    expect(others.keys() == listed.keys(), f"the other files are {sorted(others)}", asked)
    for key, file in others.items():
        expect(file.file_name == listed[key]["filename"], f"{key} is called {file.file_name}", asked)
        expect(_file_of(file.data_url) == _file_of(listed[key]["file_url"]), f"{key} lies elsewhere", asked)
        expect(file.remote_created_at is not None, f"{key} has no date", asked)
    expect(all("/" in file.content_type for file in files), "a file has no type", asked)
    return Shown(", ".join(file.file_name for file in files), step.played)


SIGNED, OPEN = "read behind a signed link", "read behind a path of the API"
NAMELESS = "curriculum.assay"
"""The extension tells no type, so that the file has to be opened."""


@REGISTER.scenario("links-to-files")
def links_to_files(stage: Stage) -> None:
    """A CV whose type is not known is read, first behind a signed link, then behind a path of the API."""
    snapshot = stage.sync(COMPANY, models=cast.PEOPLE)
    application = cast.pending_application(snapshot)
    owner = {"application_id": application.id}
    stage.act("attach a CV", "add_application_attachment", {**owner, "attachment": cast.file(NAMELESS, "CV")})
    stage.act(SIGNED, "get_application_attachments", owner)
    stage.vendor("files lie behind the API", "set_file_urls", style="relative")
    stage.act(OPEN, "get_application_attachments", owner)


@REGISTER.proves(
    "behaviour/get-application-attachments/signed-links-never-see-the-token", scenario="links-to-files"
)
def signed_links_never_see_the_token(trace: Trace) -> Shown:
    """The signed link is opened without, the path of the API with the token; both give the file."""
    opened = {}
    for name in (SIGNED, OPEN):
        step = witness.succeeded(trace, name)
        person = calls.answered(witness.only(step, "GET", CANDIDATE), "candidate")
        url = str(person["cv_original_url"])
        to_cv = [call for call in step.played if _file_of(call.exchange.request.url).endswith(_file_of(url))]
        expect(len(to_cv) == 1, f"{name}: the CV was opened {len(to_cv)} times", *step.played)
        opened[name] = witness.carried_out(to_cv[0])
        expect(("://" in url) is (name == SIGNED), f"{name}: the link is {_file_of(url)}", *to_cv)
        expect(any(file.type == "CV" for file in witness.result(step).attachments), f"{name}: no CV", *to_cv)
    seen = {name: "authorization" in call.exchange.request.headers for name, call in opened.items()}
    expect(seen == {SIGNED: False, OPEN: True}, f"the token was sent: {seen}", *opened.values())
    ours = opened[OPEN].exchange.request.url
    company = witness.only(witness.succeeded(trace, OPEN), "GET", CANDIDATE).exchange.request.url
    expect(ours.split("/")[2] == company.split("/")[2], f"{ours} is another host", opened[OPEN])
    return Shown("without the token, and with it", tuple(opened.values()))
