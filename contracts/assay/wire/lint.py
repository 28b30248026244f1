"""Lint of recorded data: what must hold for every cassette, whoever recorded it.

Secrets that were missed are found by redacting again: redaction changes nothing that was redacted.

A cassette may be larger than the common limit when ``limits.yaml`` beside it says so and why::

    full-sync: {megabytes: 12, reason: every page of the whole company}
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assay.errors import CassetteError
from assay.wire.cassette import Cassette
from assay.wire.exchange import Exchange
from assay.wire.matching import differences
from assay.wire.redact import Redactor

LIMIT_MB = 2.0
"""Size that a cassette may have without a reason, in megabytes (10^6 bytes)."""

LIMITS_FILE = "limits.yaml"

_EMAIL = re.compile(rb"[\w.+'%-]+@((?:[a-z0-9-]+\.)+[a-z]{2,})", re.IGNORECASE)
_RESERVED = re.compile(r"(?:.+\.)?(?:example|test|invalid|localhost|example\.(?:com|org|net))", re.IGNORECASE)
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class LintFinding:
    """One thing wrong with recorded data."""

    where: str
    """File, with line where there is one."""
    rule: str
    """``broken``, ``size``, ``name``, ``orphan``, ``secret``, ``email``, ``stray file``, ``limits``."""
    message: str
    hint: str = ""

    def __str__(self) -> str:
        head = f"{self.where}: [{self.rule}] {self.message}"
        return f"{head}\n  -> {self.hint}" if self.hint else head


def lint(folder: Path, scenarios: Mapping[str, Collection[str]] | None = None) -> Iterator[LintFinding]:
    """Check all cassettes under a folder.

    Args:
        folder: holds one folder per connector.
        scenarios: names of the scenarios of each connector; None leaves orphans unchecked.
    """
    limits: dict[str, float] = {}
    for file in sorted(folder.glob(f"*/{LIMITS_FILE}")):
        found, findings = _limits(file)
        limits |= {f"{file.parent.name}/{name}": limit for name, limit in found.items()}
        yield from findings
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_dir() or path.name.startswith(".") or parts[1:] == (LIMITS_FILE,):
            continue
        if path.suffix != ".json" or len(parts) != len(("slug", "scenario.json")):
            message = "is no cassette; cassettes are named <connector>/<scenario>.json"
            yield LintFinding(str(path), "stray file", message)
            continue
        limit = limits.pop(f"{parts[0]}/{path.stem}", LIMIT_MB)
        yield from lint_cassette(path, limit_mb=limit)
        if scenarios is not None and path.stem not in scenarios.get(parts[0], ()):
            message = f"{parts[0]} has no scenario {path.stem!r}"
            yield LintFinding(str(path), "orphan", message, "remove the file, or restore the scenario")
    for name in sorted(limits):
        slug = name.partition("/")[0]
        yield LintFinding(str(folder / slug / LIMITS_FILE), "limits", f"there is no cassette {name}")


def lint_cassette(path: Path, *, limit_mb: float = LIMIT_MB) -> Iterator[LintFinding]:
    """Check one cassette."""
    size_mb = path.stat().st_size / _MEGABYTE
    if size_mb > limit_mb:
        message = f"{size_mb:.1f} MB, allowed are {limit_mb:g} MB"
        hint = f"record a smaller world, or give it a limit with a reason in {LIMITS_FILE}"
        yield LintFinding(str(path), "size", message, hint)
    try:
        cassette = Cassette.load(path)
        yield from _names(cassette)
        redactor = Redactor.for_header(cassette.header)
        for index in range(len(cassette)):
            yield from _exchange(cassette, index, redactor)
        yield from _header(cassette, redactor)
    except CassetteError as error:
        yield LintFinding(error.where, "broken", error.message, error.hint)


def _names(cassette: Cassette) -> Iterator[LintFinding]:
    path, header = cassette.path, cassette.header
    named = (header.connector, header.scenario)
    if named != (path.parent.name, path.stem):
        message = f"its header says {named[0]}/{named[1]}, its place says {path.parent.name}/{path.stem}"
        yield LintFinding(str(path), "name", message, "record it again under its own name")


def _exchange(cassette: Cassette, index: int, redactor: Redactor) -> Iterator[LintFinding]:
    exchange = cassette.exchange(index)
    again = redactor.exchange(exchange)
    if again != exchange:
        message = f"interaction {index} is not fully redacted: {_unredacted(exchange, again)}"
        hint = "record it again; if the redaction is at fault, repair the pattern table first"
        yield LintFinding(cassette.where(index), "secret", message, hint)
    for text in (exchange.request.url.encode(), exchange.request.body, exchange.response.body):
        for domain in sorted(_real_domains(text)):
            yield _real_email(cassette.where(index), f"interaction {index}", domain)


def _header(cassette: Cassette, redactor: Redactor) -> Iterator[LintFinding]:
    header, where = cassette.header, f"{cassette.path}:2"
    for name, value in (("inputs", header.inputs), ("vendor_events", list(header.vendor_events))):
        if redactor.value(value) != value:
            yield LintFinding(where, "secret", f"{name} of the header are not fully redacted")
    for number, delivery in enumerate(header.deliveries):
        if redactor.delivery(delivery) != delivery:
            yield LintFinding(where, "secret", f"delivery {number} is not fully redacted")
        for domain in sorted(_real_domains(delivery.body)):
            yield _real_email(where, f"delivery {number}", domain)


def _unredacted(exchange: Exchange, again: Exchange) -> str:
    """Where the first thing stands that redaction would replace; never the thing itself."""
    for name in ("request", "response"):
        before, after = getattr(exchange, name).headers, getattr(again, name).headers
        for header in sorted(before):
            if before[header] != after.get(header):
                return f"{name} header {header}"
    found = differences(exchange.request, again.request)
    return f"request {found[0].part}" if found else "response body"


def _real_domains(text: bytes) -> set[str]:
    found = {match.group(1).decode().lower() for match in _EMAIL.finditer(text)}
    return {domain for domain in found if not _RESERVED.fullmatch(domain)}


def _real_email(where: str, what: str, domain: str) -> LintFinding:
    message = f"{what} holds an e-mail address of {domain}"
    hint = "only reserved domains (.example, .test, example.org) belong in recordings"
    return LintFinding(where, "email", message, hint)


def _limits(path: Path) -> tuple[dict[str, float], list[LintFinding]]:
    if not path.exists():
        return {}, []
    try:
        stored: Any = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        items = list(stored.items())
    except (yaml.YAMLError, AttributeError) as error:
        return {}, [LintFinding(str(path), "limits", f"cannot be read: {error}")]
    limits, findings = {}, []
    for name, limit in items:
        try:
            limits[str(name)] = float(limit["megabytes"])
            reasoned = bool(limit["reason"])
        except (KeyError, TypeError, ValueError):
            reasoned = False
        if not reasoned:
            findings.append(LintFinding(str(path), "limits", f"{name} needs megabytes and a reason"))
    return limits, findings
