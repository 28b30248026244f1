"""Unified ids: 24 characters, the same whenever connection and remote id are the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from assay.unified.ids import ALPHABET, LENGTH, PATTERN, integration_id, join_id, record_id

REMOTE_IDS = st.text(min_size=1, max_size=80)


@given(REMOTE_IDS, REMOTE_IDS)
def test_every_id_has_24_characters_that_cannot_be_confused(integration: str, remote: str) -> None:
    made = record_id(integration, remote)

    assert re.fullmatch(PATTERN, made)
    assert len(made) == LENGTH == 24
    assert not set(made) & set("0OIl")
    assert set(made) <= set(ALPHABET)


@given(REMOTE_IDS, REMOTE_IDS)
def test_an_id_is_stable(integration: str, remote: str) -> None:
    assert record_id(integration, remote) == record_id(integration, remote)


@given(st.sets(REMOTE_IDS, min_size=2, max_size=20))
def test_different_remote_ids_have_different_ids(remotes: set[str]) -> None:
    assert len({record_id("ashby:x", remote) for remote in remotes}) == len(remotes)


@given(st.sets(st.from_regex(PATTERN), min_size=2, max_size=5), REMOTE_IDS)
def test_different_connections_give_one_remote_id_different_ids(integrations: set[str], remote: str) -> None:
    assert len({record_id(integration, remote) for integration in integrations}) == len(integrations)


@given(REMOTE_IDS, REMOTE_IDS)
def test_a_join_row_differs_by_its_parents_and_their_order(one: str, other: str) -> None:
    join = "ats_join_candidates_tags"
    here, there = join_id("ashby:x", join, one, other), join_id("ashby:x", join, other, one)

    assert re.fullmatch(PATTERN, here)
    assert (here == there) is (one == other)


def test_the_same_parents_in_two_joins_give_two_ids() -> None:
    joins = ("ats_join_jobs_users", "ats_join_users_roles")

    assert len({join_id("ashby:x", join, "a", "b") for join in joins}) == 2


@given(REMOTE_IDS)
def test_the_id_of_a_connection_names_its_connector(connection: str) -> None:
    slug, _, made = integration_id("ashby", connection).partition(":")

    assert slug == "ashby"
    assert re.fullmatch(PATTERN, made)


def test_the_recipe_does_not_change() -> None:
    """A change would give every record of every customer a new id."""
    assert record_id("ashby:x", "4711") == "apUkQhG8QXYprJBpuiGa9Uup"
    assert integration_id("ashby", "acme") == "ashby:PGYhtSFNhAdaEYM4njUrZaFT"
    assert join_id("ashby:x", "ats_join_candidates_tags", "a", "b") == "PyQk3dYc7UoxBeTk3UGHJ8jL"
