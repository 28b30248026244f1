"""Addresses inside the site, whatever names it is made of."""

import re

from hypothesis import given
from hypothesis import strategies as st

from assay_reports.site import places
from tests.reports.results import result

NAMES = st.text(max_size=80) | st.sampled_from(
    ["index", "features", "..", "", "A", "a", "a/b", "CON", "a" * 300]
)


@given(NAMES)
def test_a_name_becomes_plain_and_stays_inside_the_site(name: str) -> None:
    kept = places.safe(name)

    assert re.fullmatch(r"[a-z0-9_-][a-z0-9_.-]{0,80}", kept)
    assert kept not in ("index", "features")


@given(NAMES, NAMES)
def test_two_names_never_share_an_address(one: str, other: str) -> None:
    assert (places.safe(one) == places.safe(other)) is (one == other)


def test_names_of_contracts_stay_as_they_are() -> None:
    assert places.evidence(result("ashby/field/jobs/job_code")) == places.Place(
        "evidence/ashby/jobs.html", "field-job_code"
    )
    assert places.evidence(result("ashby/feature/delta-syncs", item="Delta Syncs")) == places.Place(
        "evidence/ashby/delta-syncs.html", "feature"
    )


def test_links_are_relative_to_the_page_they_stand_on() -> None:
    place = places.Place("evidence/ashby/jobs.html", "field-id")

    assert place.seen_from("index.html") == "evidence/ashby/jobs.html#field-id"
    assert place.seen_from("models/jobs.html") == "../evidence/ashby/jobs.html#field-id"
    assert place.seen_from("evidence/ashby/jobs.html") == "#field-id"
