from typing import Any

import pytest

SPAN = {"start": "2026-06-15T00:00:00+00:00", "end": "2026-06-16T00:00:00Z"}


def test_deleted_ids_are_logged_even_when_purged(asymbl: Any) -> None:
    kept, gone, back = (asymbl.create("Contact", LastName=name) for name in "ABC")
    for one in (kept, gone, back):
        asymbl.delete("Contact", one)
    asymbl.happen("purge", id=gone)
    asymbl.happen("undelete_record", id=back)
    shown = asymbl.get("/sobjects/Contact/deleted/", params=SPAN)
    assert [one["id"] for one in shown["deletedRecords"]] == [kept, gone]
    assert shown["deletedRecords"][0]["deletedDate"].startswith("2026-06-15T08:00:00.")
    assert shown["earliestDateAvailable"].startswith("2026-05-31")
    assert shown["latestDateCovered"].startswith("2026-06-15T08:00:00.")
    assert asymbl.get("/sobjects/Account/deleted", params=SPAN)["deletedRecords"] == []


def test_changed_ids_are_those_of_living_records(asymbl: Any) -> None:
    one, other = (asymbl.create("Contact", LastName=name) for name in "AB")
    asymbl.delete("Contact", other)
    asymbl.happen("edit_record", id=asymbl.contact(), fields={"Title": "Boss"})
    shown = asymbl.get("/sobjects/Contact/updated", params=SPAN)
    assert set(shown["ids"]) == {one, asymbl.contact()}
    earlier = {"start": "2026-06-15T00:00:00Z", "end": "2026-06-15T08:00:59Z"}
    assert asymbl.get("/sobjects/Contact/updated", params=earlier)["ids"] == []


@pytest.mark.parametrize(
    ("kind", "start", "end", "code"),
    [
        ("deleted", "2026-06-15T00:00:00Z", "2026-06-15T00:00:00Z", "INVALID_REPLICATION_DATE"),
        ("deleted", "2026-05-30T00:00:00Z", "2026-06-15T00:00:00Z", "INVALID_REPLICATION_DATE"),
        ("updated", "2026-05-10T00:00:00Z", "2026-06-15T00:00:00Z", "INVALID_REPLICATION_DATE"),
        ("updated", "soon", "2026-06-15T00:00:00Z", "MALFORMED_QUERY"),
        ("updated", None, None, "MALFORMED_QUERY"),
    ],
)
def test_spans_have_limits(asymbl: Any, kind: str, start: str | None, end: str | None, code: str) -> None:
    params = {name: value for name, value in (("start", start), ("end", end)) if value}
    refused = asymbl.refusal("GET", f"/sobjects/Contact/{kind}", params=params)
    assert refused[:2] == (400, code)


def test_links_are_not_replicated(asymbl: Any) -> None:
    refused = asymbl.refusal("GET", "/sobjects/ContentDocumentLink/updated", params=SPAN)
    assert refused[:2] == (400, "INVALID_TYPE_FOR_OPERATION")


def test_others_changes_are_not_seen(asymbl: Any) -> None:
    asymbl.delete("Contact", asymbl.create("Contact", LastName="A"))
    asymbl.create("Contact", LastName="B")
    token = asymbl.token_with(profile="narrow_sharing")
    assert asymbl.get("/sobjects/Contact/deleted", params=SPAN, token=token)["deletedRecords"] == []
    assert asymbl.get("/sobjects/Contact/updated", params=SPAN, token=token)["ids"] == []


def test_each_request_is_counted(asymbl: Any) -> None:
    limits = asymbl.send("GET", "/services/data/v63.0/limits")
    assert limits.headers["sforce-limit-info"] == "api-usage=1/15000"
    assert limits.json()["DailyApiRequests"] == {"Max": 15000, "Remaining": 14999}
    asymbl.switch(per_app_requests=250)
    info = asymbl.send("GET", "/services/data/v63.0/nope").headers["sforce-limit-info"]
    assert info == "api-usage=2/15000; per-app-api-usage=2/250(appName=assay)"


def test_requests_run_out(asymbl: Any) -> None:
    assert asymbl.happen("spend_requests", requests=14998)["spent"] == 14998
    for _ in range(2):
        assert asymbl.get("/limits")
    used_up = (403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
    assert asymbl.refusal("GET", "/limits") == used_up
    asymbl.switch(daily_requests=20000)
    assert asymbl.get("/limits")
    asymbl.happen("spend_requests")
    assert asymbl.refusal("GET", "/limits") == used_up


def test_an_app_may_run_out_alone(asymbl: Any) -> None:
    asymbl.switch(per_app_requests=1)
    assert asymbl.get("/limits")
    assert asymbl.refusal("GET", "/limits")[1] == "REQUEST_LIMIT_EXCEEDED"
    assert asymbl.get("/limits", token=asymbl.token_with())


def test_limits_may_need_a_permission(asymbl: Any) -> None:
    asymbl.switch(limits_need_setup=True)
    assert asymbl.refusal("GET", "/limits")[:2] == (403, "INSUFFICIENT_ACCESS")
