"""Acting on Avionté, and looking at what came of it in the vendor's own words.

Source: avionte sheet 3, 7.8.
"""

from collections.abc import Mapping
from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.player import RECEIVER_URL, WEBHOOK_SECRET
from assay.scenario import NotShown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate
from assay_contracts import cast, witness
from assay_contracts.avionte import calls
from assay_contracts.avionte.calls import PREFIX, told
from assay_contracts.avionte.deliveries import ORDERED
from assay_contracts.avionte.register import API

CREATE = f"{PREFIX}/talent"
PUT_INTO_PIPELINE = f"{PREFIX}/pipeline/talent-stage/add"
NOMINATE = f"{PREFIX}/talent/stage"
RESUME, DOCUMENT = f"{PREFIX}/talent/*/resume", f"{PREFIX}/talent/*/document-from-body"
DOCUMENTS, DOCUMENT_GET = f"{PREFIX}/talent/*/document", f"{PREFIX}/talent/*/document/*"
TAG = f"{PREFIX}/talent/*/talenttag"

BACKEND, CFO, SALES, TESTER = (
    "Backend Engineer",  # three web applicants, four nominations, four talents in all
    "Chief Financial Officer",  # one nomination
    "Vertriebsleiter:in Süd",  # one web applicant, two nominations, two talents in all
    "<script>alert('x')</script> QA Engineer & \"Tester\"",  # two web applicants
)
"""Jobs of the small company."""
APPLICANT = 6
"""A status that every tenant has (2.2)."""
OWN_PIPELINE, OWN_WEB = "PIPELINE", "WEB_APPLICATION"


# --- in scenarios --------------------------------------------------------------------------------


def ready(stage: Stage, *titles: str, **options: Any) -> list[int]:
    """Connect with these jobs selected, and with what creating takes; their ids. Three calls."""
    numbers = calls.job_ids(stage)
    [owner, *_] = stage.passthrough("who may own talents", "GET", "/users", api=API, budget=1).data
    selected = [numbers[title] for title in titles]
    settings = {"representative_user_id": owner["userId"], "status_id": APPLICANT, **options}
    calls.select(stage, *selected, **settings)
    return selected


def announce(stage: Stage, *events: str) -> None:
    """Have these events alone sent to us: each costs what it costs."""
    url = f"{RECEIVER_URL}/avionte"
    stage.vendor(ORDERED, "register_webhook", url=url, value=WEBHOOK_SECRET, events=list(events))


def look(stage: Stage, name: str, talent_id: object) -> None:
    """See a talent with the resume: one call."""
    params = {"includeResume": "True"}
    stage.passthrough(name, "GET", f"/talent/{talent_id}", api=API, params=params, budget=1)


def look_at_files(stage: Stage, name: str, talent_id: object) -> None:
    """See resume and documents of a talent: two calls."""
    look(stage, name, talent_id)
    stage.passthrough(_documents_of(name), "GET", f"/talent/{talent_id}/document", api=API, budget=1)


def _documents_of(name: str) -> str:
    return f"{name}, documents"


# --- people --------------------------------------------------------------------------------------


def of_address(snapshot: Snapshot, email_address: str) -> Candidate:
    """The candidate with that address; raises LookupError when there is none."""
    return cast.one(
        cast.of(snapshot, Candidate),
        lambda c: email_address in [email.email_address for email in c.email_addresses or []],
    )


def applications_of(snapshot: Snapshot, candidate: Candidate) -> list[Application]:
    """Every application of somebody."""
    return [a for a in cast.of(snapshot, Application) if a.candidate_id == candidate.id]


def stage_of(snapshot: Snapshot, application: Application) -> ApplicationStage:
    """The stage of an application; raises LookupError when it is in none."""
    return cast.by_id(snapshot, ApplicationStage, application.current_stage_id)


def in_own_stage(snapshot: Snapshot, stage: str) -> list[Application]:
    """Applications in a stage of ours, by its vendor id."""
    return [
        a
        for a in cast.of(snapshot, Application)
        if a.current_stage_id is not None and stage_of(snapshot, a).remote_id == stage
    ]


def nominated(snapshot: Snapshot) -> list[Application]:
    """Applications in a stage of the vendor's own that are still under way."""
    ours = {OWN_PIPELINE, OWN_WEB}
    return [
        a
        for a in cast.of(snapshot, Application)
        if a.outcome == "PENDING" and a.current_stage_id and stage_of(snapshot, a).remote_id not in ours
    ]


def activity(stage: ApplicationStage) -> Mapping[str, Any]:
    """The vendor's own row about a stage."""
    [row] = (stage.remote_data or {}).values()
    if not isinstance(row, dict):
        raise NotShown(f"the stage {stage.name!r} has no row")
    return row


def ids_in(application: Application) -> tuple[str, str]:
    """Talent and job of an application, as the vendor numbers them."""
    talent_id, _, job_id = str(application.remote_id).partition(":")
    return talent_id, job_id


# --- in proofs -----------------------------------------------------------------------------------


def talent(trace: Trace, name: str) -> Mapping[str, Any]:
    """The talent as a look showed it."""
    found = told(trace.step(name))
    expect(isinstance(found, dict), f"{name!r} showed no talent", *trace.step(name).played)
    return dict(found)


def resume(trace: Trace, name: str) -> Mapping[str, Any]:
    """The resume as a look showed it."""
    found = talent(trace, name).get("talentResume")
    if not isinstance(found, dict):
        raise NotShown(f"{name!r} showed no resume", *trace.step(name).played)
    return found


def titles(trace: Trace, name: str) -> list[str]:
    """Titles of the documents as a look at files showed them."""
    found = told(trace.step(_documents_of(name)))
    if not isinstance(found, list):
        raise NotShown(f"{name!r} showed no documents", *trace.step(name).played)
    return [str(document["title"]) for document in found]


def write(step: Step, path: str) -> Played:
    """The one write of a step, which went to this path and was carried out."""
    written = witness.writes(step)
    expect(len(written) == 1, f"{len(written)} writes in {step.name!r}", *written)
    return witness.only(step, "POST", path)


def upload(step: Step, path: str, name: str) -> Played:
    """The upload of a file of that name, by path of resumes or documents."""
    key = "resumeFilename" if path == RESUME else "title"
    found = [one for one in witness.calls(step, path) if witness.body(one).get(key) == name]
    expect(len(found) == 1, f"{name!r} was sent to {path} {len(found)} times", *step.played)
    return witness.carried_out(found[0])


def shows_resume(trace: Trace, look_name: str, sent: Played) -> Mapping[str, Any]:
    """The resume of a look, if it is what was sent and became what the answer said."""
    found, said = resume(trace, look_name), witness.body(sent)
    for key in ("resumeFilename", "resumeContents"):
        expect(found.get(key) == said.get(key), f"the resume has another {key}", sent)
    number = witness.answer(sent).get("resumeId")
    expect(number is not None and found.get("resumeId") == number, f"it is not resume {number}", sent)
    return found
