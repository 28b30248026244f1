"""What is planted into a connector, its contract or its recordings, and what the gate must say of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path


@dataclass(frozen=True)
class Swap:
    """A piece of a file's text, which stands there once, and what takes its place."""

    file: str
    old: str
    new: str = ""

    def line_in(self, text: str, shift: int) -> int:
        """The line to look at afterwards: the first that is new, or the one after which something stood.

        Args:
            text: of the file as it was.
            shift: how many lines were added above by others.
        """
        assert text.count(self.old) == 1, f"{self.file} holds {text.count(self.old)} times {self.old!r}"
        start = text.count("\n", 0, text.index(self.old)) + 1 + shift
        old, new = self.old.splitlines(), self.new.splitlines()
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))))
        is_cut = (
            self.old.endswith("\n")
            and len(new) < len(old)
            and old[len(old) - len(new) + same :] == new[same:]
        )
        return max(1, start + same - is_cut)


@dataclass(frozen=True, kw_only=True)
class Plant:
    """One edit that the gate must refuse, and how."""

    swap: Swap
    kind: str
    clause: str
    """Below the connector: ``field/jobs/job_code``."""
    beside: tuple[Swap, ...] = ()
    """Edits that make the one what it is, e.g. the contract's consent."""

    @property
    def swaps(self) -> tuple[Swap, ...]:
        return (self.swap, *self.beside)


@dataclass(frozen=True, kw_only=True)
class Plants:
    """The plants of one vendor; each vendor has a module of its own with them, found by its slug."""

    mapping_removed: Plant
    value_lost: Plant
    """A unified value that records do not carry any more."""
    value_given_up: Plant
    """The same with the contract's consent: nothing fails, and less is said."""
    input_not_sent: Plant
    extra_call: Plant
    clause_deleted: Plant
    aged_recording: str
    """Name of a recording."""
    resting_on_it: str
    """A clause that is proven by it alone."""
    harmless: tuple[Swap, ...]
    """Remarks and lines wrapped anew."""

    @property
    def of_code(self) -> Mapping[str, Plant]:
        return {
            "a mapping removed": self.mapping_removed,
            "an enum value lost": self.value_lost,
            "an input not sent": self.input_not_sent,
            "an extra call": self.extra_call,
            "a clause deleted": self.clause_deleted,
        }


@dataclass
class Planted:
    """Files with swaps made, each at once."""

    root: Path
    lines: dict[Swap, tuple[str, int]] = field(default_factory=dict)
    """Swap -> file and line to look at."""

    def make(self, *swaps: Swap) -> None:
        """Put the new pieces in place, those of one file from top to bottom."""
        for file in dict.fromkeys(swap.file for swap in swaps):
            path, shift = self.root / file, 0
            text = after = path.read_text(encoding="utf-8")
            here = [swap for swap in swaps if swap.file == file]
            for swap in sorted(here, key=lambda swap: text.find(swap.old)):
                self.lines[swap] = file, swap.line_in(text, shift)
                shift += swap.new.count("\n") - swap.old.count("\n")
                after = after.replace(swap.old, swap.new)
            write_apart(path, after)


def write_apart(path: Path, text: str) -> None:
    """Write a file that may be the same as one outside by another name, which must not change."""
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
