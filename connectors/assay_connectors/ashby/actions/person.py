"""A candidate in Ashby's words: country names and profile links. Source: ashby sheet 3.1, 7.2."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from assay_connectors.ashby.actions.order import WantedPlace
from assay_connectors.places import country_name

WEBSITE: Final = "Website"

_TYPE_OF_DOMAIN: Final = {
    "twitter.com": "Twitter",
    "x.com": "Twitter",
    "medium.com": "Medium",
    "stackoverflow.com": "StackOverflow",
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "codepen.io": "CodePen",
}
"""Domain -> Ashby's type of social link (ashby sheet 2.0); LinkedIn and GitHub have many domains."""

_KEY_OF_TYPE: Final = {"LinkedIn": "linkedInUrl", "GitHub": "githubUrl"}


def vendor_place(place: WantedPlace | None) -> dict[str, str] | None:
    """``{city, region, country}`` as Ashby takes it, without what is unknown; None when nothing is known."""
    if place is None:
        return None
    said = {
        "city": place.city,
        "region": place.state,
        "country": (country_name(place.country) or place.country) if place.country else None,
    }
    return {key: value for key, value in said.items() if value} or None


@dataclass(frozen=True, slots=True)
class Links:
    """Profile links sorted by what Ashby calls them."""

    all: tuple[dict[str, str], ...] = ()
    """Complete list as ``candidate.update.socialLinks`` takes it."""
    keyed: dict[str, str] = field(default_factory=dict)
    """``linkedInUrl``, ``githubUrl``, ``website`` of ``candidate.create``."""
    dropped: tuple[str, ...] = ()
    """What is not the URL of a web page."""

    @property
    def fit_in_create(self) -> bool:
        """Whether the keys of ``candidate.create`` say everything."""
        return {link["url"] for link in self.all} == set(self.keyed.values())


def sorted_links(urls: Iterable[str]) -> Links:
    """Sort links by host: the first LinkedIn, GitHub and other one have keys of their own."""
    every: list[dict[str, str]] = []
    keyed: dict[str, str] = {}
    dropped: list[str] = []
    for url in dict.fromkeys(urls):
        kind = _type_of(url)
        if kind is None:
            dropped.append(url)
            continue
        every.append({"type": kind, "url": url})
        keyed.setdefault(_KEY_OF_TYPE.get(kind, "website"), url)
    return Links(tuple(every), keyed, tuple(dropped))


def merged_links(candidate: dict[str, Any], links: Links) -> list[dict[str, str]]:
    """Links that the candidate has already, and then ours: an update replaces the whole list."""
    had = [
        {"type": link["type"], "url": link["url"]}
        for link in candidate.get("socialLinks") or []
        if link.get("type") and link.get("url")
    ]
    known = {link["url"] for link in had}
    return had + [link for link in links.all if link["url"] not in known]


def _type_of(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or "." not in host:
        return None
    domain = ".".join(host.lower().rstrip(".").split(".")[-2:])
    if domain.startswith("linkedin."):
        return "LinkedIn"
    if domain.startswith("github.") and domain != "github.io":
        return "GitHub"
    return _TYPE_OF_DOMAIN.get(domain, WEBSITE)
