"""A badge per connector, as SVG: how much is proven, by which evidence, of which day."""

from xml.sax.saxutils import escape

from assay.results import Results
from assay_reports.proof import Share, days_of, grades_of, open_points
from assay_reports.text import printable

_NAMESPACE = "http://www.w3.org/2000/svg"
_HEIGHT, _SIZE, _PADDING, _CIRCLE = 20, 11, 6, 14
"""In pixels."""
_LABEL, _HOLDS, _OPEN = "#3d444d", "#1a7f37", "#b42318"
"""White text on each has a contrast of more than 4.5."""
_NARROW, _WIDE = "iljtfrI.,:;'|!()[] ", "mwMWGOQ@%"
_WIDTHS = {"narrow": 3.9, "usual": 6.6, "wide": 9.4}
"""Of signs, in pixels; the text is stretched to the sum, so that no font runs out of its box."""


def badge(results: Results) -> str:
    """The badge: ``ashby | 389 of 392, sandbox 2026-11-21``.

    The circle shows the weakest evidence: full for live, half for documented, empty for sandbox.
    """
    (slug,) = results.connectors
    label, said = printable(slug), printable(_said(results))
    left = _width(label) + 2 * _PADDING
    right = _width(said) + 2 * _PADDING + _CIRCLE
    whole = f"{left + right:g}"
    colour = _HOLDS if results.holds else _OPEN
    title = escape(f"{label}: {said}")
    middle = left + _PADDING + _CIRCLE / 2 - 2
    lines = [
        f'<svg xmlns="{_NAMESPACE}" width="{whole}" height="{_HEIGHT}" role="img" aria-labelledby="title">',
        f'  <title id="title">{title}</title>',
        f'  <clipPath id="round"><rect width="{whole}" height="{_HEIGHT}" rx="3"/></clipPath>',
        '  <g clip-path="url(#round)">',
        f'    <rect width="{left:g}" height="{_HEIGHT}" fill="{_LABEL}"/>',
        f'    <rect x="{left:g}" width="{right:g}" height="{_HEIGHT}" fill="{colour}"/>',
        "  </g>",
        *_circle(results, middle),
        f'  <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="{_SIZE}">',
        _text(label, _PADDING),
        _text(said, left + _PADDING + _CIRCLE),
        "  </g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _said(results: Results) -> str:
    share = Share.of(results.results)
    waiting = len(open_points(results.results))
    days = days_of(results.results)
    evidence = [", ".join(grades_of(results.results)) or "no evidence", *days[:1]]
    parts = [
        f"{share.passed} of {share.total}",
        *([f"{waiting} open"] if waiting else []),
        " ".join(evidence),
    ]
    return ", ".join(parts)


def _circle(results: Results, middle: float) -> list[str]:
    grades = grades_of(results.results)
    if not grades:
        return []
    full = "#fff" if grades[-1] == "live" else "none"
    drawn = [
        f'  <circle cx="{middle:g}" cy="10" r="4" fill="{full}" stroke="#fff" stroke-width="1.5"/>',
    ]
    if grades[-1] == "documented":
        drawn.append(f'  <path d="M{middle:g} 6a4 4 0 0 0 0 8z" fill="#fff"/>')
    return drawn


def _text(text: str, start: float) -> str:
    return f'    <text x="{start:g}" y="14" textLength="{_width(text):g}">{escape(text)}</text>'


def _width(text: str) -> float:
    kinds = ("narrow" if sign in _NARROW else "wide" if sign in _WIDE else "usual" for sign in text)
    return round(sum(_WIDTHS[kind] for kind in kinds), 1)
