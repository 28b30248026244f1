"""The one file that Flatchr takes: the first CV. Source: flatchr sheet 3.1, 7.7."""

import base64

from assay.evidence import Played, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Job
from assay_contracts import cast, witness
from assay_contracts.creations import CREATIONS
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.calls import proves_of_both
from assay_contracts.flatchr.register import CAREERS, REGISTER
from assay_contracts.flatchr.scenarios.creating import COMPANY, inputs_for

SEVERAL, FETCHED, LINKED = "with three files", "with a linked CV", "with a linked CV, as a link"
LETTER, CV, SECOND_CV = "letter-a.pdf", "cv-b.pdf", "cv-c.pdf"
LINK = f"{cast.FILES}/cv.pdf"
FILES = "files-of-{what}"


def _with_files(stage: Stage, what: str) -> None:
    operation = CREATIONS[what]
    snapshot = stage.sync(COMPANY, models=(Job.store_id,))
    files = [
        cast.file(LETTER, "COVER_LETTER", content=_pdf(LETTER)),
        cast.file(CV, "CV", content=_pdf(CV)),
        cast.file(SECOND_CV, "CV", content=_pdf(SECOND_CV)),
    ]
    stage.act(SEVERAL, operation, inputs_for(snapshot, 0, attachments=files))
    linked = [{"name": "linked.pdf", "type": "CV", "data_url": LINK}]
    stage.act(FETCHED, operation, inputs_for(snapshot, 1, attachments=linked))
    stage.connect("full", options={"resume_mode": "link"})
    stage.act(LINKED, operation, inputs_for(snapshot, 2, attachments=linked))


def _pdf(name: str) -> str:
    """A file that differs from the others."""
    return base64.b64encode(base64.b64decode(cast.PDF) + f"% {name}\n".encode()).decode()


@REGISTER.scenario("files-of-candidate")
def files_of_candidate(stage: Stage) -> None:
    """Create candidates with several files, and with a CV by its address in both forms."""
    _with_files(stage, "candidate")


@REGISTER.scenario("files-of-application")
def files_of_application(stage: Stage) -> None:
    """Create applications with several files, and with a CV by its address in both forms."""
    _with_files(stage, "application")


def _sent_with_cv(step: Step) -> Played:
    call = calls.creation(step)
    expect(call in step.sent(calls.WITH_CV), f"it went to {call.exchange.request.path}", call)
    expect(calls.is_at(call, CAREERS), f"it went to {call.exchange.request.url}", call)
    return call


@proves_of_both("only-the-first-cv-is-sent", FILES)
def only_the_first_cv_is_sent(trace: Trace, what: str) -> Shown:
    """One creation with the first CV; neither name nor content of another file is in any request."""
    del what
    step = witness.succeeded(trace, SEVERAL)
    call = _sent_with_cv(step)
    body = witness.body(call)
    given = {file["name"]: file for file in step.inputs["attachments"]}
    wanted = {"fileName": CV, "contentType": given[CV]["content_type"], "data": given[CV]["data"]}
    expect((body["type"], body["resume"]) == ("document", wanted), f"sent was {body['resume']}", call)
    others = [file for name, file in given.items() if name != CV]
    expect({file["name"] for file in others} == {LETTER, SECOND_CV}, f"given was {sorted(given)}", call)
    for one in step.played:
        text = one.exchange.request.url + one.exchange.request.body.decode("utf-8", "replace")
        leaked = [file["name"] for file in others if file["name"] in text or file["data"] in text]
        expect(not leaked, f"{leaked} in {one.exchange.request.path}", one)
    return Shown(f"{CV} alone was sent", (call,))


@proves_of_both("files-not-sent-are-reported", FILES)
def files_not_sent_are_reported(trace: Trace, what: str) -> Shown:
    """One warning for the letter and one for the second CV, none for the first."""
    del what
    step = witness.succeeded(trace, SEVERAL)
    call = _sent_with_cv(step)
    told = [calls.warned(step, name, "not sent") for name in (LETTER, SECOND_CV)]
    warnings = witness.result(step).warnings
    expect(sorted(warnings) == sorted(told), f"the warnings are {list(warnings)}", call)
    return Shown("; ".join(told), (call,))


@proves_of_both("a-linked-cv-is-sent-as-bytes-unless-set", FILES)
def a_linked_cv_is_sent_as_bytes_unless_set(trace: Trace, what: str) -> Shown:
    """By default fetched once and sent as base64; as a link when so set, and then nothing is fetched."""
    del what
    fetched, linked = witness.succeeded(trace, FETCHED), witness.succeeded(trace, LINKED)
    opened = [call for call in fetched.played if call.exchange.request.url == LINK]
    expect(len(opened) == 1, f"the link was opened {len(opened)} times", *fetched.played)
    content = witness.carried_out(opened[0]).exchange.response.body
    first, second = _sent_with_cv(fetched), _sent_with_cv(linked)
    expect(opened[0].index < first.index, "it was opened after the creation", opened[0], first)
    body = witness.body(first)
    data = base64.b64decode(str(body["resume"]["data"])) if isinstance(body["resume"], dict) else b""
    expect(
        body["type"] == "document" and content and data == content, f"it was sent as {body['type']}", first
    )
    expect(LINK.encode() not in first.exchange.request.body, "the vendor was sent the link", first)
    wanted = {"type": "link", "resume": LINK}
    seen = {name: witness.body(second)[name] for name in wanted}
    expect(seen == wanted, f"as a link it was sent as {seen}", second)
    expect(LINK not in {call.exchange.request.url for call in linked.played}, "it was fetched", second)
    return Shown(f"{len(content)} bytes, then the address", (*opened, first, second))
