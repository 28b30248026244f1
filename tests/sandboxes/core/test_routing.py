from dataclasses import dataclass

import pytest

from assay_sandboxes.core.credentials import Credential, CredentialRegistry
from assay_sandboxes.core.routing import Routes


@dataclass(frozen=True)
class Place:
    method: str
    path: str


ROUTES = Routes(
    [
        Place("GET", "/talent/{talent}"),
        Place("GET", "/talent/types"),
        Place("POST", "/talent/{talent}"),
        Place("GET", "/talent/{talent}/file.{kind}"),
    ]
)


@pytest.mark.parametrize("path", ["/talent/types", "/talent/types/"])
def test_fixed_segments_go_before_names(path: str) -> None:
    assert ROUTES.find("GET", path) == (Place("GET", "/talent/types"), {})


def test_names_take_one_segment_or_a_part_of_it() -> None:
    assert ROUTES.find("POST", "/talent/types") == (Place("POST", "/talent/{talent}"), {"talent": "types"})
    assert ROUTES.find("GET", "/talent/7/file.pdf")[1] == {"talent": "7", "kind": "pdf"}
    assert ROUTES.find("GET", "/talent/7/8") == (None, {})


def test_a_path_is_known_whatever_the_method() -> None:
    assert ROUTES.find("PUT", "/talent/7") == (None, {})
    assert ROUTES.knows("/talent/7")
    assert not ROUTES.knows("/talents/7")


def test_credentials_fit_that_have_all_the_values() -> None:
    first, second = ({"key": "k", "tenant": name} for name in ("one", "two"))
    registry = CredentialRegistry([Credential(first), Credential(second), Credential({"key": "other"})])
    assert [found.values for found in registry.fitting(key="k")] == [first, second]
    assert [found.values for found in registry.fitting(key="k", tenant="two")] == [second]
    assert registry.fitting(key="k", tenant="three") == []
