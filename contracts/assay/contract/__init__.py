"""What is promised for a connector: the contract, its clauses, and where both come from."""

from assay.contract.clauses import KINDS, Clause, Kind, clause_id, clauses_of
from assay.contract.importer import contract_yaml, import_page
from assay.contract.loader import FILE_NAME, load_contract, load_contracts
from assay.contract.model import (
    GENERAL,
    ActionPromise,
    Arrival,
    Behaviour,
    Contract,
    Exemption,
    FeaturePromise,
    FieldPromise,
    InputPromise,
    Lookup,
    ModelPromise,
    Promise,
)
from assay.contract.page import CoveragePage, Difference, difference
from assay.contract.part import slug
from assay.contract.schema import json_schema
from assay.contract.terms import Terms
from assay.contract.traffic import Listing, Wire
from assay.contract.waivers import Waiver, load_waivers

__all__ = [
    "FILE_NAME",
    "GENERAL",
    "KINDS",
    "ActionPromise",
    "Arrival",
    "Behaviour",
    "Clause",
    "Contract",
    "CoveragePage",
    "Difference",
    "Exemption",
    "FeaturePromise",
    "FieldPromise",
    "InputPromise",
    "Kind",
    "Listing",
    "Lookup",
    "ModelPromise",
    "Promise",
    "Terms",
    "Waiver",
    "Wire",
    "clause_id",
    "clauses_of",
    "contract_yaml",
    "difference",
    "import_page",
    "json_schema",
    "load_contract",
    "load_contracts",
    "load_waivers",
    "slug",
]
