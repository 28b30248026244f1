from typing import Literal

import pytest

from assay.connector import CredentialField, Guide
from assay.secrets import secrets_of

GUIDE = Guide(
    title="Acme",
    prerequisites=(),
    steps=(),
    credential_fields=(
        CredentialField(name="token", label="Token", secret=True),
        CredentialField(name="company_id", label="Company", secret=False),
    ),
    permissions=(),
)
VALUES = {"full": {"token": "t-1", "company_id": "41207", "shoe_size": "44"}}


def test_in_a_recording_of_a_sandbox_only_secrets_are_replaced() -> None:
    found = dict(secrets_of(VALUES, GUIDE, "sandbox"))

    assert found == {"full.token": "t-1", "full.shoe_size": "44"}


@pytest.mark.parametrize("origin", ["live", "documented"])
def test_in_other_recordings_everything_is_replaced(origin: Literal["live", "documented"]) -> None:
    assert dict(secrets_of(VALUES, GUIDE, origin)).keys() == {
        "full.token",
        "full.company_id",
        "full.shoe_size",
    }
