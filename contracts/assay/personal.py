"""A vendor's own places of personal data, as its contract names them, for the redactor."""

from assay.contract import Contract
from assay.wire.patterns import ByName


def personal_patterns(contract: Contract) -> tuple[ByName, ...]:
    """What is replaced in live recordings of this vendor beyond what is replaced for all."""
    declared = contract.wire.personal if contract.wire is not None else {}
    return tuple(
        ByName(title=f"{contract.name}: {names}", names=names, treatment=treatment, example={}, leaks="")
        for names, treatment in declared.items()
    )
