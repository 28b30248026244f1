"""Reading the files of talents. Source: avionte sheet 7.8.8, 2.2, 2.8."""

import base64
from urllib.parse import urlsplit

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Attachment
from assay_contracts import witness
from assay_contracts.avionte import acting, calls
from assay_contracts.avionte.acting import DOCUMENT_GET, DOCUMENTS
from assay_contracts.avionte.calls import TALENT, costs, of_selected
from assay_contracts.avionte.register import REGISTER

READING, GET = "get-candidate-attachments", "get_candidate_attachments"
COMPANY = "read the company"
FILES, LINKS, BARE = "with their contents", "as a list", "of somebody without files"
OWNER, NOBODY = "marta.reis@mail.example", "ewa.kowalski@mail.example"
"""Somebody with a resume and a cover letter, and somebody with neither."""


@REGISTER.scenario(READING)
def read_files(stage: Stage) -> None:
    """The files of somebody with a resume and a letter, with and without contents, and of somebody bare."""
    selected = acting.ready(stage, acting.BACKEND)
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=1, nominations=4, talents=4))
    owner, bare = (acting.of_address(snapshot, address) for address in (OWNER, NOBODY))
    stage.act(FILES, GET, {"candidate_id": owner.id}, budget=3)
    stage.act(BARE, GET, {"candidate_id": bare.id}, budget=2)
    calls.select(stage, *selected, attachment_bytes=False)
    stage.act(LINKS, GET, {"candidate_id": owner.id}, budget=2)


@REGISTER.proves("action/get-candidate-attachments", scenario=READING)
def resume_and_documents_come_back(trace: Trace) -> Shown:
    """Resume and letter with name, type, date and the vendor's bytes; without bytes, an address each."""
    step = witness.succeeded(trace, FILES)
    shown = costs(step, 3)
    resume = witness.answer(calls.one(step, TALENT))["talentResume"]
    listed = calls.objects(witness.calls(step, DOCUMENTS))
    expect(len(listed) == 1, f"{len(listed)} documents are listed", *shown)
    document = calls.one(step, DOCUMENT_GET)
    given = witness.result(step).attachments
    seen = [(one.remote_id, one.type, one.file_name, one.content_type, _bytes(one)) for one in given]
    whole = witness.answer(document)
    wanted = [
        _row(f"resume:{resume['resumeId']}", "CV", resume["resumeFilename"], resume["resumeContents"]),
        _row(str(listed[0][0]["id"]), "COVER_LETTER", listed[0][0]["title"], whole["contents"]),
    ]
    expect(seen == wanted, f"{[one[:4] for one in seen]} came back", *shown)
    dated = [one.remote_created_at is not None for one in given]
    expect(all(dated), "one has no date", *shown)
    return Shown("resume and letter with their bytes", (*shown, *_linked(trace, [one[0] for one in wanted])))


def _row(remote_id: str, kind: str, name: str, contents: str) -> tuple[str, str, str, str, bytes]:
    return remote_id, kind, name, "application/pdf", base64.b64decode(contents)


def _bytes(attachment: Attachment) -> bytes:
    """What the data URI of a file holds; nothing where it has another address."""
    head, _, data = (attachment.data_url or "").partition(";base64,")
    return base64.b64decode(data) if head == f"data:{attachment.content_type}" else b""


def _linked(trace: Trace, ids: list[str]) -> tuple[Played, ...]:
    """The calls of the step without contents of documents, which gave the same files."""
    step = witness.succeeded(trace, LINKS)
    shown = costs(step, 2)
    given = witness.result(step).attachments
    expect([one.remote_id for one in given] == ids, "other files came back", *shown)
    address = urlsplit(given[-1].data_url or "").path
    expect(address.endswith(f"/document/{ids[-1]}"), f"the document is at {address!r}", *shown)
    return shown


@REGISTER.proves(
    "behaviour/get-candidate-attachments/a-bare-talent-has-no-files",
    scenario=READING,
)
def a_bare_talent_has_no_files(trace: Trace) -> Shown:
    """One read of the talent, one of its documents: both show nothing, and so does the result."""
    step = witness.succeeded(trace, BARE)
    shown = costs(step, 2)
    talent = witness.answer(calls.one(step, TALENT))
    asked = calls.one(step, TALENT).exchange.request.url
    expect("includeResume=True" in asked, "the resume was not asked for", *shown)
    expect("talentResume" in talent and talent["talentResume"] is None, "there is a resume", *shown)
    listed = calls.one(step, DOCUMENTS).exchange.response.json
    expect(listed == [], f"the documents are {listed}", *shown)
    candidate = acting.of_address(witness.after(trace, COMPANY), NOBODY)
    expect(step.inputs["candidate_id"] == candidate.id, "it is another one", *shown)
    expect(str(talent.get("id")) == candidate.remote_id, "another talent was read", *shown)
    given = witness.result(step).attachments
    expect(given == (), f"{len(given)} files came back", *shown)
    return Shown("no files, no error", shown)
