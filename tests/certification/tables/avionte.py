"""Avionté: its endpoints and what they feed, and where its connector forwards inputs."""

from tests.certification.avionte_inputs import BODIES, FORWARDED
from tests.certification.table import Table

PEOPLE = ("Candidates", "Applications", "Tags", "Candidate tags")
V1 = "/front-office/v1"

FEEDS: dict[str, tuple[str, ...]] = {
    "/authorize/token": (),
    f"{V1}/jobs/ids/*/*": ("Jobs", *PEOPLE),
    f"{V1}/jobs/multi-query": ("Jobs", *PEOPLE),
    f"{V1}/jobs/multi-query customJobDetails": ("Jobs",),
    f"{V1}/jobs/multi-query worksiteAddress": ("Jobs",),
    f"{V1}/job/activity-types": ("Application Stages", "Rejection reasons", "Applications"),
    f"{V1}/webapplicants/job/*": PEOPLE,
    f"{V1}/talent/stages/job/*": PEOPLE,
    f"{V1}/talent/stage/*": PEOPLE,
    f"{V1}/talents/multi-query": PEOPLE,
    f"{V1}/talents/multi-query residentAddress": ("Candidates",),
    f"{V1}/talent/*/all-tags": PEOPLE,
    f"{V1}/talent/*/all-tags tags": ("Tags", "Candidate tags"),
    f"{V1}/talent/*/all-tags sources": ("Candidates",),
    f"{V1}/pipeline/*": PEOPLE,
}

TABLE = Table(
    feeds=FEEDS,
    bare=frozenset({f"{V1}/jobs/ids/*/*", f"{V1}/talent/stages/job/*"}),
    own=frozenset({(f"{V1}/jobs/multi-query customJobDetails", "id")}),
    harmless=frozenset(
        {
            # Jobs are read twice, and of two readings the second counts.
            (f"{V1}/jobs/multi-query customJobDetails", "key null"),
            (f"{V1}/jobs/multi-query customJobDetails", "key duplicated"),
            # Nothing identifies an address; the same one stands in the list of addresses too.
            (f"{V1}/jobs/multi-query worksiteAddress", "key null"),
            (f"{V1}/jobs/multi-query worksiteAddress", "key duplicated"),
            (f"{V1}/talents/multi-query residentAddress", "key null"),
            (f"{V1}/talents/multi-query residentAddress", "key duplicated"),
            (f"{V1}/talents/multi-query residentAddress", "empty list"),
            # Tags are asked for by talent; each is told apart by its own number.
            (f"{V1}/talent/*/all-tags", "key null"),
            (f"{V1}/talent/*/all-tags", "key duplicated"),
            (f"{V1}/talent/*/all-tags tags", "key null"),
            (f"{V1}/talent/*/all-tags tags", "key duplicated"),
            (f"{V1}/talent/*/all-tags sources", "key null"),
            (f"{V1}/talent/*/all-tags sources", "key duplicated"),
        }
    ),
    # In the core a single talent is in a pipeline and not nominated.
    needs_the_whole_company=frozenset(
        {(f"{V1}/pipeline/*", "key duplicated"), (f"{V1}/pipeline/*", "field made constant")}
    ),
    rare=frozenset({"job"}),
    # Nobody lives or works at an address with a second line.
    unrecorded=frozenset({"Location.street_2@_location"}),
    paged=(f"{V1}/jobs/ids/*/*",),
    forwarded=FORWARDED,
    bodies=BODIES,
)
