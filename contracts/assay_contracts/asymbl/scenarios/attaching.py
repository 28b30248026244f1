"""Files of candidates, written and read. Source: asymbl sheet 1.8, 2.7, 3.3, 7.2, 7.4 N4."""

import base64

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Application, Attachment, Candidate
from assay_contracts import cast, witness
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.calls import Row
from assay_contracts.asymbl.register import DATA, REGISTER

COMPANY = "read the company"
BY_CONTENT, BY_ADDRESS = "attach a file by content", "attach a file by address"
STEPS = {BY_CONTENT: "works-of-assay.doc", BY_ADDRESS: "fetched-letter.pdf"}
"""Steps, and how their files are called in the end."""
HANGING, READ = "look at the files", "read the files of the candidate"
LINK = f"{cast.FILES}/letter.pdf"


def _applications_of(snapshot: Snapshot, candidate: Candidate) -> list[Application]:
    found = [a for a in cast.of(snapshot, Application) if a.candidate_id == candidate.id]
    return sorted(found, key=lambda application: str(application.remote_id))


@REGISTER.scenario("add-attachment-to-application")
def attach_to_application(stage: Stage) -> None:
    """Two files are attached to one application of somebody who has two."""
    snapshot = stage.sync(COMPANY, models=cast.PEOPLE)
    candidate = cast.one(cast.of(snapshot, Candidate), lambda c: len(_applications_of(snapshot, c)) > 1)
    applications = _applications_of(snapshot, candidate)
    owner, operation = {"application_id": applications[0].id}, "add_application_attachment"
    works = cast.file("works-of-assay", "OTHER", content_type="application/msword")
    stage.act(BY_CONTENT, operation, {**owner, "attachment": works})
    letter = {"name": "fetched-letter.pdf", "type": "COVER_LETTER", "data_url": LINK}
    stage.act(BY_ADDRESS, operation, {**owner, "attachment": letter})
    calls.look_for_files(stage, HANGING, candidate.remote_id, *(one.remote_id for one in applications))
    stage.act(READ, "get_candidate_attachments", {"candidate_id": candidate.id})


def _people(trace: Trace, step: Step) -> tuple[Application, Candidate]:
    company = witness.after(trace, COMPANY)
    application = cast.by_id(company, Application, step.inputs["application_id"])
    return application, cast.candidate_of(company, application)


def _upload(trace: Trace, name: str) -> tuple[Step, Played]:
    """A step that uploaded one file under the name it should have."""
    step = witness.succeeded(trace, name)
    upload, _ = calls.made(step, calls.FILES)
    sent = witness.body(upload).get("PathOnClient")
    expect(sent == STEPS[name], f"{name}: uploaded was {sent}", upload)
    return step, upload


def _file_name(row: Row) -> str:
    document = row["ContentDocument"]
    return f"{document['Title']}.{document['FileExtension']}"


@REGISTER.proves("action/add-attachment-to-application", scenario="add-attachment-to-application")
def the_candidate_has_the_files(trace: Trace) -> Shown:
    """Both files are there afterwards, with the bytes that were given or fetched."""
    read = {file.file_name: file for file in witness.result(witness.succeeded(trace, READ)).attachments}
    shown: list[Played] = []
    for name, file_name in STEPS.items():
        step, upload = _upload(trace, name)
        wanted = _given(step)
        sent = base64.b64decode(str(witness.body(upload)["VersionData"]))
        expect(sent == wanted, f"{name}: {len(sent)} bytes were sent, {len(wanted)} given", upload)
        expect(file_name in read, f"{name}: read are {sorted(read)}", upload)
        expect(_content(read[file_name]) == wanted, f"{name}: other bytes are read", upload)
        shown.append(upload)
    return Shown(f"the candidate has {' and '.join(STEPS.values())}", tuple(shown))


def _given(step: Step) -> bytes:
    """The bytes of a step's file."""
    file = step.inputs["attachment"]
    if "data" in file:
        return base64.b64decode(file["data"])
    fetched = [played for played in step.played if played.exchange.request.url == file["data_url"]]
    expect(len(fetched) == 1, f"the address was opened {len(fetched)} times", *step.played)
    return witness.carried_out(fetched[0]).exchange.response.body


def _content(file: Attachment) -> bytes:
    head, _, data = file.data_url.partition(",")
    if not head.startswith("data:") or not head.endswith(";base64"):
        raise NotShown(f"{file.file_name} is at {head}")
    return base64.b64decode(data)


@REGISTER.proves(
    "behaviour/add-attachment-to-application/the-file-hangs-on-the-contact",
    scenario="add-attachment-to-application",
)
def the_file_hangs_on_the_contact(trace: Trace) -> Shown:
    """The upload names the contact, and the org has the file there and on no application."""
    shown: list[Played] = []
    for name, file_name in STEPS.items():
        step, upload = _upload(trace, name)
        application, candidate = _people(trace, step)
        place = witness.body(upload).get("FirstPublishLocationId")
        expect(place == candidate.remote_id, f"{name}: the upload names {place}", upload)
        links = [row for row in calls.told(trace, HANGING) if _file_name(row) == file_name]
        hanging = {row["LinkedEntityId"] for row in links}
        expect(hanging == {candidate.remote_id}, f"{name}: the file hangs on {hanging}", upload)
        [look] = trace.step(HANGING).played
        asked = calls.literals(calls.soql(look))
        expect(application.remote_id in asked, f"{name}: nobody looked at {application.remote_id}", look)
        shown.append(upload)
    return Shown("on the contact, and nowhere else", tuple(shown))


@REGISTER.proves(
    "behaviour/add-attachment-to-application/the-file-shows-once-for-all-applications",
    scenario="add-attachment-to-application",
)
def the_file_shows_once(trace: Trace) -> Shown:
    """The candidate has a second application, and each file is read once."""
    company, read = witness.after(trace, COMPANY), witness.succeeded(trace, READ)
    names = [file.file_name for file in witness.result(read).attachments]
    for name, file_name in STEPS.items():
        step, upload = _upload(trace, name)
        application, candidate = _people(trace, step)
        others = [one for one in _applications_of(company, candidate) if one.id != application.id]
        expect(others, f"{candidate.remote_id} has no other application", upload)
        expect(read.inputs["candidate_id"] == candidate.id, "somebody else's files were read", *read.played)
        expect(names.count(file_name) == 1, f"{name}: read are {names}", *read.played)
    return Shown(f"each file once: {', '.join(names)}", read.played)


@REGISTER.proves(
    "behaviour/add-attachment-to-application/the-candidate-as-place-is-said",
    scenario="add-attachment-to-application",
)
def the_candidate_as_place_is_said(trace: Trace) -> Shown:
    """Every result warns that the file was stored on the candidate."""
    uploads = []
    for name in STEPS:
        step, upload = _upload(trace, name)
        witness.warned(step, "stored on the candidate")
        uploads.append(upload)
    return Shown("said every time", tuple(uploads))


# --- reading -------------------------------------------------------------------------------------

THEIR_LINKS, THEIR_VERSIONS, THEIR_OLD_FILES = (
    "look at the links",
    "look at the versions",
    "look at the old files",
)
READ_ALL, READ_NOTED = "read everything", "read beside a note"
NOTE = "SNOTE"


@REGISTER.scenario("get-candidate-attachments")
def get_candidate_attachments(stage: Stage) -> None:
    """The files of somebody with files of both kinds are read, and those of somebody with a note."""
    snapshot = stage.sync(COMPANY, models=(Candidate.store_id,))
    ids = [candidate.remote_id for candidate in cast.of(snapshot, Candidate)]
    document = "ContentDocument.Title, ContentDocument.FileExtension, ContentDocument.FileType"
    fields = f"Id, LinkedEntityId, ContentDocumentId, {document}"
    links = calls.look(stage, THEIR_LINKS, fields, calls.LINK, calls.one_of("LinkedEntityId", ids))
    fields = "Id, ContentDocumentId, bpats__Is_Primary__c"
    where = f"IsLatest = true AND {calls.one_of('FirstPublishLocationId', ids)}"
    calls.look(stage, THEIR_VERSIONS, fields, "ContentVersion", where)
    fields = "Id, ParentId, Name, ContentType"
    old = calls.look(stage, THEIR_OLD_FILES, fields, "Attachment", calls.one_of("ParentId", ids))
    noted = next(row for row in links if row["ContentDocument"]["FileType"] == NOTE)
    for name, remote_id in ((READ_ALL, old[0]["ParentId"]), (READ_NOTED, noted["LinkedEntityId"])):
        stage.act(name, "get_candidate_attachments", {"candidate_id": f"remote:{remote_id}"})


@REGISTER.proves("action/get-candidate-attachments", scenario="get-candidate-attachments")
def all_files_are_read(trace: Trace) -> Shown:
    """Files of both kinds with name, type and bytes, the primary one as the CV; notes are no files."""
    whose = trace.step(READ_NOTED).inputs["candidate_id"].removeprefix("remote:")
    notes = [row for row in _links(trace, whose) if row["ContentDocument"]["FileType"] == NOTE]
    expect(notes, f"{whose} has no note")
    old = _read_as_the_org_has_them(trace, READ_ALL)
    expect(old, "no file of the old kind was there", *trace.step(READ_ALL).played)
    _read_as_the_org_has_them(trace, READ_NOTED)
    steps = [trace.step(name) for name in (READ_ALL, READ_NOTED)]
    return Shown("as the org has them", tuple(played for step in steps for played in step.played))


def _links(trace: Trace, contact_id: str) -> list[Row]:
    return [row for row in calls.told(trace, THEIR_LINKS) if row["LinkedEntityId"] == contact_id]


def _read_as_the_org_has_them(trace: Trace, name: str) -> list[Row]:
    """Compares what a step read with the org; gives back the files of the old kind."""
    step = witness.succeeded(trace, name)
    contact_id = step.inputs["candidate_id"].removeprefix("remote:")
    versions = calls.told(trace, THEIR_VERSIONS)
    primary = {row["ContentDocumentId"] for row in versions if row["bpats__Is_Primary__c"]}
    documents = [row for row in _links(trace, contact_id) if row["ContentDocument"]["FileType"] != NOTE]
    wanted = {}
    for row in documents:
        key = str(row["ContentDocumentId"])
        wanted[key] = (_file_name(row), "CV" if key in primary else "OTHER")
    old = [row for row in calls.told(trace, THEIR_OLD_FILES) if row["ParentId"] == contact_id]
    wanted |= {str(row["Id"]): (str(row["Name"]), "OTHER") for row in old}
    files = {str(file.remote_id): file for file in witness.result(step).attachments}
    read = {remote_id: (file.file_name, file.type) for remote_id, file in files.items()}
    expect(read == wanted, f"{name}: read are {read}, the org has {wanted}", *step.played)
    kinds = [kind for _, kind in read.values()]
    expect(kinds.count("CV") == 1, f"{name}: the files are {kinds}", *step.played)
    _with_their_bytes(step, list(files.values()))
    return old


def _with_their_bytes(step: Step, files: list[Attachment]) -> None:
    """Every file has the bytes that the org gave, and a type."""
    blobs = [
        witness.carried_out(played).exchange.response.body
        for path in (f"{DATA}/sobjects/ContentVersion/*/VersionData", f"{DATA}/sobjects/Attachment/*/Body")
        for played in step.sent(path)
    ]
    expect(len(blobs) == len(files), f"{len(blobs)} files were opened, {len(files)} are read", *step.played)
    for file in files:
        content = _content(file)
        expect(content and content in blobs, f"{file.file_name} has other bytes", *step.played)
        whole = file.content_type and file.remote_created_at
        expect(whole, f"{file.file_name} has no type or no date", *step.played)
