"""What all parts of a contract have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """Part of a contract; unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
