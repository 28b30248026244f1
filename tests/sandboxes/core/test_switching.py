from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from assay_company import Company
from assay_sandboxes.core.refusals import ControlRefused
from assay_sandboxes.core.sandbox import Sandbox, Vendor
from assay_sandboxes.core.switching import THROW_SWITCHES, Switches


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    loud: bool = False


Box = Sandbox[None, Settings]


def _populate(_sandbox: Box, _company: Company) -> None:
    return None


def test_switches_are_thrown_as_by_the_control_interface() -> None:
    box: Box = Sandbox(Vendor(slug="acme", populate=_populate, settings=Settings, credentials=list))
    result: Any = THROW_SWITCHES.happen(box, Switches(values={"loud": True, "server_error": {"times": 1}}))
    assert result["settings"] == {"loud": True}
    assert box.faults.take("server_error", "/x") is not None
    with pytest.raises(ControlRefused):
        THROW_SWITCHES.happen(box, Switches(values={"lout": True}))
