"""Reads tags, and what each applicant has of them. Source: flatchr sheet 2.8, 2.9, 7.5."""

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus

from assay.connector import Notice, ReadItem, Row
from assay.errors import VendorRefusedError
from assay_connectors.flatchr.api import TRAITS
from assay_connectors.flatchr.mapping.payload import Payload
from assay_connectors.flatchr.mapping.tags import FOR_CANDIDATES, allowed_values, links, tag, value_id
from assay_connectors.flatchr.reading.applicants import Applicants
from assay_connectors.flatchr.reading.run import CANDIDATE_TAGS, TAGS, Run


class TagBook:
    """The tags that candidates may have, as whole tags or value by value (the setting ``tag_granularity``).

    Attributes:
        unknown: id of a tag that Flatchr does not list -> how often an applicant has it.
    """

    def __init__(self, run: Run) -> None:
        tags = [one for one in run.tags if one.text("type") == FOR_CANDIDATES]
        self.definitions = {one.identifier(): one for one in tags}
        self.by_value = run.connection.options.tag_granularity == "value"
        self.unknown: Counter[str] = Counter()
        self._listed = {tag_id: set(allowed_values(one)) for tag_id, one in self.definitions.items()}

    def rows(self) -> Iterator[Row]:
        """The tags; by value, the values that they list."""
        for tag_id, definition in self.definitions.items():
            if self.by_value:
                yield from (Row(tag(definition, value)) for value in sorted(self._listed[tag_id]))
            else:
                yield Row(tag(definition))

    def of(self, trait: Payload) -> tuple[str | None, Row | None]:
        """Remote id of the unified tag that a trait names, with its row when it is a value not met before.

        Without an id for a tag that is not listed, and by value for a trait without one.
        """
        tag_id = trait.identifier("tag_id")
        definition = self.definitions.get(tag_id)
        if definition is None:
            self.unknown[tag_id] += 1
            return None, None
        if not self.by_value:
            return tag_id, None
        value = trait.trimmed("value")
        if value is None:
            return None, None
        new = value not in self._listed[tag_id]
        self._listed[tag_id].add(value)
        return value_id(tag_id, value), Row(tag(definition, value)) if new else None


def read_tags(run: Run, book: TagBook) -> Iterator[ReadItem]:
    """The tags for candidates. By value they are complete only once the applicants were read as well."""
    yield from book.rows()
    run.tags_complete = not book.by_value


def read_candidate_tags(run: Run, book: TagBook, applicants: Applicants) -> Iterator[ReadItem]:
    """The tags of each applicant; one call per applicant."""
    for row in applicants.rows:
        candidate_id = applicants.candidate_id(row)
        if candidate_id is None:
            continue
        tag_ids = []
        for trait in _traits(run, row.applicant_id):
            tag_id, met = book.of(trait)
            if tag_id is not None:
                tag_ids.append(tag_id)
            if met is not None and run.wants(TAGS):
                yield met
        if run.wants(CANDIDATE_TAGS):
            yield from (Row(link, group=candidate_id) for link in links(candidate_id, tag_ids))
    run.tags_complete = run.tags_complete or applicants.complete
    for tag_id, times in book.unknown.items():
        found = f"{times} {'candidate tag names' if times == 1 else 'candidate tags name'} the tag {tag_id}"
        yield Notice(f"{found}, which Flatchr does not list; left out")


def _traits(run: Run, applicant_id: str) -> list[Payload]:
    """Traits of one applicant; none when the applicant vanished since the search."""
    try:
        return [Payload(raw, TRAITS) for raw in run.api.traits(applicant_id)]
    except VendorRefusedError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return []
        raise
