import subprocess
import sys

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_connectors.places import country_code, country_code_in, country_name

CODES = sorted(country.alpha_2 for country in pycountry.countries)


@given(st.sampled_from(CODES))
def test_the_name_of_a_country_leads_back_to_its_code(code: str) -> None:
    name = country_name(code)

    assert name is not None
    assert country_code(name) == code


@given(st.sampled_from(CODES))
def test_codes_are_countries_in_any_case(code: str) -> None:
    assert country_code(code.lower()) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Portugal", "PT"),
        ("  united   kingdom ", "GB"),
        ("USA", "US"),
        ("Czech Republic", "CZ"),
        ("South Korea", "KR"),
        ("Vietnam", "VN"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_names_in_use_are_understood(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Brésil", "BR"),
        ("  BRESIL ", "BR"),
        ("Côte d\u2019Ivoire", "CI"),
        ("Russie", "RU"),
        ("Corée du Sud", "KR"),
        ("Corée", None),
        ("Atlantide", None),
    ],
)
def test_names_in_other_languages_are_understood_unless_they_mean_two_countries(
    text: str, code: str | None
) -> None:
    assert country_code_in("fr", text) == code


def test_a_code_of_no_country_has_no_name() -> None:
    assert country_name("XX") is None


def test_the_table_is_not_loaded_at_import() -> None:
    code = "import sys, assay_connectors.places; print('pycountry' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 -- our own interpreter and code

    assert done.stdout.strip() == "False"
