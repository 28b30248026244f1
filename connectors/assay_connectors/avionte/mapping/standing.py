"""How an application stands: three things of the vendor's that are one application.

A talent may be web applicant, in the pipeline and nominated for the same job at once. The furthest of these
counts, and the earliest date. Source: avionte sheet 2.4-2.6, 7.4 [A], 8 no. 14.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal

from pydantic.dataclasses import dataclass as checked

from assay_connectors.avionte.mapping.dates import written
from assay_connectors.avionte.mapping.payload import Payload, kept

Kind = Literal["web", "pipeline", "nominated"]
_RANK: Final[Mapping[str, int]] = {"web": 0, "pipeline": 1, "nominated": 2}


@checked(frozen=True, slots=True)
class Standing:
    """What is known of one application."""

    kind: Kind
    endpoint: str
    """Path that gave the row."""
    row: dict[str, Any]
    """The vendor's object of that kind."""
    created_at: str | None = None
    """The earliest date that any row told."""
    stage_id: str | None = None
    """The last stage in which a nomination was active."""
    placement: dict[str, Any] | None = None
    """The vendor's object about the hire."""

    @property
    def payload(self) -> Payload:
        """The row."""
        return Payload(self.row, self.endpoint)

    @property
    def is_declined(self) -> bool:
        """Whether the nomination was declined."""
        return self.kind == "nominated" and is_declined(self.payload)


def is_declined(nomination: Payload) -> bool:
    """Whether a nomination's type says so, or a date (sheet 7.4)."""
    stage_type = (nomination.line("stageType") or "").casefold()
    return stage_type == "declined" or nomination.moment("declinedDate") is not None


def web(row: Payload) -> Standing:
    """The standing of a web applicant."""
    applied = row.first_moment("applyDate", "appliedDate", "createdDate")
    return Standing(
        kind="web",
        endpoint=row.endpoint,
        row=kept(row.raw),
        created_at=_text(applied),
    )


def pipelined(row: Payload, now: datetime) -> Standing:
    """The standing of a talent in a pipeline.

    Where the vendor answers with the talent instead of the row, its date is that of the talent, and the
    moment at which we heard of it counts (sheet 2.5, 7.4).
    """
    created = None if is_talent(row) else row.first_moment("createdDate", "stagedDate")
    return Standing(
        kind="pipeline",
        endpoint=row.endpoint,
        row=kept(row.raw),
        created_at=_text(created or now),
    )


def is_talent(row: Payload) -> bool:
    """Whether the lookup of a pipeline row gave the talent instead (sheet 2.5)."""
    return row.reference("talentId") is None


def nominated(row: Payload, stage_id: str | None) -> Standing:
    """The standing of a nominated talent; ``stage_id`` is where it is active, None when it is declined."""
    created = row.first_moment("jobActivityDate", "stagedDate")
    return Standing(
        kind="nominated",
        endpoint=row.endpoint,
        row=kept(row.raw),
        created_at=_text(created),
        stage_id=stage_id,
    )


def hired(before: Standing | None, placement: Payload) -> Standing:
    """The standing of a talent who was placed; nothing else need be known of the application."""
    if before is not None:
        return replace(before, placement=kept(placement.raw))
    return Standing(
        kind="nominated",
        endpoint=placement.endpoint,
        row=kept(placement.raw),
        placement=kept(placement.raw),
    )


def joined(before: Standing | None, now: Standing) -> Standing:
    """One application of two standings: the furthest counts, of equal ones the later; the earliest date."""
    if before is None:
        return now
    ahead, behind = (now, before) if _RANK[now.kind] >= _RANK[before.kind] else (before, now)
    return replace(
        ahead,
        created_at=_earliest(before.created_at, now.created_at),
        stage_id=ahead.stage_id or behind.stage_id,
        placement=now.placement or before.placement,
    )


def _earliest(one: str | None, other: str | None) -> str | None:
    return min(filter(None, (one, other)), default=None)  # of one form, so that texts sort as moments do


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else written(moment)
