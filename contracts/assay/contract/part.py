"""What all parts of a contract have in common."""

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """Part of a contract; unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def slug(title: str) -> str:
    """``System roles (e.g. Admin)`` -> ``system-roles-e-g-admin``."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
