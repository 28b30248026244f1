"""Where in the vendor's answers the values of unified records are found.

A value is looked for in the vendor's objects of its record: those that carry the record's identifier,
and what these refer to. Many records are asked, also those that were read from the payload in which every
value had been changed, and the kind of place that most of them agree on counts; so a value that stands
elsewhere by chance misleads nobody. What is computed, put together or translated beyond recognition is
found nowhere, and nothing is said of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from assay.contract.traffic import Wire
from assay.evidence import Snapshot, Trace
from assay.kinship import Atom, Kinship, atoms_of, last_word, part_of, shared_words
from assay.reality import is_real
from assay.tampering.perturbation import Perturbation
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import enum_of, references_of
from assay.vendor_objects import Pattern, VendorObject, VendorObjects
from assay.wire.exchange import Exchange, Played
from assay.wire.places import Place, spelled

_ASKED = 12
"""So many records of a run tell a source from a chance."""
_MANY = 100
"""So many tell what chooses a word of an enum."""
_SHARE = 4
"""One in so many records must speak for a place, for a value may come from several."""
_MOST = 0.9
"""Where this share of the records agrees, exceptions are the vendor's."""
_FEW = 12
"""A place with more different values than this chooses no word of an enum."""
_CONFIRMED = 3
"""So many records in which a value changed as the place did are no chance."""
_UNTIL_CHANGED = 4
"""What is said of a place before asking whether its value changed with the payload; see :func:`_rank`."""
_TELLING = 4
"""Characters of a value that is not anybody's."""
_Find = Callable[[VendorObject, Sequence[Atom]], Iterator[tuple[int, Kinship, str]]]
"""How values are looked for in an object: where in what it says, how near it is, and to which value."""
_UNKNOWN = Wire(base_url="https://vendor.invalid")


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a recorded answer."""

    index: int
    """Position of the exchange in the cassette."""
    place: Place

    @property
    def path(self) -> str:
        """``results[3].customRequisitionId``."""
        return spelled(self.place)


@dataclass(slots=True)
class _Votes:
    """What speaks for one kind of place as the source of a field."""

    order: int
    depth: int
    is_own: bool
    """Whether it is in the record's own objects."""
    kinship: Kinship = Kinship.SAME
    found: list[Found] = field(default_factory=list)
    values: set[str] = field(default_factory=set)


class _Run:
    """The records and the answers of one sync."""

    def __init__(self, snapshot: Snapshot, played: Iterable[Played], wire: Wire) -> None:
        self.objects = VendorObjects(played, wire)
        self._remote_ids = {
            record.id: remote_id
            for records in snapshot.records.values()
            for record in records
            if record.id and (remote_id := getattr(record, "remote_id", None))
        }
        self._known: dict[int, tuple[UnifiedRecord, tuple[tuple[VendorObject, ...], ...]]] = {}

    def poll(self, records: Sequence[UnifiedRecord], name: str) -> dict[Pattern, _Votes]:
        """Which kinds of places hold the value of a field, and in how many of these records.

        Parts of texts are looked for only where nothing equal is found.
        """
        votes: dict[Pattern, _Votes] = {}
        for find in (_equal, _partly):
            for record in records:
                self._ask(record, name, find, votes)
            if any(len(vote.found) * _SHARE >= len(records) for vote in votes.values()):
                break
        return votes

    def _ask(self, record: UnifiedRecord, name: str, find: _Find, votes: dict[Pattern, _Votes]) -> None:
        value = self.value(record, name)
        is_joined = name == "remote_id" and isinstance(value, str) and ":" in value
        atoms = [*atoms_of(value), *(atoms_of(str(value).split(":")) if is_joined else ())]
        spheres = self.spheres(record)
        referred = self.objects.referred(spheres[-1]) if find is _equal else ()
        for number, sphere in enumerate((*spheres, referred)):
            spoken: set[Pattern] = set()
            for one in sphere:
                for position, near, text in find(one, atoms):
                    place = one.said[position][0]
                    pattern = one.kind_of(place)
                    depth = len(one.place) + len(place)
                    vote = votes.setdefault(pattern, _Votes(len(votes), depth, number == 0, near))
                    vote.values.add(text)
                    if pattern not in spoken:
                        spoken.add(pattern)
                        vote.kinship = min(vote.kinship, near)
                        vote.found.append(Found(one.index, (*one.place, *place)))
            if spoken:
                return

    def value(self, record: UnifiedRecord, name: str) -> object:
        """The value of a field, a reference by the vendor's id."""
        value = getattr(record, name)
        if isinstance(value, str) and name in references_of(type(record)):
            return self._remote_ids.get(value, value)
        return value

    def spheres(self, record: UnifiedRecord) -> tuple[tuple[VendorObject, ...], ...]:
        """The vendor's objects of a record, the narrowest first; of a join row the part that it is."""
        known = self._known.get(id(record))
        if known is None:
            remote_id = getattr(record, "remote_id", None)
            names = [remote_id] if remote_id else [str(self.value(record, name)) for name in record.join_key]
            given = [*(getattr(record, "remote_data", None) or {}).values()]
            whole = self.objects.named(names, given)
            if not whole and remote_id:
                names = [part for part in remote_id.split(":") if part]
                whole = self.objects.named(names, given)
            parts = self.objects.parts(whole, names[1:])
            known = self._known[id(record)] = (record, (parts, whole) if names[1:] else (whole,))
        return known[1]


def _equal(one: VendorObject, atoms: Sequence[Atom]) -> Iterator[tuple[int, Kinship, str]]:
    for atom in atoms:
        met: set[int] = set()
        for sign, near in atom.signs:
            for position in one.by_sign.get(sign, ()):
                if position not in met:
                    met.add(position)
                    yield position, near, atom.text


def _partly(one: VendorObject, atoms: Sequence[Atom]) -> Iterator[tuple[int, Kinship, str]]:
    texts = [atom for atom in atoms if isinstance(atom.value, str)]
    for position, said in one.texts_said if texts else ():
        for atom in texts:
            near = part_of(atom.text, said)
            if near is not None:
                yield position, near, atom.text


class Lineage:
    """Finds the values of a sync in what the vendor answered; looks only when it is asked.

    Args:
        trace: the sync, None if there is none.
        varied: the sync whose payloads were changed, if one was.
        changed: the records read from these payloads.
        wire: where the vendor's identifiers stand.
    """

    def __init__(
        self, trace: Trace | None, varied: Trace | None, changed: Snapshot | None, wire: Wire | None
    ) -> None:
        self._trace = trace
        self._varied = varied
        self._changed_data = changed
        self._wire = wire or _UNKNOWN

    def of(
        self, records: Sequence[UnifiedRecord], name: str, *, shown_in: UnifiedRecord | None = None
    ) -> Found | None:
        """Where the value of a field is found, in the first of these records for which it is; None: nowhere.

        Args:
            records: all of one model.
            name: the field.
            shown_in: a record in which the place is wanted, whatever it says there.
        """
        run = self._run
        if run is None or not records:
            return None
        if name == "remote_data":
            return self._given(run, [shown_in] if shown_in is not None else records)
        pattern, found = self._elected(run, records, name)
        if pattern is None and enum_of(type(records[0]), name):
            pattern, found = self._chosen_by(run, records, name)
        if shown_in is None or pattern is None:
            return found
        return next((one for kind, one, _ in self._said_of(run, shown_in) if kind == pattern), None)

    def _elected(
        self, run: _Run, records: Sequence[UnifiedRecord], name: str
    ) -> tuple[Pattern | None, Found | None]:
        """The kind of place that most speaks for."""
        some = _some(records, name)
        votes, asked = run.poll(some, name), len(some)
        best = min(votes, key=lambda one: _rank(votes[one], None, one, name, asked), default=None)
        also: dict[Pattern, _Votes] = {}
        if best is not None and self._changed is not None and _is_doubtful(votes, best, name, asked):
            also = self._changed.poll(_some(self._changed_records(records[0].store_id), name), name)
            best = min(votes, key=lambda one: _rank(votes[one], also.get(one), one, name, asked))
        if best is None or not _convinces(votes[best], also.get(best), best, name, asked):
            return None, None
        return best, votes[best].found[0]

    @staticmethod
    def _given(run: _Run, records: Iterable[UnifiedRecord]) -> Found | None:
        """The object that the first of these records was made of."""
        for record in records:
            for one in run.spheres(record)[-1]:
                return Found(one.index, one.place or one.said[0][0])
        return None

    def _chosen_by(
        self, run: _Run, records: Sequence[UnifiedRecord], name: str
    ) -> tuple[Pattern | None, Found | None]:
        """The place that decides which word of an enum a record has: the same there, the same word here.

        Only a place that is called like the field is trusted with it.
        """
        words: dict[Pattern, dict[str, set[str]]] = {}
        first: dict[Pattern, Found] = {}
        for record in records[:_MANY]:
            for pattern, found, said in self._said_of(run, record, name):
                words.setdefault(pattern, {}).setdefault(said, set()).add(str(getattr(record, name)))
                if is_real(getattr(record, name)):
                    first.setdefault(pattern, found)
        choosing = [
            pattern
            for pattern, chosen in words.items()
            if pattern in first
            and 1 < len(chosen) <= _FEW
            and all(len(one) == 1 for one in chosen.values())
            and len(set().union(*chosen.values())) > 1
        ]
        best = min(choosing, key=lambda one: (-len(shared_words(name, one)), len(one), one), default=None)
        return (best, first[best]) if best is not None else (None, None)

    @staticmethod
    def _said_of(run: _Run, record: UnifiedRecord, name: str = "") -> Iterator[tuple[Pattern, Found, str]]:
        """What the vendor's objects of a record say, at places called like a field if one is given."""
        for sphere in run.spheres(record):
            for one in sphere:
                for place, value in one.said:
                    if not name or last_word(name) in shared_words(name, place):
                        yield one.kind_of(place), Found(one.index, (*one.place, *place)), str(value)

    @cached_property
    def _run(self) -> _Run | None:
        trace = self._trace
        if trace is None or trace.last_snapshot is None:
            return None
        played = (played for step in trace.steps for played in step.played)
        return _Run(trace.last_snapshot, played, self._wire)

    @cached_property
    def _changed(self) -> _Run | None:
        """The run over payloads in which every value was changed, if there is one."""
        if self._varied is None or self._changed_data is None:
            return None
        exchanges = self._varied.exchanges
        change = Perturbation(exchanges, self._wire)
        played = (
            Played(index=index, exchange=Exchange(exchange.request, change.response(exchange)))
            for index, exchange in enumerate(exchanges)
        )
        return _Run(self._changed_data, played, self._wire)

    def _changed_records(self, model: str) -> Sequence[UnifiedRecord]:
        return self._changed_data.of(model, deleted=False) if self._changed_data is not None else ()


def _some(records: Iterable[UnifiedRecord], name: str) -> list[UnifiedRecord]:
    """The first records that have a value."""
    return [*islice((record for record in records if is_real(getattr(record, name))), _ASKED)]


def _is_doubtful(votes: Mapping[Pattern, _Votes], best: Pattern, name: str, asked: int) -> bool:
    """Whether other places are as good as the best, or the best may be chance."""
    rank = _rank(votes[best], None, best, name, asked)[:_UNTIL_CHANGED]
    alike = [
        one for one, vote in votes.items() if _rank(vote, None, one, name, asked)[:_UNTIL_CHANGED] == rank
    ]
    return len(alike) > 1 or not _convinces(votes[best], None, best, name, asked)


def _rank(vote: _Votes, also: _Votes | None, pattern: Pattern, name: str, asked: int) -> tuple[object, ...]:
    """The smaller the better: most records, the nearest values, changed with the payload, the likest name."""
    return (
        len(vote.found) < asked * _MOST,
        -min(vote.kinship, Kinship.ALIKE),
        -round(len(vote.found) / asked, 1),
        not vote.is_own,
        -len(also.found) if also is not None else 0,
        -len(shared_words(name, pattern[1:])),
        -len(vote.values),
        -vote.kinship,
        vote.depth,
        vote.order,
    )


def _convinces(vote: _Votes, also: _Votes | None, pattern: Pattern, name: str, asked: int) -> bool:
    """Whether it is more than chance: a place called like the field, or values that are not anybody's."""
    if len(vote.found) * _SHARE < asked:
        return False
    if vote.is_own and shared_words(name, pattern[1:]):
        return True
    values = (vote.values | (also.values if also is not None else set())) - {"true", "false"}
    is_telling = any(len(value) >= _TELLING for value in values)
    if vote.is_own and vote.kinship >= Kinship.ALIKE:
        return is_telling or len(values) > 1 or (also is not None and len(also.found) >= _CONFIRMED)
    return is_telling and len(values) > 1
