"""What Avionté's webhooks are about, told by the keys of their resource. Source: avionte sheet 5, 8 no. 2.

A delivery holds ids only, and its name is not to be trusted: the portal's own sample shows another event's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from assay.connector import ReadItem
from assay.errors import VendorNonsenseError
from assay_connectors.avionte.mapping.payload import Payload

_IGNORED: Final = ("talent_login_", "talent_eligible_")
"""Events about a talent that change nothing of ours."""
_OTHER_KEYS: Final = frozenset({"CustomerDiscountGuidList", "CompanyId"})
"""Keys of events about a job or a company that are of no interest."""
_KIND_PREFIX: Final = ".ResourceModel."


@dataclass(frozen=True, slots=True)
class Event:
    """One event."""

    name: str
    about: str
    """The vendor's name of the kind of resource."""
    resource: Mapping[str, Any]

    def number(self, key: str) -> str | None:
        """The id under a key; ids come as numbers or as text."""
        return Payload(self.resource, f"webhook {self.name}").reference(key)

    def required(self, key: str) -> str:
        """The id under a key that the event is about.

        Raises:
            VendorNonsenseError: there is none.
        """
        number = self.number(key)
        if number is None:
            raise VendorNonsenseError(f"a webhook {self.name!r} without {key}")
        return number


Reaction = Callable[[Event], Iterator[ReadItem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reactions:
    """What to do about each kind of event."""

    pipeline: Reaction
    nomination: Reaction
    placement: Reaction
    merge: Reaction
    talent: Reaction
    job: Reaction

    def to(self, event: Event) -> Reaction | None:
        """The reaction to an event; None for events that are of no interest."""
        by_key = {
            "PipelineId": self.pipeline,
            "NominationId": self.nomination,
            "PlacementId": self.placement,
            "GoodTalentId": self.merge,
        }
        told = [reaction for key, reaction in by_key.items() if event.resource.get(key) is not None]
        if told:
            return told[0]
        if event.resource.get("Id") is None or event.name.startswith(_IGNORED):
            return None
        if not _OTHER_KEYS.isdisjoint(event.resource):
            return None
        if _KIND_PREFIX in event.about:  # more reliable than the name
            about = event.about.partition(_KIND_PREFIX)[2].partition(",")[0]
            return {"TalentResourceModel": self.talent, "JobResourceModel": self.job}.get(about)
        by_name = {"talent_": self.talent, "job_": self.job}
        return next((reaction for start, reaction in by_name.items() if event.name.startswith(start)), None)
