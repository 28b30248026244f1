from typing import Any

import pytest

DATA = "/services/data/v63.0"


def composite(asymbl: Any, *calls: dict[str, Any], **more: Any) -> list[Any]:
    body = {"compositeRequest": list(calls), **more}
    response = asymbl.send("POST", f"{DATA}/composite", json=body)
    assert response.status_code == 200, response.text
    return list(response.json()["compositeResponse"])


def call(method: str, path: str, reference: str, body: Any = None, **more: Any) -> dict[str, Any]:
    made = {"method": method, "url": f"{DATA}{path}", "referenceId": reference, **more}
    return made if body is None else {**made, "body": body}


def test_later_calls_use_what_earlier_ones_gave(asymbl: Any) -> None:
    answers = composite(
        asymbl,
        call("POST", "/sobjects/Account", "a", {"Name": "New Client"}),
        call("POST", "/sobjects/Contact", "c", {"LastName": "Lind", "AccountId": "@{a.id}"}),
        call("GET", "/query?q=SELECT+Id,AccountId+FROM+Contact+WHERE+Id='@{c.id}'", "q"),
        call("PATCH", "/sobjects/Contact/@{q.records[0].Id}", "p", {"Title": "Lead of @{a.id}"}),
        call("GET", "/sobjects/Contact/@{c.id}?fields=Title", "t"),
    )
    assert [answer["httpStatusCode"] for answer in answers] == [201, 201, 200, 204, 200]
    account = answers[0]["body"]["id"]
    assert answers[0]["httpHeaders"]["Location"].endswith(account)
    assert answers[2]["body"]["records"][0]["AccountId"] == account
    assert answers[3]["body"] is None
    assert answers[4]["body"]["Title"] == f"Lead of {account}"


def test_a_call_that_fails_takes_those_with_it_that_need_it(asymbl: Any) -> None:
    answers = composite(
        asymbl,
        call("POST", "/sobjects/Contact", "c", {"FirstName": "x"}),
        call("GET", "/sobjects/Contact/@{c.id}", "g"),
        call("POST", "/sobjects/Contact", "d", {"LastName": "Kept", "Title": ["@{c.id}"]}),
    )
    assert answers[0]["body"][0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    for lost in answers[1:]:
        assert lost["body"][0]["errorCode"] == "PROCESSING_HALTED"
        assert "c.id" in lost["body"][0]["message"]


@pytest.mark.parametrize("reference", ["@{c.records[0].Id}", "@{c.errors}", "@{nobody.id}", "@{c}"])
def test_references_that_mean_nothing_are_refused(asymbl: Any, reference: str) -> None:
    answers = composite(
        asymbl,
        call("POST", "/sobjects/Contact", "c", {"LastName": "Lind"}),
        call("GET", f"/sobjects/Contact/{reference}", "g"),
    )
    assert answers[1]["body"][0]["errorCode"] == "PROCESSING_HALTED"


def test_all_or_none_undoes_everything(asymbl: Any) -> None:
    before = asymbl.ask("SELECT COUNT() FROM Contact")["totalSize"]
    calls = (
        call("POST", "/sobjects/Contact", "a", {"LastName": "One"}),
        call("POST", "/sobjects/Contact", "b", {"Nope": 1}),
        call("POST", "/sobjects/Contact", "c", {"LastName": "Three"}),
    )
    answers = composite(asymbl, *calls, allOrNone=True)
    assert [answer["body"][0]["errorCode"] for answer in answers] == [
        "PROCESSING_HALTED",
        "INVALID_FIELD",
        "PROCESSING_HALTED",
    ]
    assert asymbl.ask("SELECT COUNT() FROM Contact")["totalSize"] == before
    composite(asymbl, *calls)
    assert asymbl.ask("SELECT COUNT() FROM Contact")["totalSize"] == before + 2


def test_inner_calls_have_headers_of_their_own(asymbl: Any) -> None:
    asymbl.switch(duplicate_rule="alert")
    twin = {"FirstName": "Marta", "LastName": "Reis Lima"}
    header = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
    answers = composite(
        asymbl,
        call("POST", "/sobjects/Contact", "a", twin),
        call("POST", "/sobjects/Contact", "b", twin, httpHeaders=header),
    )
    assert [answer["httpStatusCode"] for answer in answers] == [400, 201]


def test_inner_calls_find_no_more_than_outer_ones(asymbl: Any) -> None:
    paths = ("/composite", "/composite/batch", "/nope", "/sobjects/Nope")
    for path in paths:
        (answer,) = composite(asymbl, call("POST", path, "x", {}))
        assert (answer["httpStatusCode"], answer["body"][0]["errorCode"]) == (404, "NOT_FOUND")
    outside = composite(asymbl, {"method": "GET", "url": "https://evil.example/", "referenceId": "x"})
    assert outside[0]["httpStatusCode"] == 404
    version = asymbl.rows("SELECT Id FROM ContentVersion LIMIT 1")[0]["Id"]
    (blob,) = composite(asymbl, call("GET", f"/sobjects/ContentVersion/{version}/VersionData", "x"))
    assert isinstance(blob["body"], str)
    (all_or_some,) = composite(asymbl, call("POST", "/composite/sobjects", "x", {"records": []}))
    assert all_or_some["httpStatusCode"] == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"compositeRequest": []},
        {"compositeRequest": [5]},
        {"compositeRequest": [{"method": "GET", "url": "/x"}]},
        {"compositeRequest": [call("PUT", "/x", "a")]},
        {"compositeRequest": [call("GET", "/x", "a"), call("GET", "/x", "a")]},
        {"compositeRequest": [call("GET", "/x", f"a{n}") for n in range(26)]},
    ],
)
def test_a_composite_must_be_one(asymbl: Any, body: Any) -> None:
    assert asymbl.refusal("POST", "/composite", json=body)[0] == 400


def test_batches_answer_each_call(asymbl: Any) -> None:
    def batch(*calls: Any, **more: Any) -> Any:
        return asymbl.send("POST", f"{DATA}/composite/batch", json={"batchRequests": list(calls), **more})

    good = {"method": "GET", "url": "v63.0/limits"}
    bad = {"method": "POST", "url": "v63.0/sobjects/Contact", "richInput": {"FirstName": "x"}}
    shown = batch(good, bad, good).json()
    assert shown["hasErrors"] is True
    assert [one["statusCode"] for one in shown["results"]] == [200, 400, 200]
    halted = batch(bad, good, haltOnError=True).json()["results"]
    assert [one["statusCode"] for one in halted] == [400, 412]
    assert batch(good).json()["hasErrors"] is False
    for nonsense in (batch(), batch(5), batch({"method": "GET"}), batch(*[good] * 26)):
        assert nonsense.status_code == 400


def rows(asymbl: Any, method: str, records: Any, **more: Any) -> Any:
    return asymbl.send(method, f"{DATA}/composite/sobjects", json={"records": records, **more})


def person(**fields: Any) -> dict[str, Any]:
    return {"attributes": {"type": "Contact"}, **fields}


def test_many_records_are_saved_row_by_row(asymbl: Any) -> None:
    response = rows(asymbl, "POST", [person(LastName="A"), person(), {"attributes": {"type": "Nope"}}, {}])
    assert response.status_code == 200
    made, missing, unknown, untyped = response.json()
    assert (made["success"], made["errors"]) == (True, [])
    assert missing["errors"][0] == {
        "statusCode": "REQUIRED_FIELD_MISSING",
        "message": "Required fields are missing: [LastName]",
        "fields": ["LastName"],
    }
    assert unknown["errors"][0]["statusCode"] == untyped["errors"][0]["statusCode"] == "INVALID_TYPE"
    lost = person(id="0038c00000Fa1Ke", LastName="B")
    changes = [person(id=made["id"], Title="Boss"), lost, person(LastName="C")]
    changed = rows(asymbl, "PATCH", changes).json()
    assert changed[0] == made
    assert changed[1]["errors"][0]["statusCode"] == "INVALID_CROSS_REFERENCE_KEY"
    assert changed[2]["errors"][0]["statusCode"] == "MISSING_ARGUMENT"
    assert asymbl.get(f"/sobjects/Contact/{made['id']}")["Title"] == "Boss"


def test_all_or_none_undoes_rows(asymbl: Any) -> None:
    before = asymbl.ask("SELECT COUNT() FROM Contact")["totalSize"]
    results = rows(asymbl, "POST", [person(LastName="A"), person()], allOrNone=True).json()
    assert [one["errors"][0]["statusCode"] for one in results] == [
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "REQUIRED_FIELD_MISSING",
    ]
    assert asymbl.ask("SELECT COUNT() FROM Contact")["totalSize"] == before


def test_many_records_are_read_and_deleted_by_their_ids(asymbl: Any) -> None:
    ids = [asymbl.create("Contact", LastName=name) for name in ("A", "B")]
    path = f"{DATA}/composite/sobjects"
    user = asymbl.rows("SELECT Id FROM User LIMIT 1")[0]["Id"]
    shown = asymbl.get(f"/composite/sobjects/Contact?ids={ids[0]},{user},x&fields=LastName")
    assert [one and one["LastName"] for one in shown] == ["A", None, None]
    assert asymbl.refusal("GET", "/composite/sobjects/Contact?ids=x")[1] == "MISSING_ARGUMENT"
    undone = asymbl.send("DELETE", f"{path}?ids={ids[0]},nonsense&allOrNone=true").json()
    assert [one["success"] for one in undone] == [False, False]
    results = asymbl.send("DELETE", f"{path}?ids={','.join(ids)},nonsense").json()
    assert [one["success"] for one in results] == [True, True, False]
    assert results[2]["errors"][0]["statusCode"] == "MALFORMED_ID"
    assert asymbl.refusal("DELETE", "/composite/sobjects")[1] == "MISSING_ARGUMENT"


def test_collections_have_a_size(asymbl: Any) -> None:
    assert rows(asymbl, "POST", []).status_code == 400
    assert rows(asymbl, "POST", [person()] * 201).json()[0]["errorCode"] == "EXCEEDED_MAX_SIZE_REQUEST"


def tree(asymbl: Any, *records: Any, root: str = "Account") -> Any:
    return asymbl.send("POST", f"{DATA}/composite/tree/{root}", json={"records": list(records)})


def node(kind: str, reference: str, **fields: Any) -> dict[str, Any]:
    return {"attributes": {"type": kind, "referenceId": reference}, **fields}


def test_a_tree_is_made_with_its_children(asymbl: Any) -> None:
    job = asymbl.job()
    kids = {
        "records": [
            node("Contact", "c1", LastName="Kid"),
            node("Contact", "c2", LastName="Other", ContentDocumentLinks={"records": []}),
        ]
    }
    response = tree(asymbl, node("Account", "a1", Name="Clan", Contacts=kids))
    assert response.status_code == 201
    made = {one["referenceId"]: one["id"] for one in response.json()["results"]}
    assert asymbl.get(f"/sobjects/Contact/{made['c1']}")["AccountId"] == made["a1"]
    stage = asymbl.stages(job)[0]["Id"]
    applicants = {"records": [node("bpats__ATS_Applicant__c", "x", bpats__Job__c=job, bpats__Stage__c=stage)]}
    response = tree(
        asymbl, node("Contact", "c", LastName="N", bpats__ATS_Applicants__r=applicants), root="Contact"
    )
    assert response.json()["hasErrors"] is False


def test_a_tree_is_made_whole_or_not_at_all(asymbl: Any) -> None:
    before = asymbl.ask("SELECT COUNT() FROM Account")["totalSize"]
    kids = {"records": [node("Contact", "ref3")]}
    response = tree(
        asymbl, node("Account", "a1", Name="Clan", Contacts=kids), node("Account", "a2", Name="B")
    )
    assert response.status_code == 400
    assert response.json() == {
        "hasErrors": True,
        "results": [
            {
                "referenceId": "ref3",
                "errors": [
                    {
                        "statusCode": "REQUIRED_FIELD_MISSING",
                        "message": "Required fields are missing: [LastName]",
                        "fields": ["LastName"],
                    }
                ],
            }
        ],
    }
    assert asymbl.ask("SELECT COUNT() FROM Account")["totalSize"] == before


def test_a_tree_has_names_and_a_size(asymbl: Any) -> None:
    assert tree(asymbl).status_code == 400
    assert tree(asymbl, {"Name": "x"}).json()[0]["errorCode"] == "INVALID_INPUT"
    assert tree(asymbl, 5).json()[0]["errorCode"] == "INVALID_INPUT"
    many = [node("Account", f"a{number}", Name="x") for number in range(201)]
    assert tree(asymbl, *many).json()[0]["errorCode"] == "EXCEEDED_MAX_SIZE_REQUEST"
