"""Asymbl: what its org is asked for and what that feeds, and where its connector forwards inputs."""

from urllib.parse import quote_plus

from tests.certification.asymbl_inputs import BODIES, FORWARDED
from tests.certification.table import Table

STAGES = ("Application Stages", "Job-specific application stages")
TEAM = "Job hiring team members"


def _described(name: str) -> str:
    return f"/services/data/*/sobjects/{name}/describe"


def _asked(words: str) -> str:
    return f"/services/data/*/query?q~{quote_plus(words)}"


JOBS, CANDIDATES = _asked("FROM bpats__Job__c"), _asked("FROM Contact")
STAGES_OF_JOBS, APPLICANTS = _asked("FROM bpats__ATS_Stage__c"), _asked("FROM bpats__ATS_Applicant__c")
SITE, MANAGER = f"{JOBS} bpats__Work_Site_Location__r", f"{JOBS} bpats__Hiring_Manager__r"
STAGE_OF = f"{APPLICANTS} bpats__Stage__r"
USERS = _asked("FROM User WHERE UserType = 'Standard' ORDER BY")
MANAGERS = _asked("FROM User WHERE UserType = 'Standard' AND IsActive = true")

FEEDS: dict[str, tuple[str, ...]] = {
    "/services/oauth2/token": (),
    _described("User"): ("Users", TEAM),
    _described("bpats__Job__c"): ("Jobs", TEAM),
    _described("bpats__Work_Site_Location__c"): ("Jobs",),
    _described("Contact"): ("Candidates", TEAM),
    _described("bpats__ATS_Stage__c"): (*STAGES, "Applications"),
    _described("bpats__ATS_Applicant__c"): ("Applications",),
    USERS: ("Users", TEAM),
    MANAGERS: (TEAM,),
    JOBS: ("Jobs", TEAM, *STAGES, "Applications"),
    SITE: ("Jobs",),
    MANAGER: (TEAM,),
    STAGES_OF_JOBS: (*STAGES, "Applications"),
    CANDIDATES: ("Candidates", "Applications"),
    APPLICANTS: ("Applications",),
    STAGE_OF: ("Applications",),
}

KEYS = ("key null", "key duplicated")

TABLE = Table(
    feeds=FEEDS,
    paged=(CANDIDATES, APPLICANTS),
    harmless=frozenset(
        {
            # Objects inside a row have no key of their own.
            *((inner, fault) for inner in (SITE, MANAGER, STAGE_OF) for fault in KEYS),
            # The first fields of a work site are such as jobs do not tell.
            *((_described("bpats__Work_Site_Location__c"), fault) for fault in KEYS),
        }
    ),
    # In the core whoever is in a stage typed as one of hires is in one named so, too.
    needs_the_whole_company=frozenset(
        (STAGE_OF, fault)
        for fault in ("field dropped", "field renamed", "type changed", "value null", "field made constant")
    ),
    unrecorded=frozenset(
        {
            # No candidate of the company has a street or a postal code.
            "Location.street_1@_mailing_address",
            "Location.street_2@_mailing_address",
            "Location.zip_code@_mailing_address",
            # No job is in the United States, or in a street of two lines.
            "Location.country@_location",
            "Location.state@_location",
            "Location.street_2@_location",
        }
    ),
    forwarded=FORWARDED,
    bodies=BODIES,
)
