"""Where a run went to and the next one goes on: one mark per object. Source: asymbl sheet 4."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import orjson

OVERLAP: Final = timedelta(minutes=5)
"""A transaction may be committed after the stamp it bears. Source: asymbl sheet 4 [A]."""
RECYCLE_BIN: Final = timedelta(days=15)
"""How long deleted rows can be seen. Source: asymbl sheet 4 [D]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the next run has to know of one object."""

    stamp: datetime | None
    """The greatest one seen; None while there were no rows."""
    read_at: datetime
    """When the run began."""
    shape: str
    """What was read and how it was understood: with anything else, everything has to be read again."""

    def text(self) -> str:
        """As a cursor."""
        return orjson.dumps(
            {
                "stamp": self.stamp.isoformat() if self.stamp else None,
                "read_at": self.read_at.isoformat(),
                "shape": self.shape,
            }
        ).decode()

    @classmethod
    def of(cls, token: str | None) -> "Mark | None":
        """The mark in a cursor; None when there is none, or none that can be read."""
        try:
            values = orjson.loads(token or "")
            stamp, read_at, shape = values["stamp"], values["read_at"], values["shape"]
            return cls(
                stamp=None if stamp is None else datetime.fromisoformat(stamp),
                read_at=datetime.fromisoformat(read_at),
                shape=str(shape),
            )
        except (ValueError, TypeError, KeyError):
            return None


def shape_of(parts: Iterable[str]) -> str:
    """A short sign of everything that decides how rows become records."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
