from typing import Any

REQUESTS: list[tuple[str, dict[str, Any]]] = [
    ("/user.list", {"limit": 3}),
    ("/candidate.list", {"limit": 5}),
    ("/candidate.create", {"name": "Ada Nova", "email": "ada@mail.example"}),
    ("/candidateTag.create", {"title": "Again"}),
    ("/application.list", {"status": "Hired"}),
    ("/jobPosting.list", {}),
    ("/job.info", {"id": "no uuid"}),
    ("/offer.list", {}),
]


def test_two_resets_and_the_same_requests_give_the_same_bytes(ashby: Any) -> None:
    runs = []
    for _ in range(2):
        ashby.control("reset", {"world": "core"})
        answers = [ashby.post(path, body) for path, body in REQUESTS]
        runs.append([(a.status_code, sorted(a.headers.items()), a.content) for a in answers])
    assert runs[0] == runs[1]


def test_a_reset_forgets_what_was_written_and_switched(ashby: Any) -> None:
    ashby.switch(server_error=True, requests_per_minute=5)
    ashby.control("reset", {"world": "full", "faults": {"requests_per_minute": 7}})
    response = ashby.post("/user.list")
    assert response.status_code == 200
    assert response.headers["x-ratelimit-limit"] == "7"


def test_the_core_world_is_small(ashby: Any) -> None:
    ashby.control("reset", {"world": "core"})
    assert len(ashby.everything("/candidate.list")) == 8
    assert len(ashby.everything("/application.list")) == 10
    assert len(ashby.everything("/job.list", {"status": ["Draft", "Open", "Closed", "Archived"]})) == 6
