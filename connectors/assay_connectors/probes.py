"""Finding out what a credential may do, one cheap request per question. Source: ashby sheet 6.

Only the vendor's own words count as a lack of permission; limits and faults leave the question open.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assay.connector import ScopeFinding, ScopeReport, Verdict
from assay.errors import ConnectorError, CredentialError, PermissionMissingError, VendorRefusedError

__all__ = ["OK", "Probed", "Prober", "dependent", "finding", "reported"]


@dataclass(frozen=True, slots=True)
class Probed:
    """Answer to one probe."""

    verdict: Verdict
    detail: str = ""
    results: Any = None


OK: Final = Probed("ok")


def _message(error: ConnectorError) -> str:
    return error.message


@dataclass(slots=True)
class Prober:
    """Asks each question once, however many findings rest on it. A refused credential ends everything."""

    done: dict[str, Probed] = field(default_factory=dict)
    say: Callable[[ConnectorError], str] = _message
    """What to tell of an error."""

    def once(self, key: str, ask: Callable[[], Any], *, refused: Verdict = "error") -> Probed:
        """The answer to a question.

        Args:
            key: names the question.
            ask: asks it; what it returns is kept in ``results``.
            refused: what it shows that the vendor refuses for another reason than a missing permission.
                A write on objects that cannot exist is refused for that very reason where the right is
                there: then ``ok``.

        Raises:
            CredentialError: the vendor does not take the credential at all.
        """
        if key not in self.done:
            self.done[key] = self._answer(ask, refused)
        return self.done[key]

    def _answer(self, ask: Callable[[], Any], refused: Verdict) -> Probed:
        try:
            return Probed("ok", results=ask())
        except CredentialError:
            raise
        except VendorRefusedError as error:
            return OK if refused == "ok" else Probed(refused, self.say(error))
        except PermissionMissingError as error:
            return Probed("no_permission", self.say(error))
        except ConnectorError as error:
            return Probed("error", self.say(error))


def finding(subject: str, probed: Probed) -> ScopeFinding:
    """What a probe says about its subject."""
    return ScopeFinding(subject=subject, verdict=probed.verdict, detail=probed.detail)


def dependent(subject: str, needs: Iterable[str], verdicts: Mapping[str, Probed]) -> ScopeFinding:
    """What several verdicts together say about something that needs all of them."""
    wanted = tuple(needs)
    for verdict in ("no_permission", "error"):
        lacking = [need for need in wanted if verdicts[need].verdict == verdict]
        if lacking:
            word = "lacks" if verdict == "no_permission" else "cannot tell about"
            return ScopeFinding(subject=subject, verdict=verdict, detail=f"{word} {', '.join(lacking)}")
    return ScopeFinding(subject=subject, verdict="ok")


def reported(findings: Callable[[], Iterator[ScopeFinding]]) -> ScopeReport:
    """The findings, or that the vendor does not take the credential."""
    try:
        return ScopeReport(credential=True, findings=tuple(findings()))
    except CredentialError:
        return ScopeReport(credential=False)
