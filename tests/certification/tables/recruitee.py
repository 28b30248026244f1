"""Recruitee: its endpoints and what they feed, and where its connector forwards inputs."""

from tests.certification.recruitee_inputs import BODIES, FORWARDED
from tests.certification.table import Table

STAGES = ("Application Stages", "Job-specific application stages")
QUESTIONS = ("Screening questions", "Job-specific screening questions")
PEOPLE = ("Candidates", "Applications", "Candidate tags", "Interviews")

FEEDS: dict[str, tuple[str, ...]] = {
    "/c/*/admins": ("Users", "Job hiring team members"),
    "/c/*/offers": ("Jobs", *STAGES, "Job hiring team members", *PEOPLE),
    "/c/*/offers/*": ("Jobs", *STAGES, "Job hiring team members", *PEOPLE),
    "/c/*/offers/* pipeline_template.stages": (*STAGES, "Applications"),
    "/api/offers/": (*QUESTIONS, "Jobs", "Applications"),
    "/api/offers/ open_questions": (*QUESTIONS, "Applications"),
    "/c/*/admin": (),
    "/c/*/tags": ("Tags", "Candidate tags"),
    "/c/*/disqualify_reasons": ("Rejection reasons",),
    "/c/*/search/new/candidates": PEOPLE,
    "/c/*/candidates/*": PEOPLE,
    "/c/*/interview/events": ("Interviews",),
}

TABLE = Table(
    feeds=FEEDS,
    rare=frozenset({"module", "_choices", "social_profile", "default_integration_fields"}),
    paged=("/c/*/search/new/candidates",),
    forwarded=FORWARDED,
    bodies=BODIES,
)
