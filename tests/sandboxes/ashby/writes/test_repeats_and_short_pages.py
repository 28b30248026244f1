from typing import Any

import pytest


@pytest.mark.loopback
def test_a_webhook_can_come_twice_byte_for_byte(ashby: Any, listening: Any) -> None:
    listening.take()
    job = ashby.job()
    ashby.happen("edit_job", job_id=job.id, title="Told twice")
    (first,) = list(listening.got)

    result = ashby.happen("repeat_webhook")

    assert result == {"action": "jobUpdate"}
    assert listening.got == [first, first]


@pytest.mark.loopback
def test_what_nobody_took_is_not_what_comes_twice(ashby: Any, listening: Any) -> None:
    listening.take()
    ashby.happen("edit_job", job_id=ashby.job().id, title="Taken")
    listening.statuses[:] = [500]
    candidate_id = ashby.first("candidates").id
    ashby.happen("delete_candidate", candidate_id=candidate_id)
    assert listening.actions() == ["jobUpdate", "candidateDelete"]

    ashby.happen("repeat_webhook")

    assert listening.actions() == ["jobUpdate"]


def test_without_any_webhook_nothing_can_be_repeated(ashby: Any) -> None:
    assert "no webhook was delivered" in ashby.wrong("repeat_webhook")


def test_pages_may_be_shorter_than_asked_for(ashby: Any) -> None:
    ashby.setting(page_cap=3)
    sizes, cursor = [], None
    while True:
        body = {"limit": 5} if cursor is None else {"limit": 5, "cursor": cursor}
        page = ashby.post("/candidate.list", body).json()
        sizes.append(len(page["results"]))
        cursor = page.get("nextCursor")
        if not page["moreDataAvailable"]:
            break

    assert sizes == [3, 3, 2]
    assert "syncToken" in page
