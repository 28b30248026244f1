"""What the run-as user has to be allowed, by our names. Source: asymbl sheet 6."""

from typing import Final

API: Final = "api"
READ_USERS: Final = "users:read"
READ_JOBS: Final = "jobs:read"
READ_CANDIDATES: Final = "candidates:read"
READ_STAGES: Final = "stages:read"
READ_APPLICATIONS: Final = "applications:read"
READ_FILES: Final = "files:read"
CREATE_CANDIDATES: Final = "candidates:create"
CREATE_APPLICATIONS: Final = "applications:create"
CREATE_FILES: Final = "files:create"
MOVE_APPLICATIONS: Final = "applications:move"

PERMISSIONS: Final = (
    API,
    READ_USERS,
    READ_JOBS,
    READ_CANDIDATES,
    READ_STAGES,
    READ_APPLICATIONS,
    READ_FILES,
    CREATE_CANDIDATES,
    CREATE_APPLICATIONS,
    CREATE_FILES,
    MOVE_APPLICATIONS,
)
"""Salesforce grants them by permission sets; these are the ones the connector needs of them."""
