"""Where things stand in the site: files, anchors, and the way from one page to another.

Addresses are made of names from contracts. Whatever those hold, an address is plain lower-case ASCII, stays
inside the site, and differs from that of every other name.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from assay.results import Result

INDEX = "index.html"
FEATURES = "features.html"
_TAKEN = frozenset({"", "index", "features"})
_LONGEST = 60
_OTHER = re.compile(r"[^a-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the site, and perhaps a part of it."""

    page: str
    """Path below the site's folder."""
    anchor: str = ""

    def seen_from(self, page: str) -> str:
        """The relative address that a page links to it by."""
        part = f"#{self.anchor}" if self.anchor else ""
        if self.page == page and part:
            return part
        return f"{root_of(page)}{self.page}{part}"


def root_of(page: str) -> str:
    """The way from a page up to the site's folder: ``../`` for each folder it lies in."""
    return "../" * page.count("/")


def safe(name: str) -> str:
    """A name for files and anchors; names that had to be changed carry a digest, so that none collide."""
    kept = _OTHER.sub("-", name.lower()).strip(".-")[:_LONGEST]
    if kept == name and kept not in _TAKEN:
        return kept
    digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{kept}-{digest}" if kept else digest


def group_of(result: Result) -> str:
    """What a clause belongs to, as its id spells it: the model, action, feature or group of behaviours."""
    return "/".join(result.clause.split("/")[2:3])


def item_of(result: Result) -> str:
    """What a clause is inside of its group, as its id spells it; empty for the group itself."""
    return "/".join(result.clause.split("/")[3:])


def connector_page(connector: str) -> Place:
    """The page of one connector."""
    return Place(f"{safe(connector)}.html")


def in_connector(result: Result) -> Place:
    """The place of one clause on its connector's page."""
    parts = (result.kind, group_of(result), item_of(result))
    return Place(connector_page(result.connector).page, "--".join(safe(part) for part in parts if part))


def section(connector: str, kind: str, group: str) -> Place:
    """The place of a model, an action, or the rules of a group on its connector's page."""
    return Place(connector_page(connector).page, f"{safe(kind)}--{safe(group)}")


def evidence(result: Result) -> Place:
    """The evidence of one clause."""
    page = f"evidence/{safe(result.connector)}/{safe(group_of(result))}.html"
    return Place(page, "-".join(safe(part) for part in (result.kind, item_of(result)) if part))


def assumption(connector: str, name: str) -> Place:
    """An entry of a connector's register."""
    return Place(connector_page(connector).page, f"assumption--{safe(name)}")


def subject(kind: str, slug: str) -> Place:
    """The page that compares all connectors in one model or action; features share a page."""
    if kind == "feature":
        return Place(FEATURES, f"feature--{safe(slug)}")
    return Place(f"{safe(kind)}s/{safe(slug)}.html")
