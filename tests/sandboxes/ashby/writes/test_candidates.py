from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.ashby.effects.contacts import country_name, with_others, with_primary
from assay_sandboxes.ashby.rules.formats import is_email, is_web_url


def test_a_candidate_needs_only_a_name(ashby: Any) -> None:
    made = ashby.ok("/candidate.create", name="Marta Reis Lima")

    assert made["name"] == "Marta Reis Lima"
    assert made["tags"] == made["applicationIds"] == made["fileHandles"] == made["customFields"] == []
    assert made["source"] is made["creditedToUser"] is made["timezone"] is made["fraudStatus"] is None
    assert not {"primaryEmailAddress", "company", "resumeFileHandle", "location"} & set(made)
    assert ashby.ok("/candidate.info", id=made["id"]) == made


def test_every_input_of_create_arrives(ashby: Any) -> None:
    source, user = ashby.first("sources"), ashby.first("users")
    made = ashby.ok(
        "/candidate.create",
        name="Marta Reis Lima",
        email="marta@example.org",
        phoneNumber="(236) 785-7890",
        linkedInUrl="https://linkedin.com/in/marta",
        githubUrl="https://github.com/marta",
        website="https://marta.example",
        alternateEmailAddresses=["m.lima@work.test"],
        sourceId=source.id,
        creditedToUserId=user.id,
        location={"city": "Lisbon", "region": "Lisboa", "country": "PT"},
        createdAt="2026-05-01T10:00:00+02:00",
    )

    assert made["primaryEmailAddress"] == {
        "value": "marta@example.org",
        "type": "Personal",
        "isPrimary": True,
    }
    assert [(e["value"], e["isPrimary"]) for e in made["emailAddresses"]] == [
        ("marta@example.org", True),
        ("m.lima@work.test", False),
    ]
    assert made["primaryPhoneNumber"]["value"] == "(236) 785-7890"
    assert [link["type"] for link in made["socialLinks"]] == ["LinkedIn", "GitHub", "Website"]
    assert made["source"]["id"] == source.id
    assert made["creditedToUser"]["id"] == user.id
    assert made["location"]["locationSummary"] == "Lisbon, Lisboa, Portugal"
    assert made["location"]["locationComponents"] == [
        {"type": "Country", "name": "Portugal"},
        {"type": "Region", "name": "Lisboa"},
        {"type": "City", "name": "Lisbon"},
    ]
    assert made["createdAt"] == "2026-05-01T08:00:00.000Z"


def test_a_known_email_makes_a_second_candidate(ashby: Any) -> None:
    first = ashby.candidate(email="marta@example.org")
    second = ashby.candidate(email="marta@example.org")

    assert first["id"] != second["id"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"name": None},
        {"email": "not an address"},
        {"linkedInUrl": "linkedin.com/in/marta"},
        {"website": "ftp://marta.example"},
        {"alternateEmailAddresses": ["fine@example.org", "not fine"]},
        {"sourceId": "linkedin"},
        {"createdAt": "yesterday"},
        {"createdAt": 1750000000},
        {"createdAt": "0001-01-01T00:00:00+23:00"},
    ],
)
def test_invalid_input_makes_no_candidate(ashby: Any, wrong: dict[str, Any]) -> None:
    before = len(ashby.org.candidates)

    assert ashby.refused("/candidate.create", **{"name": "Marta", **wrong}) == "invalid_input"
    assert len(ashby.org.candidates) == before


def test_references_must_exist(ashby: Any) -> None:
    assert ashby.refused("/candidate.create", name="M", sourceId=ashby.unknown) == "source_not_found"
    assert ashby.refused("/candidate.create", name="M", creditedToUserId=ashby.unknown) == "user_not_found"
    assert ashby.refused("/candidate.update", candidateId=ashby.unknown) == "candidate_not_found"


def test_the_source_linked_to_the_key_is_set_unless_another_is_given(ashby: Any) -> None:
    linked, other = list(ashby.org.sources)[:2]
    ashby.happen("set_default_source", source_id=linked.id)

    assert ashby.candidate()["source"]["id"] == linked.id
    assert ashby.candidate(sourceId=other.id)["source"]["id"] == other.id

    ashby.happen("set_default_source", source_id=None)
    assert ashby.candidate()["source"] is None


def test_update_replaces_the_primary_email_and_keeps_the_old_one(ashby: Any) -> None:
    made = ashby.candidate(email="old@example.org")

    changed = ashby.ok("/candidate.update", candidateId=made["id"], email="new@example.org")

    assert changed["primaryEmailAddress"]["value"] == "new@example.org"
    assert [e["value"] for e in changed["emailAddresses"]] == ["new@example.org", "old@example.org"]
    assert changed["updatedAt"] > made["updatedAt"]


def test_update_adds_one_alternate_email_per_call(ashby: Any) -> None:
    made = ashby.candidate(email="a@example.org")
    for address in ("b@example.org", "c@example.org", "b@example.org"):
        changed = ashby.ok("/candidate.update", candidateId=made["id"], alternateEmail=address)

    assert [e["value"] for e in changed["emailAddresses"]] == [
        "a@example.org",
        "b@example.org",
        "c@example.org",
    ]


def test_social_links_replace_all_and_silence_the_url_keys(ashby: Any) -> None:
    made = ashby.candidate(linkedInUrl="https://linkedin.com/in/marta")

    changed = ashby.ok(
        "/candidate.update",
        candidateId=made["id"],
        socialLinks=[{"type": "Twitter", "url": "https://x.com/marta"}],
        githubUrl="https://github.com/marta",
    )

    assert changed["socialLinks"] == [{"type": "Twitter", "url": "https://x.com/marta"}]


def test_update_spells_the_website_differently_from_create(ashby: Any) -> None:
    made = ashby.candidate(website="https://one.example")

    kept = ashby.ok("/candidate.update", candidateId=made["id"], website="https://two.example")
    assert kept["socialLinks"] == [{"type": "Website", "url": "https://one.example"}]

    changed = ashby.ok("/candidate.update", candidateId=made["id"], websiteUrl="https://two.example")
    assert changed["socialLinks"] == [{"type": "Website", "url": "https://two.example"}]


def test_update_takes_phone_place_name_and_credit(ashby: Any) -> None:
    made = ashby.candidate(phoneNumber="1")
    user = ashby.first("users")

    changed = ashby.ok(
        "/candidate.update",
        candidateId=made["id"],
        name="Marta Lima",
        phoneNumber="2",
        location={"city": "Porto"},
        creditedToUserId=user.id,
        createdAt="2026-01-01",
    )

    assert changed["name"] == "Marta Lima"
    assert [p["value"] for p in changed["phoneNumbers"]] == ["2", "1"]
    assert changed["location"]["locationSummary"] == "Porto"
    assert changed["creditedToUser"]["id"] == user.id
    assert changed["createdAt"] == "2026-01-01T00:00:00.000Z"


def test_a_place_without_anything_changes_nothing(ashby: Any) -> None:
    made = ashby.candidate(location={"city": "Porto"})

    kept = ashby.ok("/candidate.update", candidateId=made["id"], location={})

    assert kept["location"]["locationSummary"] == "Porto"


def test_a_null_source_is_cleared_by_update(ashby: Any) -> None:
    made = ashby.candidate(sourceId=ashby.first("sources").id)

    assert ashby.ok("/candidate.update", candidateId=made["id"], name="M")["source"] is not None
    assert ashby.ok("/candidate.update", candidateId=made["id"], sourceId=None)["source"] is None


def test_only_a_candidate_without_running_applications_can_be_anonymized(ashby: Any) -> None:
    made = ashby.candidate(email="marta@example.org", phoneNumber="1")
    application = ashby.application(candidateId=made["id"])
    assert ashby.refused("/candidate.anonymize", candidateId=made["id"]) == "invalid_input"

    ashby.happen(
        "archive",
        application_id=application["id"],
        archive_reason_id=ashby.first("archive_reasons").id,
    )
    blank = ashby.ok("/candidate.anonymize", candidateId=made["id"])

    assert blank["id"] == made["id"]
    assert blank["name"] == "Anonymized Candidate"
    assert blank["emailAddresses"] == blank["phoneNumbers"] == []
    assert blank["applicationIds"] == [application["id"]]


def test_a_changed_candidate_shows_in_the_next_delta(ashby: Any) -> None:
    made = ashby.candidate()
    token = ashby.post("/candidate.list", {}).json()["syncToken"]
    ashby.ok("/candidate.update", candidateId=made["id"], name="Marta L.")

    delta = ashby.post("/candidate.list", {"syncToken": token}).json()

    assert [candidate["id"] for candidate in delta["results"]] == [made["id"]]


@pytest.mark.parametrize(
    ("text", "name"),
    [("PT", "Portugal"), ("de", "Germany"), ("Portugal", "Portugal"), ("ZZ", "ZZ"), ("TW", "Taiwan")],
)
def test_country_codes_become_english_names(text: str, name: str) -> None:
    assert country_name(text) == name


@pytest.mark.parametrize(
    ("url", "valid"),
    [
        ("https://a.example/x", True),
        ("http://[::1]:80/", True),
        ("https://a.example:port/", False),
        ("https://", False),
        ("https://a b.example", False),
        ("http://[", False),
    ],
)
def test_web_urls_need_scheme_and_host(url: str, valid: bool) -> None:  # noqa: FBT001 -- a table's column
    assert is_web_url(url) is valid


@given(st.emails())
def test_ordinary_email_addresses_are_accepted_or_quoted(address: str) -> None:
    assert is_email(address) or not address.replace("@", "").isalnum()


@given(st.text())
def test_a_text_without_an_at_sign_is_no_email_address(text: str) -> None:
    assert not is_email(text.replace("@", ""))


_values = st.lists(st.sampled_from("abcdef"), unique=True, min_size=1)


@given(known=_values, new=st.sampled_from("abcdefgh"))
def test_there_is_always_one_primary_contact_and_none_is_lost(known: list[str], new: str) -> None:
    contacts = with_others(with_primary([], known[0]), known[1:])

    changed = with_primary(contacts, new)

    assert [contact["value"] for contact in changed if contact["isPrimary"]] == [new]
    assert {contact["value"] for contact in changed} == {*known, new}
    assert len(changed) == len({*known, new})
