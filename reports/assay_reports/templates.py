"""Templates of Markdown pages; whatever they print is escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from assay_reports.text import Markup, code, escaped, link


@cache
def markdown() -> Environment:
    """The environment of all Markdown templates."""
    environment = Environment(
        loader=PackageLoader("assay_reports", ""),
        autoescape=False,  # noqa: S701 -- it is Markdown; ``finalize`` escapes whatever is printed
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"code": code, "link": link, "mark": Markup}
    return environment
