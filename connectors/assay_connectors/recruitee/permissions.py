"""Abilities of a hiring role that the connector needs. Source: recruitee sheet 6.

A token has no scopes of its own: it may do what the role of its user may, for the jobs that the user sees.
"""

from typing import Final

SEE_ALL_JOBS: Final = "jobs:see-all"
SEE_USERS: Final = "users:see"
SEE_CANDIDATES: Final = "candidates:see-all"
SEE_TAGS: Final = "tags:see"
SEE_REASONS: Final = "disqualify-reasons:see"
SEE_INTERVIEWS: Final = "interviews:see-all"
SEE_CAREERS_SITE: Final = "careers-site:see"
CREATE_CANDIDATES: Final = "candidates:create"
EDIT_TAGS: Final = "candidates:tag"
ADD_FILES: Final = "candidates:attach-files"
EDIT_FIELDS: Final = "candidates:edit-fields"
WRITE_NOTES: Final = "candidates:write-notes"
MOVE: Final = "placements:move"
DISQUALIFY: Final = "placements:disqualify"
SET_CONSENT: Final = "candidates:set-consent-expiry"
MANAGE_WEBHOOKS: Final = "webhooks:manage"

PERMISSIONS: Final = (
    SEE_ALL_JOBS,
    SEE_USERS,
    SEE_CANDIDATES,
    SEE_TAGS,
    SEE_REASONS,
    SEE_INTERVIEWS,
    SEE_CAREERS_SITE,
    CREATE_CANDIDATES,
    EDIT_TAGS,
    ADD_FILES,
    EDIT_FIELDS,
    WRITE_NOTES,
    MOVE,
    DISQUALIFY,
    SET_CONSENT,
    MANAGE_WEBHOOKS,
)
"""Our names for the abilities of the token's user; Recruitee publishes none for them."""
