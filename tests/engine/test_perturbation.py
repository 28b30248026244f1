import re
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.contract import Listing, Wire
from assay.tampering.counterparts import Counterparts
from assay.tampering.leaves import below, leaves, mapped, with_replaced
from assay.tampering.perturbation import Perturbation, Perturbed, renamed, renamed_within
from assay.wire.exchange import Exchange
from tests.checks import miniatures as mini

WIRE = Wire(base_url="https://api.acme.example", key="id", listings=(Listing(items="results"),))
ALNUM = st.text("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_", min_size=1, max_size=12)
UUIDS = st.uuids().map(str)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False, width=64)
DATES = st.dates().map(str) | st.datetimes().map(lambda moment: f"{moment.isoformat()}Z")
SCALARS = TEXTS | NUMBERS | DATES | st.booleans() | st.none()
OBJECTS = st.lists(
    st.fixed_dictionaries({"id": UUIDS, "a": SCALARS, "b": st.lists(SCALARS, max_size=3)}),
    min_size=1,
    max_size=4,
    unique_by=lambda item: item["id"],
)


def _listed(objects: list[Any]) -> Exchange:
    return mini.listing("/thing.list", objects)


def _perturbed(objects: list[Any]) -> list[Any]:
    change = Perturbation([_listed(objects)], WIRE)
    changed: list[Any] = change.response(_listed(objects)).json["results"]
    return changed


# --- identifiers ---------------------------------------------------------------------------------


@given(one=UUIDS | ALNUM, other=UUIDS | ALNUM)
def test_different_identifiers_stay_different(one: str, other: str) -> None:
    same_kind = bool(re.fullmatch(r"[0-9a-f-]{36}", one)) == bool(re.fullmatch(r"[0-9a-f-]{36}", other))
    if same_kind:
        assert (renamed(one) == renamed(other)) is (one == other)


@given(identifier=UUIDS | ALNUM.filter(lambda text: re.search(r"[1-9A-Za-z]", text) is not None))
def test_an_identifier_is_renamed_to_one_of_the_same_shape(identifier: str) -> None:
    new = renamed(identifier)

    assert new != identifier
    assert len(new) == len(identifier)
    assert [sign.isalnum() for sign in new] == [sign.isalnum() for sign in identifier]


@given(identifier=st.uuids())
def test_a_uuid_stays_a_uuid(identifier: UUID) -> None:
    for text in (str(identifier), str(identifier).upper()):
        assert UUID(renamed(text)) != identifier


@given(first=UUIDS, second=UUIDS)
def test_identifiers_inside_a_composite_are_renamed_each(first: str, second: str) -> None:
    assert renamed_within(f"{first}:{second}") == f"{renamed(first)}:{renamed(second)}"


def test_a_text_without_uuid_is_renamed_as_a_whole() -> None:
    assert renamed_within("job-1") == renamed("job-1") == "kpc-2"


@given(objects=OBJECTS)
def test_the_same_identifier_gets_the_same_name_everywhere(objects: list[Any]) -> None:
    linked = [{**item, "friend": objects[0]["id"], "map": {objects[0]["id"]: 1}} for item in objects]

    changed = _perturbed(linked)

    new = changed[0]["id"]
    assert [item["id"] for item in changed] == [renamed(item["id"]) for item in objects]
    assert all(item["friend"] == new and list(item["map"]) == [new] for item in changed)


# --- values --------------------------------------------------------------------------------------


@given(objects=OBJECTS)
def test_every_value_keeps_its_type(objects: list[Any]) -> None:
    before = list(leaves(objects, lambda _: False))
    after = list(leaves(_perturbed(objects), lambda _: False))

    assert [at for at, _ in after] == [at for at, _ in before]
    assert [type(value) for _, value in after] == [type(value) for _, value in before]


@given(objects=OBJECTS)
def test_every_value_but_null_becomes_another_one(objects: list[Any]) -> None:
    for item, new in zip(objects, _perturbed(objects), strict=True):
        assert item["a"] is None or item["a"] != new["a"]
        assert all(old is None or old != now for old, now in zip(item["b"], new["b"], strict=True))


@given(objects=OBJECTS)
def test_different_values_at_one_place_stay_different(objects: list[Any]) -> None:
    pairs = [(type(i["a"]), i["a"], n["a"]) for i, n in zip(objects, _perturbed(objects), strict=True)]

    texts = {old: new for kind, old, new in pairs if kind is str}
    assert len(set(texts.values())) == len(texts)


@given(moment=DATES)
def test_a_date_that_is_alone_becomes_another_date_of_the_same_form(moment: str) -> None:
    changed = _perturbed([{"id": str(UUID(int=7)), "on": moment}])[0]["on"]

    assert changed[4:] == moment[4:]
    assert changed[:4] != moment[:4]
    assert 1 <= int(changed[:4]) <= 9999


def test_the_29th_of_february_stays_a_date() -> None:
    (changed,) = _perturbed([{"id": str(UUID(int=7)), "on": "2024-02-29"}])

    assert changed["on"] == "2424-02-29"


def test_values_take_the_place_of_others_seen_at_the_same_place() -> None:
    objects = [
        {"id": "a1", "state": "open", "name": "Cook"},
        {"id": "a2", "state": "closed", "name": "Baker"},
    ]

    changed = _perturbed(objects)

    assert [item["state"] for item in changed] == ["closed", "open"]
    assert [item["name"] for item in changed] == ["Baker", "Cook"]


@pytest.mark.parametrize(
    ("alone", "becomes"),
    [
        ("Cook", "Cookx"),
        ("a@b.example", "xa@b.example"),
        (5, 6),
        (True, False),
        (2**60, 2**60 - 1),
        ("", "x"),
    ],
)
def test_a_value_that_is_alone_becomes_its_like(alone: Any, becomes: Any) -> None:
    assert _perturbed([{"id": "a1", "v": alone}])[0]["v"] == becomes


def test_the_envelope_stays() -> None:
    answer = mini.exchange("/x", {}, {"results": [{"id": "a1", "v": 1}], "more": False, "syncToken": "t"})
    change = Perturbation([answer], WIRE)

    changed = change.response(answer).json

    assert (changed["more"], changed["syncToken"]) == (False, "t")


def test_an_answer_without_objects_stays() -> None:
    refusal = mini.exchange("/x", {}, {"ok": False})

    assert Perturbation([refusal], WIRE).response(refusal) is refusal.response


def test_changes_can_be_limited_to_places() -> None:
    listed = _listed([{"id": "a1", "name": "Cook", "open": True}])
    change = Perturbation([listed], WIRE)
    assert change.switches == {("/thing.list", "[]", "open")}
    assert set(change.patterns) == {("/thing.list", "[]", "open"), ("/thing.list", "[]", "name")}

    (only_name,) = (
        change.limited_to(frozenset({("/thing.list", "[]", "name")})).response(listed).json["results"]
    )

    assert only_name == {"id": "b2", "name": "Cookx", "open": True}


# --- requests ------------------------------------------------------------------------------------


@given(objects=OBJECTS)
def test_requests_are_translated_back(objects: list[Any]) -> None:
    change = Perturbation([_listed(objects)], WIRE)
    old = objects[0]["id"]
    new = renamed(old)
    asked = httpx.Request("POST", f"https://a.example/thing/{new}?id={new}&limit=5", json={"ids": [new]})

    recorded = change.request(asked)

    assert str(recorded.url) == f"https://a.example/thing/{old}?id={old}&limit=5"
    assert orjson.loads(recorded.content) == {"ids": [old]}
    assert int(recorded.headers["content-length"]) == len(recorded.content)


def test_a_request_without_json_keeps_its_body() -> None:
    change = Perturbation([_listed([{"id": "a1"}])], WIRE)

    assert change.request(httpx.Request("GET", "https://a.example/x")).content == b""
    assert change.request(httpx.Request("POST", "https://a.example/x", content=b"b2=")).content == b"b2="


def test_the_transport_in_front_of_a_replay_translates() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    change = Perturbation([_listed([{"id": "a1"}])], WIRE)
    with httpx.Client(transport=Perturbed(httpx.MockTransport(answer), change)) as client:
        client.post("https://a.example/x", json={"id": "b2"})

    assert orjson.loads(seen[0].content) == {"id": "a1"}


# --- which record stands for which ---------------------------------------------------------------


def test_records_are_found_again_under_their_new_names() -> None:
    counterparts = Counterparts(mini.snapshot(), mini.perturbed())

    jobs = [(old.remote_id, new.remote_id) for old, new in counterparts.pairs("ats_jobs")]
    assert jobs == [(job["id"], renamed(job["id"])) for job in mini.JOBS]


def test_join_rows_are_found_again_by_their_parents() -> None:
    counterparts = Counterparts(mini.snapshot(), mini.perturbed())

    assert [(old.roles, new.roles) for old, new in counterparts.pairs("ats_join_jobs_users")] == [
        (["RECRUITER"], ["SOURCER"]),
        (["SOURCER"], ["RECRUITER"]),
    ]


def test_a_record_whose_key_is_no_identifier_keeps_its_name() -> None:
    snapshot = mini.snapshot()

    pairs = list(Counterparts(snapshot, snapshot).pairs("ats_users"))

    assert pairs == [(user, user) for user in snapshot.of("ats_users")]


# --- walking JSON --------------------------------------------------------------------------------


def test_leaves_come_with_the_keys_that_lead_to_them() -> None:
    found = list(leaves({"a": [{"u1": 1}, 2], "b": None}, lambda key: key == "u1"))

    assert found == [(("a", "[]", "*"), 1), (("a", "[]"), 2), (("b",), None)]


@given(
    node=st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=9)
)
def test_mapping_nothing_changes_nothing(node: Any) -> None:
    assert mapped(node, lambda _, leaf: leaf, lambda key: key, lambda _: False) == node


def test_what_stands_below_a_dotted_path_can_be_replaced() -> None:
    node = {"a": {"b": 1, "c": 2}}

    assert with_replaced(node, "a.b", 9) == {"a": {"b": 9, "c": 2}}
    assert with_replaced(node, "x.y", 9) == {"a": {"b": 1, "c": 2}, "x": {"y": 9}}
    assert with_replaced(node, "", 9) == 9
    assert node == {"a": {"b": 1, "c": 2}}
    assert (below(node, "a.c"), below(node, "a.c.d"), below(node, "")) == (2, None, node)


# --- numbers as identifiers ----------------------------------------------------------------------

NUMBERED = Wire(
    base_url="https://api.acme.example",
    key="id",
    listings=(Listing(at="/c/*/jobs/*", items="job"), Listing(at="/c/*/jobs", items="jobs")),
)
JOB = {"id": 1840221, "team_id": 903, "seats": 903, "code": "903", "peers": [903], "peer_ids": [1840222]}


def _numbered() -> list[Exchange]:
    return [
        mini.exchange("/c/41/jobs", {}, {"jobs": [JOB, {**JOB, "id": 1840222, "seats": 4}], "total": 2}),
        mini.exchange("/c/41/jobs/1840221", {}, {"job": JOB}),
    ]


@given(one=st.integers(1, 10**9), other=st.integers(1, 10**9))
def test_numbers_stay_numbers_of_as_many_digits_and_apart(one: int, other: int) -> None:
    assert len(str(int(renamed(str(one))))) == len(str(one))
    assert (renamed(str(one)) == renamed(str(other))) is (one == other)


def test_a_number_is_an_identifier_only_under_a_key_of_identifiers() -> None:
    change = Perturbation(_numbered(), NUMBERED)
    [first, _] = change.response(_numbered()[0]).json["jobs"]

    assert (first["id"], first["team_id"]) == (int(renamed("1840221")), int(renamed("903")))
    assert first["peer_ids"] == [int(renamed("1840222"))]
    assert first["seats"] == 4
    assert first["code"] not in ("903", renamed("903"))


def test_what_stands_beside_the_objects_of_a_listing_stays() -> None:
    assert Perturbation(_numbered(), NUMBERED).response(_numbered()[0]).json["total"] == 2


def test_a_detail_is_asked_for_by_the_number_that_was_recorded() -> None:
    change = Perturbation(_numbered(), NUMBERED)
    url = f"https://api.acme.example/c/41/jobs/{renamed('1840221')}?page=1&ids={renamed('903')},7&limit=903"
    asked = change.request(httpx.Request("PATCH", url, json={"team_id": int(renamed("903")), "seats": 903}))

    assert str(asked.url) == "https://api.acme.example/c/41/jobs/1840221?page=1&ids=903,7&limit=903"
    assert orjson.loads(asked.content) == {"team_id": 903, "seats": 903}


def test_details_of_one_kind_share_their_places() -> None:
    change = Perturbation(_numbered(), NUMBERED)

    assert change.place_of("/c/41/jobs/1840221") == "/c/41/jobs/*"
    assert ("/c/41/jobs/*", "seats") in change.patterns


def test_a_composite_of_numbers_is_renamed_number_by_number() -> None:
    assert renamed_within("1840221:903") == f"{renamed('1840221')}:{renamed('903')}"


# --- what steers ---------------------------------------------------------------------------------


def test_values_that_steer_are_left_as_they_are() -> None:
    objects = [
        {"id": "a1", "kind": "job", "parts": [{"kind": "large"}], "name": "Ada"},
        {"id": "b2", "kind": "pool", "parts": [{"kind": "small"}], "name": "Bo"},
    ]
    wire = WIRE.model_copy(update={"listings": (Listing(items="results", steers=("kind", "parts.kind")),)})
    change = Perturbation([_listed(objects)], wire)

    changed = change.response(_listed(objects)).json["results"]

    assert [item["kind"] for item in changed] == ["job", "pool"]
    assert [item["parts"] for item in changed] == [item["parts"] for item in objects]
    assert [item["name"] for item in changed] == ["Bo", "Ada"]
