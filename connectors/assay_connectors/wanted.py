"""Parts of what a caller orders that every connector takes alike. Source: unified API sections 3.2, 3.3."""

from dataclasses import dataclass
from typing import Any

__all__ = ["WantedAnswer", "WantedSource"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedAnswer:
    """An answer to a screening question, named by its remote id."""

    question_id: str = ""
    answer: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSource:
    """Where the candidate came from."""

    name: str | None = None
    unified_key: str | None = None
    id: str | None = None
