"""What this connection has created: which applications, and whose they are. Source: recruitee sheet 7.3.

The vendor cannot be asked for an application by its id alone, so its candidate is remembered where known.
"""

from collections.abc import Iterable, Mapping

from assay.connector import ActionResult, Row
from assay.unified.actions import ActionInput, CreateApplication, CreateCandidate
from assay.unified.records import Application


class Created:
    """Application id -> candidate id, None where it has to be found out."""

    def __init__(self) -> None:
        self._candidates: dict[str, str | None] = {}

    def __contains__(self, application_id: str) -> bool:
        return application_id in self._candidates

    def name(self, application_ids: Iterable[str]) -> None:
        """Take note of applications that were created earlier."""
        for application_id in application_ids:
            self._candidates.setdefault(application_id, None)

    def know(self, candidates: Mapping[str, str]) -> None:
        """Take note of whose applications they are; says nothing about who created them."""
        for application_id, candidate_id in candidates.items():
            if application_id in self._candidates:
                self._candidates[application_id] = candidate_id

    def learn(self, action: ActionInput, result: ActionResult) -> None:
        """Take note of what an action has created."""
        if not isinstance(action, CreateCandidate | CreateApplication):
            return
        for item in result.items:
            if isinstance(item, Row) and isinstance(item.record, Application) and item.record.remote_id:
                self._candidates[item.record.remote_id] = item.record.candidate_id
        if isinstance(action, CreateApplication) and result.remote_id:
            self._candidates.setdefault(result.remote_id, None)

    def candidate_of(self, application_id: str) -> str | None:
        """Whose application it is, as far as known."""
        return self._candidates.get(application_id)
