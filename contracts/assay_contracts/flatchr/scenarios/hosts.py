"""Two hosts, wherever they are, and no key in any recording. Source: flatchr sheet 1.1, 1.3, 7.9."""

from typing import Any

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate, Job, Tag
from assay_contracts import cast, witness
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.register import OTHER_API, OTHER_CAREERS, REGISTER

READ, CREATE = "read from other addresses", "create at other addresses"
ON_CAREERS = (calls.PUBLISHED, calls.WITH_CV, calls.FORM)
ON_API = (calls.COLUMNS, calls.VACANCIES, calls.TAGS, calls.SEARCH)


@REGISTER.scenario("other-hosts")
def other_hosts(stage: Stage) -> None:
    """Both addresses are set to others; people, jobs and tags are read, and a candidate is created."""
    stage.connect("full", base_url=OTHER_API, options={"careers_url": OTHER_CAREERS})
    snapshot = stage.sync(READ, models=(Job.store_id, Tag.store_id, *cast.PEOPLE))
    person = {"first_name": "Erwan", "last_name": "Kerloc'h", "email_address": "erwan@applicant.example"}
    job = cast.open_job_by_status(snapshot)
    inputs: dict[str, Any] = {"candidate": person, "application": {"job_id": job.id}}
    files = [cast.file("cv.pdf", "CV")]
    stage.act(CREATE, "create_candidate", {**inputs, "attachments": files})


@REGISTER.proves("behaviour/general/both-hosts-are-settings", scenario="other-hosts")
def both_hosts_are_settings(trace: Trace) -> Shown:
    """Published vacancies and the creation are at the second address, all else at the first."""
    steps = witness.succeeded(trace, READ), witness.succeeded(trace, CREATE)
    every = [call for step in steps for call in step.played]
    careers = [call for step in steps for path in ON_CAREERS for call in step.sent(path)]
    for call in every:
        wanted = OTHER_CAREERS if call in careers else OTHER_API
        expect(calls.is_at(call, wanted), f"{call.exchange.request.url} is not at {wanted}", call)
        witness.carried_out(call)
    read, created = steps
    asked = {path for path in ON_API if read.sent(path)}
    expect(asked == set(ON_API), f"of the API asked was {sorted(asked)}", *every)
    expect(read.sent(calls.PUBLISHED), "published vacancies were not asked for", *every)
    calls.creation(created)
    applicant = str(witness.result(created).remote_id)
    for model in (Candidate, Application):
        calls.undeleted(witness.record(witness.after(trace, CREATE), model, applicant))
    return Shown(f"{len(careers)} calls to careers, {len(every) - len(careers)} to the API", tuple(every))


@REGISTER.proves("behaviour/general/the-key-is-in-no-recording", scenario="create-candidate")
def the_key_is_in_no_recording(trace: Trace) -> Shown:
    """In header and body stands its name instead; the key itself is nowhere, and in no query."""
    key = REGISTER.credentials["full"].values["api_key"]
    name, created = "full-api-key", []
    expect(trace.exchanges, "nothing is recorded")
    for index, exchange in enumerate(trace.exchanges):
        request, response = exchange.request, exchange.response
        played = Played(index=index, exchange=exchange)
        texts = (request.url, *request.headers.values(), *response.headers.values())
        bodies = (request.body, response.body)
        whole = "\n".join((*texts, *(body.decode("utf-8", "replace") for body in bodies)))
        expect(key not in whole, f"the key stands in {request.method} {request.path}", played)
        expect("token" not in request.query, f"{request.path} has a token in its query", played)
        if request.path == calls.WITH_CV:
            places = (request.headers.get("authorization", ""), str(witness.body(played).get("token")))
            expect(all(name in place for place in places), f"of the key it has {places}", played)
            created.append(played)
    expect(created, "nobody was created with a CV")
    sent = [call for step in trace.steps for call in step.sent(calls.WITH_CV)]
    expect(len(sent) == len(created), "the recording is not what was played", *created)
    for call in sent:
        witness.carried_out(call)
    return Shown(f"the key is in none of {len(trace.exchanges)} exchanges", tuple(created))
