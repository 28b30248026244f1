"""The connection guide, for machines to show."""

from assay_connectors.ashby.guide import GUIDE


def test_the_guide_asks_for_one_secret() -> None:
    (field,) = GUIDE.credential_fields
    assert (field.name, field.secret, field.required) == ("api_key", True, True)


def test_the_guide_says_who_must_do_it_and_how() -> None:
    assert any("Organization Admin" in one for one in GUIDE.prerequisites)
    assert any("API Keys" in step for step in GUIDE.steps)
    assert any("paste" in step for step in GUIDE.steps)
    assert len(GUIDE.permissions) == len(set(GUIDE.permissions)) == 10
