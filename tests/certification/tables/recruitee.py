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
    "/c/*/search/new/candidates?sort_by=created_at_asc": PEOPLE,
    "/c/*/search/new/candidates?sort_by=updated_at_desc": (),
    "/c/*/search/new/candidates?sort_by=last_activity_at_desc": (),
    "/c/*/candidates/*": PEOPLE,
    "/c/*/candidates/* candidate": PEOPLE,
    "/c/*/candidates/* candidate.placements": ("Applications", "Interviews"),
    "/c/*/candidates/* candidate.grouped_open_question_answers": ("Applications",),
    "/c/*/candidates/* candidate.fields": ("Candidates",),
    "/c/*/interview/events": ("Interviews",),
}

TABLE = Table(
    feeds=FEEDS,
    rare=frozenset({"module", "_choices", "_single_line", "_multi_line"}),
    unrecorded=frozenset(
        {
            # The company's questions have no limits, and are of none of these kinds.
            "TextFormat.max_length@_single_line",
            "TextFormat.max_length@_multi_line",
            "TextFormat.display_type@_salary",
            "PlainFormat.type@_legal",
            "PlainFormat.type@_infobox",
        }
    ),
    harmless=frozenset(
        {
            ("/c/*/offers", "key duplicated"),  # the second one is a talent pool, which makes no record
            # What identifies these stands deeper.
            ("/c/*/candidates/*", "key null"),
            ("/c/*/candidates/*", "key duplicated"),
            # Fields are told apart by their names, answers by their job.
            ("/c/*/candidates/* candidate.fields", "key null"),
            ("/c/*/candidates/* candidate.fields", "key duplicated"),
            ("/c/*/candidates/* candidate.grouped_open_question_answers", "key null"),
            ("/c/*/candidates/* candidate.grouped_open_question_answers", "key duplicated"),
        }
    ),
    # In the core a single job is published.
    needs_the_whole_company=frozenset(
        {("/api/offers/", "key duplicated"), ("/api/offers/", "field made constant")}
    ),
    paged=("/c/*/search/new/candidates?sort_by=created_at_asc",),
    forwarded=FORWARDED,
    bodies=BODIES,
)
