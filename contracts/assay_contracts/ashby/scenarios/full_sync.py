"""Everything is read once; what the page says about models is seen in it. Source: ashby sheet 7.1, 7.4."""

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import (
    Application,
    Candidate,
    Job,
    JobRoleAssignment,
    JobScreeningQuestion,
    Role,
    ScreeningQuestion,
    User,
    UserRole,
)
from assay_contracts import cast
from assay_contracts.ashby.register import REGISTER

JOB_TITLES = {
    "Recruiting Coordinator": "COORDINATOR",
    "Hiring Manager": "HIRING_MANAGER",
    "Recruiter": "RECRUITER",
    "Sourcer": "SOURCER",
}
SYSTEM_LABELS = {"Organization Admin": "ADMIN", "External Recruiter": "RECRUITER"}
UNTYPED_LABELS = {"Elevated Access", "Limited Access"}


@REGISTER.scenario("full-sync", world="full")
def full_sync(stage: Stage) -> None:
    """Read the whole company."""
    stage.sync("full sync")


@REGISTER.scenario("core-sync")
def core_sync(stage: Stage) -> None:
    """Read the small closed subset of the company; for whoever wants to look at a whole sync."""
    stage.sync("core sync")


def _read(trace: Trace) -> tuple[Step, Snapshot]:
    return trace.step("full sync"), trace.after("full sync")


def _roles(snapshot: Snapshot, scope: str) -> dict[str, Role]:
    return {str(role.remote_label): role for role in cast.of(snapshot, Role) if role.scope == scope}


def _job_role_listing(step: Step) -> tuple[Played, ...]:
    return (*step.sent("/hiringTeamRole.list"), *step.sent("/job.list")[:1])


@REGISTER.proves(
    "feature/job-roles-e-g-hiring-manager",
    "behaviour/job-user-role-assignments/default-titles-have-unified-types",
    scenario="full-sync",
)
def default_titles_have_types(trace: Trace) -> Shown:
    """The four default titles have their unified types, and somebody holds each."""
    step, snapshot = _read(trace)
    roles = _roles(snapshot, "JOB")
    found = {title: roles[title].unified_type if title in roles else "absent" for title in JOB_TITLES}
    expect(found == JOB_TITLES, f"the types are {found}", *_job_role_listing(step))
    held = {assignment.role_id for assignment in cast.of(snapshot, JobRoleAssignment)}
    idle = [title for title in JOB_TITLES if roles[title].id not in held]
    expect(not idle, f"nobody holds {idle}", *_job_role_listing(step))
    return Shown("four titles, four types, each held by somebody", _job_role_listing(step))


@REGISTER.proves("behaviour/job-user-role-assignments/other-titles-have-none", scenario="full-sync")
def other_titles_have_no_type(trace: Trace) -> Shown:
    """Any other title keeps its label, has no type, and its holder is assigned to it all the same."""
    step, snapshot = _read(trace)
    others = {label: role for label, role in _roles(snapshot, "JOB").items() if label not in JOB_TITLES}
    expect(others, "there is no other title to look at", *_job_role_listing(step))
    typed = {label: role.unified_type for label, role in others.items() if role.unified_type is not None}
    expect(not typed, f"these have a type: {typed}", *_job_role_listing(step))
    held = {assignment.role_id for assignment in cast.of(snapshot, JobRoleAssignment)}
    expect(
        any(role.id in held for role in others.values()), "nobody holds any of them", *_job_role_listing(step)
    )
    return Shown(f"{', '.join(sorted(others))}: no type, label kept", _job_role_listing(step))


def _holders(snapshot: Snapshot, label: str) -> list[User]:
    role = _roles(snapshot, "SYSTEM").get(label)
    holders = [
        join.user_id for join in cast.of(snapshot, UserRole) if role is not None and join.role_id == role.id
    ]
    return [cast.by_id(snapshot, User, user_id) for user_id in holders]


@REGISTER.proves("behaviour/user-roles/organization-admin-is-admin", scenario="full-sync")
def admins_are_admins(trace: Trace) -> Shown:
    """Organization Admin is ADMIN."""
    return _typed(trace, "Organization Admin")


@REGISTER.proves("behaviour/user-roles/external-recruiter-is-recruiter", scenario="full-sync")
def external_recruiters_are_recruiters(trace: Trace) -> Shown:
    """External Recruiter is RECRUITER."""
    return _typed(trace, "External Recruiter")


def _typed(trace: Trace, label: str) -> Shown:
    step, snapshot = _read(trace)
    listed = step.sent("/user.list")
    role, holders = _roles(snapshot, "SYSTEM").get(label), _holders(snapshot, label)
    expect(
        role and role.unified_type == SYSTEM_LABELS[label],
        f"{label} is {role and role.unified_type}",
        *listed,
    )
    expect(holders, f"no user has the role {label}", *listed)
    for user in holders:
        given = next(iter((user.remote_data or {}).values()))
        expect(
            given["globalRole"] == label, f"{user.remote_id} is {given['globalRole']} at the vendor", *listed
        )
    return Shown(f"{len(holders)} users are {SYSTEM_LABELS[label]}", listed)


@REGISTER.proves(
    "feature/system-roles-e-g-admin",
    "behaviour/user-roles/other-global-roles-have-no-type",
    scenario="full-sync",
)
def other_global_roles_have_no_type(trace: Trace) -> Shown:
    """Every other global role, also one not known so far, is a SYSTEM role without a type."""
    step, snapshot = _read(trace)
    listed = step.sent("/user.list")
    given = {user["globalRole"] for played in listed for user in played.exchange.response.json["results"]}
    roles = _roles(snapshot, "SYSTEM")
    expect(given <= set(roles), f"no role for {given - set(roles)}", *listed)
    unknown = given - set(SYSTEM_LABELS) - UNTYPED_LABELS
    expect(unknown, "the company has no role that is not known so far", *listed)
    typed = {label: role.unified_type for label, role in roles.items() if role.unified_type is not None}
    expect(typed == SYSTEM_LABELS, f"the types are {typed}", *listed)
    idle = [label for label in given if not _holders(snapshot, label)]
    expect(not idle, f"nobody has {idle}", *listed)
    return Shown(f"no type for {', '.join(sorted(given - set(SYSTEM_LABELS)))}", listed)


@REGISTER.proves("feature/roles", scenario="full-sync")
def roles_of_both_scopes_are_read(trace: Trace) -> Shown:
    """Roles of both scopes are read with their labels, those of the vendor's list among them."""
    step, snapshot = _read(trace)
    listed = step.sent("/hiringTeamRole.list")
    titles = {role["title"] for played in listed for role in played.exchange.response.json["results"]}
    expect(
        titles and titles <= set(_roles(snapshot, "JOB")),
        f"missing: {titles - set(_roles(snapshot, 'JOB'))}",
        *listed,
    )
    expect(_roles(snapshot, "SYSTEM"), "no system role was read", *listed)
    return Shown(f"{len(titles)} job roles, {len(_roles(snapshot, 'SYSTEM'))} system roles", listed)


@REGISTER.proves("feature/candidate-source-tracking", scenario="full-sync")
def sources_are_read(trace: Trace) -> Shown:
    """A candidate's source is the vendor's title; without one it is null."""
    step, snapshot = _read(trace)
    pages = step.sent("/candidate.list")
    given = {
        c["id"]: (c["source"] or {}).get("title") for p in pages for c in p.exchange.response.json["results"]
    }
    for candidate in cast.of(snapshot, Candidate):
        title = given[str(candidate.remote_id)]
        expect(
            candidate.source == title,
            f"{candidate.remote_id} reads {candidate.source!r}, given {title!r}",
            *pages[:1],
        )
    expect(any(given.values()) and not all(given.values()), "all candidates are alike", *pages[:1])
    return Shown(f"{sum(title is not None for title in given.values())} of {len(given)} have a source", pages)


@REGISTER.proves("behaviour/jobs/all-statuses-are-read", scenario="full-sync")
def all_statuses_are_asked_for(trace: Trace) -> Shown:
    """All four statuses are asked for, and all four come."""
    step, snapshot = _read(trace)
    listed = step.sent("/job.list")
    asked = set(listed[0].exchange.request.json.get("status", ()))
    expect(asked == {"Draft", "Open", "Closed", "Archived"}, f"asked for {sorted(asked)}", *listed)
    come = {job.status for job in cast.of(snapshot, Job)}
    expect(come == {"DRAFT", "OPEN", "CLOSED", "ARCHIVED"}, f"came: {sorted(map(str, come))}", *listed)
    return Shown("four asked for, four came", listed)


@REGISTER.proves(
    "feature/eeo-questions", "behaviour/eeo-questions/survey-questions-carry-a-category", scenario="full-sync"
)
def survey_questions_carry_a_category(trace: Trace) -> Shown:
    """Fields of EEOC and diversity surveys are questions of the job with their category."""
    step, snapshot = _read(trace)
    postings = step.sent("/jobPosting.info")
    surveys = {
        survey["surveyType"]: survey["id"]
        for played in postings
        for survey in played.exchange.response.json["results"].get("surveyFormDefinitions", [])
    }
    asked = {join.question_id for join in cast.of(snapshot, JobScreeningQuestion)}
    for kind, category in (("EEOC", "EEO"), ("Diversity", "DEMOGRAPHIC")):
        expect(kind in surveys, f"no posting has a survey of type {kind}", *postings[:1])
        of_survey = [
            q
            for q in cast.of(snapshot, ScreeningQuestion)
            if str(q.remote_id).startswith(surveys[kind]) and q.id in asked
        ]
        expect(of_survey, f"no job asks the questions of survey {kind}", *postings[:1])
        wrong = [q.title for q in of_survey if q.category != category]
        expect(not wrong, f"not {category}: {wrong}", *postings[:1])
    return Shown("EEO and DEMOGRAPHIC questions belong to jobs", postings[:1])


@REGISTER.proves("behaviour/eeo-questions/answers-are-never-read", scenario="full-sync")
def survey_answers_are_never_read(trace: Trace) -> Shown:
    """No answer of any application belongs to a survey question."""
    step, snapshot = _read(trace)
    surveyed = {q.title for q in cast.of(snapshot, ScreeningQuestion) if q.category is not None}
    answers = [a for x in cast.of(snapshot, Application) for a in x.screening_question_answers or []]
    leaked = [a.question.title for a in answers if a.question.title in surveyed]
    expect(answers, "there are no answers at all")
    expect(not leaked, f"answers to {leaked} were read")
    asked = [p for p in step.played if p.exchange.request.path == "/surveySubmission.list"]
    expect(not asked, "survey submissions were listed", *asked)
    return Shown(f"{len(answers)} answers, none to a survey", step.sent("/application.info")[:1])


@REGISTER.proves("behaviour/general/short-pages-end-no-listing", scenario="full-sync")
def every_page_is_read(trace: Trace) -> Shown:
    """Listings end where moreDataAvailable is false, with the same filters on every page."""
    step, _ = _read(trace)
    pages = step.sent("/candidate.list")
    expect(len(pages) >= 3, f"only {len(pages)} pages")
    more = [p.exchange.response.json["moreDataAvailable"] for p in pages]
    expect(more == [True] * (len(pages) - 1) + [False], f"moreDataAvailable was {more}", *pages)
    filters = [{k: v for k, v in p.exchange.request.json.items() if k != "cursor"} for p in pages]
    expect(all(f == filters[0] for f in filters), f"the filters were {filters}", *pages)
    return Shown(f"{len(pages)} pages, ended by moreDataAvailable", pages)
