"""Creating somebody whom the vendor knows: the talent is reused, the resume replaced.

Source: avionte sheet 3.1, 3.3, 7.8.1.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Job
from assay_contracts import cast, witness
from assay_contracts.avionte import acting
from assay_contracts.avionte.acting import CREATE, PUT_INTO_PIPELINE, RESUME
from assay_contracts.avionte.calls import of_selected
from assay_contracts.avionte.register import REGISTER
from assay_contracts.avionte.scenarios.creating import proves_of_both
from assay_contracts.creations import CREATIONS

KNOWN = "known-talents"
COMPANY = "read the company"
ADDRESSES = {"candidate": "zoe@mail.example", "application": "chidi.okonkwo@mail.example"}
"""Of two talents with a resume each."""
OTHER_NAME = {"first_name": "Odile", "last_name": "Sonderfall"}
NEW, EARLIER, LAST = "new-resume.pdf", "earlier-resume.pdf", "last-resume.pdf"
_MOVING = ("talentResume", "lastUpdatedDate", "latestActivityDate", "latestActivityName")
"""What of a talent a new resume changes."""


def _looks(what: str) -> tuple[str, str, str]:
    return f"{what}: before", f"{what}: between", f"{what}: after"


def _one_cv(what: str) -> str:
    return f"{what} with a CV"


def _two_cvs(what: str) -> str:
    return f"{what} with two CVs"


@REGISTER.scenario(KNOWN)
def known_talents(stage: Stage) -> None:
    """Both creations are given the address of a known talent, with one CV and then with two."""
    acting.ready(stage, acting.SALES, acting.CFO)
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=2, nominations=3, talents=3))
    job = cast.one(cast.of(snapshot, Job), lambda job: job.name == acting.CFO)
    for what, operation in CREATIONS.items():
        person = {**OTHER_NAME, "email_address": ADDRESSES[what]}
        given = {"candidate": person, "application": {"job_id": job.id}}
        known = acting.of_address(snapshot, ADDRESSES[what])
        before, between, after = _looks(what)
        acting.look(stage, before, known.remote_id)
        one, two = [cast.file(NEW, "CV")], [cast.file(name, "CV") for name in (EARLIER, LAST)]
        stage.act(_one_cv(what), operation, {**given, "attachments": one}, budget=3)
        acting.look(stage, between, known.remote_id)
        stage.act(_two_cvs(what), operation, {**given, "attachments": two}, budget=4)
        acting.look_at_files(stage, after, known.remote_id)


@proves_of_both("a-known-email-reuses-the-talent", KNOWN)
def a_known_email_reuses_the_talent(trace: Trace, what: str) -> Shown:
    """Refused as a duplicate; then the known talent is put into the pipeline, and is as it was."""
    step, before = witness.succeeded(trace, _one_cv(what)), witness.after(trace, COMPANY)
    known = acting.of_address(before, step.inputs["candidate"]["email_address"])
    refused = _refused(witness.sent(step, "POST", CREATE))
    pipeline = witness.only(step, "POST", PUT_INTO_PIPELINE)
    said = witness.body(pipeline)
    expect(str(said.get("talentId")) == known.remote_id, f"sent was {said}", pipeline)
    other = [one for one in witness.writes(step) if _changes_talent(one)]
    expect(not other, "the talent was written to", *other)
    looks = _looks(what)
    was, now = (_kept(acting.talent(trace, name)) for name in looks[:2])
    moved = sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))
    expect(not moved, f"the talent has other {moved}", *step.played)
    sent = witness.body(refused)
    differs = (sent.get("firstName"), sent.get("lastName")) != (was["firstName"], was["lastName"])
    expect(differs, "the name given was that of the talent", refused)
    snapshot = witness.after(trace, _one_cv(what))
    job_id = step.inputs["application"]["job_id"]
    mine = [a for a in acting.applications_of(snapshot, known) if a.job_id == job_id]
    expect(len(mine) == 1, f"the talent has {len(mine)} applications to the job", pipeline)
    kept = acting.of_address(snapshot, ADDRESSES[what])
    expect(kept.first_name == known.first_name, f"stored is {kept.first_name!r}", refused)
    witness.warned(step, "reused")
    return Shown(f"talent {known.remote_id} was reused", (refused, pipeline))


def _refused(creations: tuple[Played, ...]) -> Played:
    expect(len(creations) == 1, f"it was made {len(creations)} times", *creations)
    status = creations[0].exchange.response.status
    expect(status == HTTPStatus.CONFLICT, f"creating was answered with {status}", *creations)
    return creations[0]


def _changes_talent(played: Played) -> bool:
    """Whether a write is none of those that a creation of a known talent takes."""
    request = played.exchange.request
    taken = {CREATE, PUT_INTO_PIPELINE}
    is_resume = request.method == "POST" and request.path.endswith("/resume")
    return request.method != "POST" or not (request.path in taken or is_resume)


def _kept(talent: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in talent.items() if name not in _MOVING}


@proves_of_both("a-cv-replaces-the-resume", KNOWN)
def a_cv_replaces_the_resume(trace: Trace, what: str) -> Shown:
    """Each look shows one resume, the last sent, under an id of its own; two at once are warned of."""
    one, two = witness.succeeded(trace, _one_cv(what)), witness.succeeded(trace, _two_cvs(what))
    before, between, after = _looks(what)
    new = acting.upload(one, RESUME, NEW)
    earlier, last = (acting.upload(two, RESUME, name) for name in (EARLIER, LAST))
    expect(earlier.index < last.index, "they were sent the other way round", earlier, last)
    shown = [
        acting.resume(trace, before),
        acting.shows_resume(trace, between, new),
        acting.shows_resume(trace, after, last),
    ]
    numbers = [resume.get("resumeId") for resume in shown]
    overridden = witness.answer(witness.carried_out(earlier)).get("resumeId")
    expect(len({*numbers, overridden}) == len(numbers) + 1, f"the ids are {numbers}, {overridden}", new, last)
    expect(shown[0].get("resumeFilename") != NEW, "the talent had that resume before", new)
    listed = acting.titles(trace, after)
    expect({NEW, EARLIER, LAST}.isdisjoint(listed), f"the documents are {listed}", last)
    witness.warned(two, "several CVs", "last")
    quiet = [warning for warning in witness.result(one).warnings if "several CVs" in warning]
    expect(not quiet, "one CV was warned of", new)
    return Shown("the last CV is the one resume", (new, earlier, last))
