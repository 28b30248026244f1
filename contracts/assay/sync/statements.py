"""The SQL of a merge, written once so that it is compiled once.

Only what every database understands is used. Whoever runs a statement gives its parameters by name:
``owner`` number of the connection, ``run`` whose staged rows are meant, ``revision`` number of the
commit in progress, ``moment`` its time as text. Questions about one model (``of_model``) are answered
in pages in the order of ids; ``after`` is the last id of the page before, so that all pages together
cost as much as one answer.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from assay.sync.schema import COMPLETED, RECORDS, STAGED

PAGE_ROWS = 500
"""How many rows are decided upon at a time."""

Query: TypeAlias = "Select[*tuple[Any, ...]]"

_s, _r = STAGED.c, RECORDS.c
_owner: ColumnElement[int] = bindparam("owner")
_run: ColumnElement[int] = bindparam("run")
_revision: ColumnElement[int] = bindparam("revision")

_staged = and_(_s.run == _run, _s.gone.is_(False))
_same = and_(_r.connection == _owner, _r.model == _s.model, _r.id == _s.id)
_COPIED = (
    *("model", "id", "remote_key", "part_of", "data", "data_hash", "remote_data", "remote_hash"),
    *("parent_1", "parent_2"),
)

_of_model = _r.model == bindparam("of_model")


def _page(query: Query) -> Query:
    return query.where(_of_model, _r.id > bindparam("after")).order_by(_r.id).limit(PAGE_ROWS)


# --- keys that came more than once -----------------------------------------------------------------

REPEATED: Query = (
    select(
        _s.model,
        _s.id,
        func.count().label("rows"),
        func.count(_s.data_hash.distinct()).label("versions"),
        func.max(_s.seq).label("last"),
        func.max(_s.remote_key).label("remote_key"),
    )
    .where(_staged, _s.model == bindparam("of_model"), _s.id > bindparam("after"))
    .group_by(_s.model, _s.id)
    .having(func.count() > 1)
    .order_by(_s.id)
    .limit(PAGE_ROWS)
)

FORGET_EARLIER = delete(STAGED).where(
    _staged,
    _s.model == bindparam("of_model"),
    _s.id == bindparam("of_id"),
    _s.seq < bindparam("last"),
)

# --- what came -------------------------------------------------------------------------------------

INSERT_NEW = insert(RECORDS).from_select(
    ["connection", "present", "changed_at", "revision", *_COPIED],
    select(
        bindparam("owner", type_=_r.connection.type),
        true(),
        bindparam("moment", type_=_r.changed_at.type),
        bindparam("revision", type_=_r.revision.type),
        *(_s[name] for name in _COPIED),
    )
    .select_from(STAGED.outerjoin(RECORDS, _same))
    .where(_staged, _r.id.is_(None)),
)

COUNT_NEW: Query = (
    select(_r.model, func.count().label("rows"))
    .where(_r.connection == _owner, _r.revision == _revision)
    .group_by(_r.model)
)

DIFFERING: Query = (
    select(
        _s.seq,
        _s.model,
        _s.id,
        _s.data,
        _s.data_hash,
        _s.remote_data,
        _s.remote_hash,
        func.coalesce(_s.part_of, _r.part_of).label("part_of"),
        _r.data_hash.label("known_hash"),
        _r.changed_at,
    )
    .select_from(STAGED.join(RECORDS, _same))
    .where(
        _staged,
        _s.seq > bindparam("after_seq"),
        or_(
            _s.data_hash != _r.data_hash,
            _s.remote_hash != _r.remote_hash,
            and_(_s.part_of.is_not(None), or_(_r.part_of.is_(None), _r.part_of != _s.part_of)),
            _r.present.is_(False),
        ),
    )
    .order_by(_s.seq)
    .limit(PAGE_ROWS)
)
"""Records that came and are not as they were stored."""

# --- what did not come -----------------------------------------------------------------------------

_later = STAGED.alias("later")

GONE: Query = _page(
    select(_r.model, _r.id)
    .select_from(
        STAGED.join(RECORDS, _same).outerjoin(
            _later,
            and_(
                _later.c.run == _run,
                _later.c.model == _s.model,
                _later.c.id == _s.id,
                _later.c.gone.is_(False),
                _later.c.seq > _s.seq,
            ),
        )
    )
    .where(_s.run == _run, _s.gone.is_(True), _later.c.seq.is_(None), _r.present.is_(True))
    .distinct()
)
"""Records that the vendor says are gone, unless they came again afterwards."""


def _missing(reach: ColumnElement[bool]) -> Query:
    completed = and_(COMPLETED.c.run == _run, COMPLETED.c.model == _r.model, reach)
    came = and_(_staged, _s.model == _r.model, _s.id == _r.id)
    return _page(
        select(_r.model, _r.id)
        .select_from(COMPLETED.join(RECORDS, completed).outerjoin(STAGED, came))
        .where(
            _r.connection == _owner,
            _r.present.is_(True),
            # What others wrote after this run had begun to read was not there to be read.
            _r.revision <= bindparam("begun_after"),
            _s.seq.is_(None),
        )
        .distinct()
    )


MISSING_IN_MODEL = _missing(COMPLETED.c.part_of.is_(None))
MISSING_IN_GROUP = _missing(COMPLETED.c.part_of == _r.part_of)

# --- who is deleted --------------------------------------------------------------------------------

_touched = and_(_r.connection == _owner, _r.revision == _revision)
_keys = select(_r.model, _r.id)

MODEL_TO_DELETE = _page(_keys.where(_touched, _r.present.is_(False), _r.remote_deleted_at.is_(None)))
MODEL_TO_RETURN = _page(_keys.where(_touched, _r.present.is_(True), _r.remote_deleted_at.is_not(None)))

_first, _second = RECORDS.alias("first"), RECORDS.alias("second")


def _with(source: FromClause, parent: Any, model: str, column: ColumnElement[str]) -> FromClause:
    same = and_(parent.c.connection == _owner, parent.c.model == bindparam(model), parent.c.id == column)
    return source.outerjoin(parent, same)


_family = _with(_with(RECORDS, _first, "first_model", _r.parent_1), _second, "second_model", _r.parent_2)
_deleted = or_(
    _r.present.is_(False), _first.c.remote_deleted_at.is_not(None), _second.c.remote_deleted_at.is_not(None)
)
_there = and_(
    _r.present.is_(True), _first.c.remote_deleted_at.is_(None), _second.c.remote_deleted_at.is_(None)
)


def _joins(touched: Any, *conditions: ColumnElement[bool]) -> Query:
    return _page(
        _keys.select_from(_family).where(
            _r.connection == _owner,
            touched.c.connection == _owner,
            touched.c.revision == _revision,
            *conditions,
        )
    )


JOIN_TO_DELETE: Mapping[str, Query] = {
    name: _joins(touched, _deleted, _r.remote_deleted_at.is_(None))
    for name, touched in (("self", RECORDS), ("first", _first), ("second", _second))
}
"""By which row was touched in this commit: the join row itself, or one of its parents."""
JOIN_TO_RETURN: Mapping[str, Query] = {
    name: _joins(touched, _there, _r.remote_deleted_at.is_not(None))
    for name, touched in (("self", RECORDS), ("first", _first), ("second", _second))
}

# --- writing ---------------------------------------------------------------------------------------


def _write(*columns: str) -> Update:
    """Update records by key. A parameter may not be called as a column, hence the prefixes."""
    return (
        update(RECORDS)
        .where(_r.connection == _owner, _of_model, _r.id == bindparam("of_id"))
        .values(revision=bindparam("new_revision"), **{name: bindparam(f"new_{name}") for name in columns})
    )


REWRITE = _write("data", "data_hash", "remote_data", "remote_hash", "part_of", "changed_at", "present")
MARK_ABSENT = _write("present")
MARK_DELETED = _write("remote_deleted_at", "changed_at")

CLEAR_STAGED = delete(STAGED).where(_s.run == _run)
CLEAR_COMPLETED = delete(COMPLETED).where(COMPLETED.c.run == _run)
