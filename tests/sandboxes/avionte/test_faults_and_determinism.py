"""The generic faults reach every call, and two runs are the same."""

from typing import Any

import pytest

from assay_sandboxes.avionte import create_app
from assay_sandboxes.avionte.access import DEFAULT_VALUES

PREFIX = "/front-office/v1"


@pytest.mark.parametrize(
    "name",
    [
        f"{PREFIX}/job/{{jobId}}",
        "GET /front-office/v1/job/{jobId}",
        "JOB_GET",
        "as sent",
        "as sent with the method",
    ],
)
def test_faults_find_calls_by_several_names(avionte: Any, name: str) -> None:
    path = f"/job/{avionte.job('job-cfo')}"
    sent = {"as sent": PREFIX + path, "as sent with the method": f"GET {PREFIX}{path}"}
    avionte.switch(server_error={"path": sent.get(name, name), "times": 1})
    assert avionte.get("/branch")
    assert avionte.refused("GET", path) == 500
    assert avionte.get(path)


def test_limits_gateways_and_broken_answers_happen(avionte: Any) -> None:
    avionte.switch(rate_limited={"path": "BRANCHES", "times": 1, "retry_after_s": 7})
    assert avionte.send("GET", "/branch").headers["retry-after"] == "7"
    avionte.switch(bad_gateway={"path": "BRANCHES", "times": 1})
    assert avionte.send("GET", "/branch").text.startswith("<html>")
    avionte.switch(server_error={"path": "/authorize/token", "times": 1})
    assert avionte.ask_token().status_code == 500


def test_pages_and_ids_may_come_twice(avionte: Any) -> None:
    first = avionte.get("/jobs/ids/1/5")
    avionte.switch(repeated_page={"path": "JOB_IDS", "times": 1})
    assert avionte.get("/jobs/ids/1/5") == first
    assert avionte.get("/jobs/ids/2/5") == first
    assert avionte.get("/jobs/ids/2/5") != first
    avionte.switch(duplicate_record={"path": "JOB_IDS", "times": 1})
    assert avionte.get("/jobs/ids/1/2") == [first[0], first[0], first[1]]


def test_a_write_may_happen_without_an_answer(avionte: Any) -> None:
    number = avionte.talent("candidate-ewa")
    body = {"tag": "Lost", "talentId": number}
    avionte.switch(drop_after_commit={"path": "TAG_ADD", "times": 1})
    with pytest.raises(ConnectionResetError):
        avionte.send("POST", f"/talent/{number}/talenttag", json=body)
    assert [tag["tag"] for tag in avionte.get(f"/talent/{number}/all-tags")["tags"]] == ["Lost"]


def test_things_happen_while_a_client_reads(avionte: Any) -> None:
    job = avionte.job("job-cfo")
    avionte.happen("while_reading", path="JOB_IDS", after=1, event="remove_job", parameters={"job_id": job})
    assert job in avionte.get("/jobs/ids/1/50")
    assert job not in avionte.get("/jobs/ids/1/50")
    avionte.happen("throw_switches", values={"page_base": 0})
    assert avionte.get("/jobs/ids/1/50") == []


def test_two_runs_of_the_same_calls_are_the_same(avionte: Any) -> None:
    def run() -> list[bytes]:
        avionte.control("reset", {"world": "core"})
        avionte._token = None
        place = {"talentId": avionte.talent("candidate-cher"), "jobId": avionte.job("job-hostile")}
        stage = {"jobActivityName": "Team Day", "stageType": "Active"}
        calls = [
            ("GET", "/jobs/ids/1/100", None),
            ("POST", "/talent/stage", {**place, **stage}),
            ("GET", f"/talent/stages/job/{place['jobId']}", None),
        ]
        return [avionte.headers["Authorization"].encode()] + [
            avionte.send(method, path, json=body).content for method, path, body in calls
        ]

    assert run() == run()


def test_the_document_names_the_sandbox_and_every_call() -> None:
    app = create_app("https://api.avionte.com")
    document = app.state.document()
    assert document["servers"] == [{"url": "https://api.avionte.com"}]
    assert f"{PREFIX}/talents/multi-query" in document["paths"]
    assert DEFAULT_VALUES["client_secret"] not in str(document)
