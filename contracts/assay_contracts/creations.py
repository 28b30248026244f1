"""Create candidate and Create application: two actions that have nearly everything in common."""

from collections.abc import Callable
from functools import wraps

from assay.evidence import Trace
from assay.scenario import Register, Shown

Show = Callable[[Trace, str], Shown]
CREATIONS = {"candidate": "create_candidate", "application": "create_application"}
"""What the two creations return -> their operation."""


def proves_of_both_by(register: Register) -> Callable[[str, str], Callable[[Show], Show]]:
    """How a vendor registers a proof of a behaviour that both creations have.

    The proof is told which of them it is about. What comes back takes the id of the behaviour under both
    actions, and the scenario where it is seen; in its name ``{what}`` stands for what is created.
    """

    def proves_of_both(behaviour: str, scenario: str) -> Callable[[Show], Show]:
        def registered(show: Show) -> Show:
            for what in CREATIONS:
                clause = f"behaviour/create-{what}/{behaviour}"
                register.proves(clause, scenario=scenario.format(what=what))(_of_one(show, what))
            return show

        return registered

    return proves_of_both


def _of_one(show: Show, what: str) -> Callable[[Trace], Shown]:
    @wraps(show)
    def shown(trace: Trace) -> Shown:
        return show(trace, what)

    return shown
