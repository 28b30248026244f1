"""Reads users, and finds them by e-mail address. Source: asymbl sheet 2.1, 4."""

from collections.abc import Iterable, Iterator

from assay.connector import Complete, ReadItem, Row
from assay.errors import PermissionMissingError
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.mapping.users import INTERNAL, user
from assay_connectors.asymbl.reading.run import USERS, Run
from assay_connectors.asymbl.reading.stream import Stream, Wanted
from assay_connectors.asymbl.schema import Shape
from assay_connectors.asymbl.soql import Condition, Query


def users_only(shape: Shape) -> Condition | None:
    """People of the org, where the kind of users can be seen."""
    return soql.equals(shape["kind"], INTERNAL) if shape.has("kind") else None


def read_users(run: Run) -> Iterator[ReadItem]:
    """Users; they are never deleted, only deactivated."""
    if not run.wants(USERS):
        return
    shape = run.org.shape("user")
    stream = Stream(run, Wanted(name=USERS, models=(USERS,), shape=shape, where=users_only(shape)))
    yield from stream.notices()
    for page in stream.pages():
        yield from (Row(user(record)) for record in page)
    yield from stream.ends()
    if stream.is_whole:
        yield Complete(USERS)


def active_by_email(run: Run, addresses: Iterable[str]) -> dict[str, str]:
    """E-mail address in small letters -> the active user who has it; of several the first one created.

    Empty when the user may not see users' addresses.
    """
    found: dict[str, str] = {}
    wanted = soql.chunks(sorted(addresses), soql.TEXTS_PER_QUERY)
    if not wanted:
        return found
    try:
        shape = run.org.shape("user")
    except PermissionMissingError:
        return found
    if not (shape.has("email") and shape.has("active")):
        return found
    for some in wanted:
        for record in _active(run, shape, some):
            email = record.text("email")
            if email:
                found.setdefault(email.strip().casefold(), record.record_id)
    return found


def _active(run: Run, shape: Shape, addresses: list[str]) -> Iterator[Record]:
    query = Query(
        fields=shape.columns("id", "email"),
        source=shape.object,
        where=soql.all_of(
            users_only(shape),
            soql.equals(shape["active"], value=True),
            soql.one_of(shape["email"], addresses),
        ),
        order=shape.columns("created", "id"),
    )
    yield from (Record(row, shape) for row in run.api.rows(query))
