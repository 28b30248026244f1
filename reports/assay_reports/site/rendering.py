"""How templates of the site are rendered: everything that is printed is escaped, links are relative."""

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from assay_reports.proof import KINDS
from assay_reports.site import places, wording
from assay_reports.site.coverage import Section, is_open

_WEB = re.compile(r"https?://[\w.~:/?#@!$&()*+,;=%-]+", re.ASCII)


def render(template: str, place: places.Place, **facts: Any) -> tuple[str, bytes]:
    """A page: its path and its bytes."""
    root = places.root_of(place.page)
    html = _environment().get_template(template).render(page=place.page, root=root, **facts)
    return place.page, (html.strip() + "\n").encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("assay_reports", "site"),
        autoescape=True,
        finalize=wording.shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "command": wording.command,
        "grade": wording.grade,
        "here": lambda result: places.in_connector(result).anchor,
        "id": _id,
        "kind": lambda kind: kind if kind in KINDS else "other",
        "name": wording.name_of,
        "number": "{:,}".format,
        "ranges": wording.ranges,
        "steps": wording.steps_of,
        "verbatim": wording.verbatim,
    }
    environment.tests |= {
        "is_open": is_open,
        "web": lambda link: _WEB.fullmatch(link) is not None,
    }
    environment.globals |= {
        "assumption_at": places.assumption,
        "at": _at,
        "connector_at": places.connector_page,
        "evidence_of": places.evidence,
        "grades": list(wording.GRADES.values()),
        "index_at": places.Place(places.INDEX),
        "kinds": KINDS,
        "legend": [sign for outcome, sign in wording.OUTCOMES.items() if outcome != "passed"],
        "legend_all": list(wording.OUTCOMES.values()),
        "numbers": {},
        "place_of": places.in_connector,
        "section_at": places.section,
        "signs": wording.OUTCOMES,
        "subject_at": places.subject,
    }
    return environment


@pass_context
def _at(context: Context, place: places.Place) -> str:
    return place.seen_from(context["page"])


def _id(section: Section) -> str:
    """The id of a section; that of its first clause where there is one."""
    return places.section("", section.kind, section.slug).anchor
