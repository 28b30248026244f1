"""Applicants as applications. Source: asymbl sheet 7.1 Applications, 2.5, 7.4 N1."""

from typing import Final, Literal

from assay.unified.records import Application
from assay_connectors.asymbl.mapping.fields import custom_fields, integration_fields
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.options import Options

_REJECTED: Final = "rejected"


def application(record: Record, options: Options, origin: str) -> Application:
    """An application: one contact on one job."""
    return Application(
        remote_id=record.record_id,
        outcome=_outcome(record, options),
        rejection_reason_name=record.text("reason") if _is_rejected(record) else None,
        current_stage_id=record.text("stage"),
        job_id=record.text("job"),
        candidate_id=record.text("candidate"),
        custom_fields=custom_fields(record, options.mapped("applications")),
        integration_fields=integration_fields(record),
        remote_url=record.shape.url(record.record_id, origin),
        remote_created_at=record.moment("created"),
        remote_updated_at=record.moment("updated"),
        remote_data=record.data,
    )


def _is_rejected(record: Record) -> bool:
    return _word(record.text("status")) == _REJECTED


def _outcome(record: Record, options: Options) -> Literal["PENDING", "HIRED", "DECLINED"]:
    """A rejection wins; else name or type of the stage tells whether it is a hire (7.4 N1 [A])."""
    if _is_rejected(record):
        return "DECLINED"
    hired = {_word(value) for value in options.hired_stage_values}
    stage = {_word(record.text("stage_type")), _word(record.text("stage_name"))}
    return "HIRED" if hired & (stage - {""}) else "PENDING"


def _word(text: str | None) -> str:
    return (text or "").strip().casefold()
