"""Creating where the pipeline refuses after the talent is there. Source: avionte sheet 7.8.1, 3.5."""

from http import HTTPStatus

from assay.errors import ConnectorError
from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import ApplicationStage, Job
from assay_contracts import cast, witness
from assay_contracts.avionte import acting
from assay_contracts.avionte.acting import CREATE, PUT_INTO_PIPELINE
from assay_contracts.avionte.calls import costs, of_selected
from assay_contracts.avionte.register import API, REGISTER
from assay_contracts.avionte.scenarios.creating import proves_of_both
from assay_contracts.creations import CREATIONS

REFUSED = "refused-by-the-pipeline"
COMPANY, REMOVED = "read the company", "the first stage of the pipeline is removed"
FIRST = 2
"""Where the vendor's own stages begin, after two of ours (7.3)."""
_STEP = "pipeline"
"""The word for the step that fails."""


def _everybody(what: str) -> str:
    return f"who is there before the {what}"


def _made(what: str) -> str:
    return f"look at the talent of the {what}"


def _talent_ids(stage: Stage, name: str) -> list[int]:
    found: list[int] = stage.passthrough(name, "GET", "/talents/ids/1/500", api=API, budget=1).data
    return found


@REGISTER.scenario(REFUSED)
def refused_by_the_pipeline(stage: Stage) -> None:
    """The stage where new applications go is removed after it was read; both creations run into it."""
    acting.ready(stage, acting.CFO)
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=1, nominations=1, talents=1))
    [first] = [s for s in cast.of(snapshot, ApplicationStage) if s.global_index == FIRST]
    stage.vendor(REMOVED, "remove_activity", type_id=int(str(first.remote_id)))
    job = cast.one(cast.of(snapshot, Job))
    for number, (what, operation) in enumerate(CREATIONS.items()):
        before = _talent_ids(stage, _everybody(what))
        person = {"first_name": "Halina", "last_name": "Wpół", "email_address": f"{number}.half@mail.example"}
        given = {"candidate": person, "application": {"job_id": job.id}}
        stage.act(what, operation, given, fails=True, budget=2)
        after = _talent_ids(stage, f"who is there after the {what}")
        [made] = set(after) - set(before)
        acting.look(stage, _made(what), made)


@proves_of_both("a-failure-after-the-talent-is-partial", REFUSED)
def a_failure_after_the_talent_is_partial(trace: Trace, what: str) -> Shown:
    """The error names talent and step; the talent was made once, nothing took it back, it is still there."""
    step = trace.step(what)
    made, refused = costs(step, 2)
    asked = [(one.exchange.request.method, one.exchange.request.path) for one in (made, refused)]
    expect(asked == [("POST", CREATE), ("POST", PUT_INTO_PIPELINE)], f"sent were {asked}", made, refused)
    number = witness.answer(witness.carried_out(made)).get("id")
    address = step.inputs["candidate"]["email_address"]
    expect(witness.body(made).get("emailAddress") == address, "another address was sent", made)
    said = witness.body(refused)
    expect(said.get("talentId") == number, f"the pipeline was sent {said}", refused)
    status = refused.exchange.response.status
    expect(status == HTTPStatus.CONFLICT, f"the pipeline was answered with {status}", refused)
    error = step.error
    expect(isinstance(error, ConnectorError), f"it ended with {error!r}", refused)
    text = str(error)
    expect(str(number) in text, f"the error does not name {number}: {text}", refused)
    expect(_STEP in text, f"the error does not name the step: {text}", refused)
    there = acting.talent(trace, _made(what))
    expect(there.get("id") == number, f"the talent {number} is not there", made)
    expect(there.get("emailAddress") == address, "it is another one", made)
    return Shown(text.partition("\n")[0], (made, refused))
