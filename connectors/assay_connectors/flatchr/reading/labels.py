"""The labels behind a vacancy's ids, from career site or reference lists. Source: flatchr sheet 2.5."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from assay.connector import ReadItem, Skipped
from assay.errors import VendorRefusedError
from assay_connectors.flatchr.api import FlatchrApi
from assay_connectors.flatchr.mapping.payload import Payload
from assay_connectors.flatchr.reading.run import JOBS

_LISTS: Final = {
    "contract_type": "/contracts",
    "education_level": "/educationLevels",
    "activity": "/activities",
    "channel": "/channels",
}
_METIERS: Final = "/channels/{id}/metiers"


class Labels:
    """Looks labels up; each list is read when it is first needed."""

    def __init__(self, api: FlatchrApi) -> None:
        self._api = api
        self._lists: dict[str, Mapping[str, str]] = {}
        self._refused: dict[str, str] = {}

    def of(self, vacancy: Payload, published: Payload) -> dict[str, str | None]:
        """All labels of a vacancy.

        Args:
            vacancy: as the API host lists it, where labels are not to be relied on.
            published: the same as the career site shows it; empty when it does not.
        """
        labels = {name: self._label(vacancy, published, name, path) for name, path in _LISTS.items()}
        labels["metier"] = self._label(vacancy, published, "metier", self._metiers(vacancy))
        return labels

    def lacking(self) -> Iterator[ReadItem]:
        """Says which lists could not be read."""
        for path, reason in self._refused.items():
            field = "employment_type" if path == _LISTS["contract_type"] else "category"
            if path not in {_LISTS["contract_type"], _LISTS["channel"], _LISTS["activity"]}:
                field = "integration_fields"
            yield Skipped(JOBS, f"{path}: {reason}", field)

    @staticmethod
    def _metiers(vacancy: Payload) -> str | None:
        channel = vacancy.plain_id("channel_id")
        return _METIERS.format(id=channel) if channel else None

    def _label(self, vacancy: Payload, published: Payload, name: str, path: str | None) -> str | None:
        told = published.trimmed(name) or vacancy.trimmed(name)
        plain_id = vacancy.plain_id(f"{name}_id")
        if told or plain_id is None or path is None:
            return told
        return self._listed(path).get(plain_id)

    def _listed(self, path: str) -> Mapping[str, str]:
        if path not in self._lists:
            self._lists[path] = self._unless_refused(path, lambda: self._read(path))
        return self._lists[path]

    def _read(self, path: str) -> dict[str, str]:
        entries = (Payload(raw, path) for raw in self._api.reference_list(path))
        return {entry.identifier(): text for entry in entries if (text := entry.trimmed("text"))}

    def _unless_refused(self, path: str, read: Callable[[], dict[str, str]]) -> dict[str, str]:
        """A list, or none when it is no longer there: they are known from older documentation only."""
        try:
            return read()
        except VendorRefusedError as error:
            self._refused[path] = error.message
            return {}
