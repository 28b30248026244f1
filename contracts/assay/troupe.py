"""Plays many productions, in this process and beside it."""

import signal
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context

from assay.evidence import Trace
from assay.replaying import Production

_programme: Mapping[str, Production] = {}
"""In a worker: what there is to play."""


class Troupe:
    """Plays the productions of a programme."""

    def __init__(self, programme: Mapping[str, Production], pool: ProcessPoolExecutor | None) -> None:
        self._programme = programme
        self._waiting: dict[str, Future[Trace]] = {}
        if pool is not None:
            # The longest first, so that nobody waits for it at the end.
            longest_first = sorted(programme, key=lambda name: -len(programme[name].cassette))
            self._waiting = {name: pool.submit(_play, name) for name in longest_first}

    def perform(self) -> Iterator[tuple[str, Trace]]:
        """Every production by name with its trace, as they come; raises whatever playing raised.

        What nobody has begun with is played here, rather than waited for.
        """
        elsewhere: list[str] = []
        for name, production in self._programme.items():
            begun = self._waiting.get(name)
            if begun is None or begun.cancel():
                yield name, production.play()
            else:
                elsewhere.append(name)
        for name in elsewhere:
            yield name, self._waiting[name].result()


@contextmanager
def troupe(programme: Mapping[str, Production], *, jobs: int = 1) -> Iterator[Troupe]:
    """Players for a programme, in ``jobs - 1`` processes beside this one.

    Workers are forked, so that they have everything at hand at once; where that cannot be, or with one
    job, everything is played here when it is asked for.
    """
    if jobs < 2 or not programme or "fork" not in get_all_start_methods():  # noqa: PLR2004 -- two make a pair
        yield Troupe(programme, None)
        return
    context = get_context("fork")
    with ProcessPoolExecutor(jobs - 1, context, initializer=_enter, initargs=(programme,)) as pool:
        try:
            yield Troupe(programme, pool)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _enter(programme: Mapping[str, Production]) -> None:
    """In a worker: know the programme."""
    global _programme  # noqa: PLW0603 -- a worker has one programme for life
    _programme = programme
    leave_interrupts()


def leave_interrupts() -> None:
    """In a worker: leave Ctrl-C to the process that was asked."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _play(name: str) -> Trace:
    return _programme[name].play()
