"""What the harness must know of a vendor's traffic to cut pages, change values and inject faults."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from assay.contract.part import Part, Text
from assay.contract.paths import matches, says

CONTROLS: dict[str, tuple[str, ...]] = {
    "cursor": ("more", "next", "cursor", "limit"),
    "page": ("page", "limit"),
    "offset": ("offset", "limit"),
    "link": ("next",),
    "whole": (),
}
"""What must be known of a way of paging."""


class Listing(Part):
    """Where an answer holds the vendor's objects, and how it is cut into pages.

    Keys of the answer are dotted paths in it; keys of the request are parameters, keys of its body or named
    segments of its path.
    """

    at: Text | None = None
    """Path of the request, ``*`` for any segment: ``/c/*/offers``; omitted: any path.

    A segment that is a parameter has its name: ``/jobs/ids/{page}/{size}``.
    """
    asks: Text | None = None
    """What the request says besides, where one path gives several kinds of objects: ``FROM Contact``.

    Whole words, in its query or its body.
    """
    items: str = ""
    """Answer: holds the objects of a page, or the one object; empty: the answer itself."""
    key: Text | None = None
    """Key that identifies one of these objects, where it is not the vendor's usual one."""
    by: Literal["cursor", "page", "offset", "link", "whole"] = "whole"
    """``cursor`` the answer says how to go on; ``page`` and ``offset`` the request counts pages or objects,
    from 1 and from 0; ``link`` the answer holds the path of the next page, which has an entry of its own;
    ``whole`` there is but one page, or one object."""
    more: Text | None = None
    """Answer: true while there are further pages."""
    done: Text | None = None
    """Answer: true on the last page."""
    next: Text | None = None
    """Answer: holds the cursor of the next page, or its path."""
    total: Text | None = None
    """Answer: number of objects on all pages; where it is missing, a short page is the last one."""
    cursor: Text | None = None
    """Request: takes the cursor."""
    page: Text | None = None
    """Request: takes the number of the page."""
    offset: Text | None = None
    """Request: takes the number of objects before the page."""
    limit: Text | None = None
    """Request: takes the page size, in objects."""
    final: tuple[Text, ...] = ()
    """Answer: keys that only the last page carries."""

    source: Text | None = None
    """Where that is documented; needed to rest on it that there is but one page."""
    steers: tuple[Text, ...] = ()
    """Answer: keys of an object whose values decide what is asked next, e.g. what kind of thing it is.

    They are left as they are where other values are changed, for what would then be asked was not recorded.
    ``*`` is any key: all of it.
    """

    @property
    def is_all_steering(self) -> bool:
        """Whether every value decides what is asked next."""
        return "*" in self.steers

    def is_steered_by(self, place: str) -> bool:
        """Whether what stands at a dotted place of an object decides what is asked next."""
        return self.is_all_steering or place in self.steers

    @property
    def is_paged(self) -> bool:
        """Whether there can be more than one page."""
        return self.by != "whole"

    def missing_controls(self) -> Iterator[str]:
        """What should be said of this way of paging and is not."""
        return (name for name in CONTROLS[self.by] if getattr(self, name) is None)


class Wire(Part):
    """Addresses, identifiers, listings and personal data of a vendor's API."""

    base_url: Text
    hosts: dict[Text, str] = Field(default_factory=dict)
    """Further addresses of the vendor -> path at which its sandbox serves them, e.g. ``/careers``."""
    key: Text | None = None
    """Key that identifies a listed object."""
    ids: Text = "id|.*_ids?|.*Ids?"
    """Keys under which numbers are identifiers, as a regular expression for the whole key.

    Items of an answer or a body that is nothing but a list have the empty key.
    """
    prefix: int = Field(default=0, ge=0)
    """With so many characters identifiers begin that say what they identify; they are never renamed."""
    listings: tuple[Listing, ...] = ()
    """Of an answer the first that fits its path counts."""
    personal: dict[
        Text, Literal["name", "email", "phone", "street", "postal code", "free text", "profile", "nothing"]
    ] = Field(default_factory=dict)
    """The vendor's own keys of personal data -> what they hold; replaced in live recordings.

    ``nothing`` for keys that only look like those of people.

    A key is a regular expression for the whole name, in lower case letters and digits only.
    """
    withheld: tuple[Text, ...] = ()
    """Keys of the vendor's objects that ``remote_data`` is kept without, because of what they hold."""
    billed: Text | None = None
    """What the paths of calls begin with for which the vendor charges, e.g. ``/front-office/v1/``."""
    refusal: dict[str, Any] | None = None
    """Body of an answer with HTTP status 200 that is an error all the same."""

    @property
    def is_known_to_be_whole(self) -> bool:
        """Whether every answer of this vendor is documented to hold all there is."""
        return bool(self.listings) and all(one.source and not one.is_paged for one in self.listings)

    def listing_of(self, path: str, said: str = "") -> Listing:
        """How the answers to a path are made, and to what else was said; else they are one object."""
        for listing in self.listings:
            is_there = listing.at is None or matches(listing.at, path)
            if is_there and (listing.asks is None or says(listing.asks, said)):
                return listing
        return Listing()

    def key_of(self, path: str, said: str = "") -> str:
        """Key that identifies the objects of a path, and of what else was said."""
        return self.listing_of(path, said).key or self.key or "id"
