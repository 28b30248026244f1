"""Rules that hold for every write, and a story told by an ordinary client."""

from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from assay_sandboxes.ashby.access import DEFAULT_KEY, scope_of
from assay_sandboxes.ashby.document import document
from assay_sandboxes.ashby.endpoint import VendorId
from assay_sandboxes.ashby.writing import ENDPOINTS
from assay_sandboxes.core.serving import running

pytestmark = pytest.mark.loopback

PATHS = [endpoint.path for endpoint in ENDPOINTS]
CREATE_NOTE = "/candidate.createNote"
VENDOR_ID = TypeAdapter(VendorId).json_schema()["pattern"]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=PATHS)
def test_a_missing_permission_is_answered_before_the_body_is_looked_at(ashby: Any, endpoint: Any) -> None:
    ashby.grant(without_scopes=(scope_of(endpoint.permission),))

    response = ashby.client.post(
        endpoint.path, content=b"not even JSON", headers={"Content-Type": "application/json"}
    )

    assert response.status_code == 403
    assert response.json() == {"success": False, "errors": [{"message": "missing_endpoint_permission"}]}


@pytest.fixture(name="published", scope="module")
def _published() -> Any:
    """The published document of the writes."""
    return document({path: one for one in ENDPOINTS for path in (one.path, *one.aliases)}, None)


def _body(published: Any, path: str) -> Any:
    """The published schema of the JSON body."""
    schema = published["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    name = schema["$ref"].rpartition("/")[2] if "$ref" in schema else None
    return schema if name is None else published["components"]["schemas"][name]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=PATHS)
def test_every_write_is_published_with_request_and_result(published: Any, endpoint: Any) -> None:
    for path in (endpoint.path, *endpoint.aliases):
        operation = published["paths"][path]["post"]
        assert _body(published, path)["properties"]
        assert operation["responses"]["200"]["content"]["application/json"]["schema"]["anyOf"]
        multipart = "multipart/form-data" in operation["requestBody"]["content"]
        assert multipart is (endpoint.multipart is not None)


def test_the_sandbox_publishes_its_writes(ashby: Any) -> None:
    paths = ashby.client.get("/openapi.json").json()["paths"]

    assert set(PATHS) <= set(paths)
    assert "/application.change_stage" in paths
    assert not [path for path in paths if path.startswith("/_")]


@pytest.mark.parametrize("path", PATHS)
def test_a_malformed_id_is_invalid_and_named(ashby: Any, published: Any, path: str) -> None:
    schema = _body(published, path)
    required = [name for name in schema["required"] if schema["properties"][name].get("pattern") == VENDOR_ID]
    for name in required:
        others = {**dict.fromkeys(required, ashby.unknown), "fieldValue": "x"}
        refusal = ashby.post(path, {**others, name: "7"}).json()["errorInfo"]
        assert refusal["code"] == "invalid_input"
        assert refusal["message"].startswith(f"{name}:")


@pytest.mark.parametrize(
    ("shape", "keys"),
    [
        ("S1", {"success", "errors", "errorInfo"}),
        ("S2", {"success", "errors"}),
        ("S4", {"success", "errorInfo"}),
    ],
)
def test_refusals_of_writes_come_in_the_shape_and_status_of_the_switches(
    ashby: Any, shape: str, keys: set[str]
) -> None:
    ashby.setting(refusal_shape=shape, validation_status=400)

    response = ashby.post("/candidate.create", {"name": ""})

    assert response.status_code == 400
    assert set(response.json()) == keys
    unknown = ashby.post("/candidate.update", {"candidateId": ashby.unknown})
    assert unknown.status_code == 200


def test_a_write_whose_answer_is_lost_took_effect(ashby: Any) -> None:
    candidate_id = ashby.candidate()["id"]
    ashby.setting(drop_after_commit={"path": CREATE_NOTE, "times": 1})
    note = {"candidateId": candidate_id, "note": "Once"}

    with running(ashby.app) as origin, httpx.Client(base_url=origin, auth=(DEFAULT_KEY, "")) as client:
        with pytest.raises(httpx.TransportError):
            client.post(CREATE_NOTE, json=note)
        listed = client.post("/candidate.listNotes", json={"candidateId": candidate_id}).json()["results"]

    assert [one["content"] for one in listed] == ["Once"]


def test_webhooks_of_a_write_whose_answer_is_lost_are_sent(ashby: Any, listening: Any) -> None:
    body = {"candidateId": ashby.candidate()["id"], "jobId": ashby.job().id}
    ashby.setting(drop_after_commit={"path": "/application.create", "times": 1})

    with running(ashby.app) as origin, pytest.raises(httpx.TransportError):
        httpx.post(f"{origin}/application.create", json=body, auth=(DEFAULT_KEY, ""))

    assert listening.actions() == ["applicationSubmit"]


def test_a_server_error_before_a_write_leaves_everything_as_it_was(ashby: Any) -> None:
    before = len(ashby.org.candidates)
    ashby.setting(server_error={"path": "/candidate.create", "times": 1})

    assert ashby.post("/candidate.create", {"name": "Marta"}).status_code == 500
    assert len(ashby.org.candidates) == before


def test_an_ordinary_client_hires_somebody(ashby: Any) -> None:
    """Nothing but HTTP: candidate, application, résumé, stage, tag, note."""
    content = b"%PDF-1.4 invented"
    with running(ashby.app) as origin, httpx.Client(base_url=origin, auth=(DEFAULT_KEY, "")) as client:

        def call(method: str, **body: Any) -> Any:
            response = client.post(f"/{method}", json=body)
            assert response.status_code == 200
            assert response.json()["success"] is True, response.text
            return response.json()["results"]

        jobs = call("job.list", status=["Open"])
        job = next(one for one in jobs if one["title"] == "Backend Engineer")
        candidate = call("candidate.create", name="Marta Reis Lima", email="marta@example.org")
        application = call("application.create", candidateId=candidate["id"], jobId=job["id"])
        assert application["status"] == "Lead"

        upload = call(
            "file.createFileUploadHandle",
            fileUploadContext="CandidateResume",
            filename="cv.pdf",
            contentType="application/pdf",
            contentLength=len(content),
        )
        stored = httpx.post(upload["url"], data=upload["fields"], files={"file": ("cv.pdf", content)})
        assert stored.status_code == 204
        call("candidate.uploadResume", candidateId=candidate["id"], resumeHandle=upload["handle"])

        stages = call("interviewStage.list", interviewPlanId=job["defaultInterviewPlanId"])
        hired = next(stage for stage in stages if stage["type"] == "Hired")
        call("application.changeStage", applicationId=application["id"], interviewStageId=hired["id"])
        tag = call("candidateTag.create", title="Welcome")
        call("candidate.addTag", candidateId=candidate["id"], tagId=tag["id"])
        call("candidate.createNote", candidateId=candidate["id"], note="Starts on Monday.")

        assert call("application.info", applicationId=application["id"])["status"] == "Hired"
        shown = call("candidate.info", id=candidate["id"])
        url = call("file.info", fileHandle=shown["resumeFileHandle"]["handle"])["url"]
        assert httpx.get(url).content == content
        assert [one["title"] for one in shown["tags"]] == ["Welcome"]
