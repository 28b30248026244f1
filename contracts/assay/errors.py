"""Every error of Assay, one tree, grouped by who must act.

AssayError
├── UsageError                 you: the call or a file is wrong          (exit code 2)
│   ├── ContractError              a contract or a published page
│   ├── CassetteError              a recording
│   │   └── CassetteMissError          a request that was not recorded
│   ├── ResultsError               a results file
│   ├── SettingError               a connection setting or option
│   └── StoreError                 the database of synced records: full, locked, unreadable
├── ConnectorError             raised by a connector; says who must act
│   ├── CredentialError            the customer: reconnect or repair the credential
│   ├── PermissionMissingError     the customer: widen the credential
│   ├── InputError                 the caller: this input cannot be used
│   ├── VendorRefusedError         the caller: the vendor refused what was asked
│   ├── VendorUnavailableError     nobody, later: the vendor is down or limits us
│   └── VendorNonsenseError        us: the vendor answered outside what is documented
└── HarnessError               us: a fault of Assay itself               (exit code 3)

A message says what was found, where, and what to do. A finding about a connector
is not an exception: see :mod:`assay.outcome`.
"""

from typing import Any, ClassVar

__all__ = [
    "AssayError",
    "CassetteError",
    "CassetteMissError",
    "ConnectorError",
    "ContractError",
    "CredentialError",
    "HarnessError",
    "InputError",
    "PermissionMissingError",
    "ResultsError",
    "SettingError",
    "StoreError",
    "UsageError",
    "VendorNonsenseError",
    "VendorRefusedError",
    "VendorUnavailableError",
]


class AssayError(Exception):
    """Base of every error Assay raises on purpose."""

    exit_code: ClassVar[int] = 3
    code: ClassVar[str] = "assay-error"

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        """File and line, or request and path, of what was found."""
        self.hint = hint
        """What to do about it."""

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}\n  -> {self.hint}" if self.hint else head


class UsageError(AssayError):
    """The call or a file it names is wrong; the person at the keyboard can repair it."""

    exit_code = 2
    code = "usage"


class ContractError(UsageError):
    """A contract or a published coverage page cannot be read."""

    code = "contract"


class CassetteError(UsageError):
    """A recording is broken, of another version, or breaks a rule of recorded data."""

    code = "cassette"


class CassetteMissError(CassetteError):
    """A request was made that the recording does not hold."""

    code = "cassette-miss"


class ResultsError(UsageError):
    """A results file cannot be trusted: no footer, duplicates, another version."""

    code = "results"


class SettingError(UsageError):
    """An option or connection setting is unknown or has an impossible value."""

    code = "setting"


class StoreError(UsageError):
    """The database of synced records refused: full, locked, gone, or of another version. Nothing was lost."""

    code = "store"


class ConnectorError(AssayError):
    """Something went wrong between a connector and its vendor.

    Args:
        message: what was found, free of secrets and personal data.
        vendor_code: the vendor's own error code, if it gave one.
        status: HTTP status of the answer, if there was one.
        request: ``"POST /candidate.create"``, the request that led here.
        detail: whatever else helps, e.g. ids of records already created.
    """

    exit_code = 1
    code = "connector"
    actor: ClassVar[str] = "developer"
    """Who must act: customer, caller, nobody, developer."""

    def __init__(
        self,
        message: str,
        *,
        vendor_code: str | None = None,
        status: int | None = None,
        request: str = "",
        hint: str = "",
        detail: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message, where=request, hint=hint)
        self.vendor_code = vendor_code
        self.status = status
        self.request = request
        self.detail = detail or {}


class CredentialError(ConnectorError):
    """The vendor does not accept the credential at all."""

    code = "credential"
    actor = "customer"


class PermissionMissingError(ConnectorError):
    """The credential is good but lacks a permission that this request needs."""

    code = "permission-missing"
    actor = "customer"


class InputError(ConnectorError):
    """An input of an action cannot be used; nothing was written."""

    code = "input"
    actor = "caller"


class VendorRefusedError(ConnectorError):
    """The vendor understood the request and refused it."""

    code = "vendor-refused"
    actor = "caller"


class VendorUnavailableError(ConnectorError):
    """The vendor is down, limits us, or did not answer; trying later may help."""

    code = "vendor-unavailable"
    actor = "nobody"


class VendorNonsenseError(ConnectorError):
    """The vendor answered outside what is documented (not JSON, missing envelope, endless paging)."""

    code = "vendor-nonsense"
    actor = "developer"


class HarnessError(AssayError):
    """A fault of Assay itself; please report it."""

    code = "harness"
