"""Values on their way into a record: only fields that the user may write are sent. Source: asymbl sheet 3."""

from dataclasses import dataclass, field
from typing import Any, Literal

from assay.errors import InputError, PermissionMissingError
from assay_connectors.asymbl.schema import Shape


@dataclass(slots=True)
class Values:
    """The body of a write, with what could not go into it.

    Attributes:
        body: API name -> value.
        warnings: one for each input that has no writable field.
    """

    shape: Shape
    strict: bool = False
    ability: Literal["createable", "updateable"] = "createable"
    body: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def need(self, logical: str, value: Any) -> None:
        """A value without which there is no point; raises as :meth:`check` does."""
        self.check(logical)
        self.body[self.shape[logical]] = value

    def check(self, logical: str) -> None:
        """Raises PermissionMissingError if the field cannot be written."""
        if not self._may(logical):
            name = self.shape.names.get(logical, logical)
            raise PermissionMissingError(
                f"the run-as user may not write {name} of {self.shape.object}",
                vendor_code="INVALID_FIELD_FOR_INSERT_UPDATE",
                request=f"GET {self.shape.endpoint}/describe",
                hint="Give the run-as user edit access to that field.",
                detail={"fields": [name]},
            )

    def put(self, logical: str, source: str, value: Any) -> None:
        """A value, if there is one and it can be written.

        Args:
            logical: our name of the field.
            source: the input it comes from, for the warning; empty for what nobody asked for.
            value: None when it was not given.

        Raises:
            InputError: it cannot be written, and the connection is set to be strict.
        """
        if value is None:
            return
        if self._may(logical):
            self.body[self.shape[logical]] = value
        elif source:
            self._refuse(source, logical)

    def _refuse(self, source: str, logical: str) -> None:
        name = self.shape.names.get(logical, logical)
        message = f"{source} was not written: the run-as user may not write {name} of {self.shape.object}"
        if self.strict:
            raise InputError(message, hint="Give the run-as user edit access to that field.")
        self.warnings.append(message)

    def _may(self, logical: str) -> bool:
        found = self.shape.field(logical)
        return found is not None and getattr(found, self.ability)


def needed(shape: Shape, ability: Literal["createable", "updateable"]) -> None:
    """Raises PermissionMissingError unless the user may create (or change) records of the object."""
    if not shape.described.may(ability):
        verb = {"createable": "create", "updateable": "change"}[ability]
        raise PermissionMissingError(
            f"the run-as user may not {verb} records of {shape.object}",
            vendor_code="CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            request=f"GET {shape.endpoint}/describe",
            hint="Assign the permission set Asymbl ATS User to the run-as user.",
        )
