"""What the connector rests on although Recruitee does not document it for us.

``rests`` names the clauses that fall with the assumption. Source: the [A] marks of the recruitee sheet, above
all sections 3, 4, 5, 7 and 9.
"""

from assay.connector import Assumption

_CREATES = ("action/create-candidate", "action/create-application")
_CREATE_INPUTS = ("input/create-candidate", "input/create-application")
_CREATE_BEHAVIOURS = ("behaviour/create-candidate", "behaviour/create-application")


def _inputs(*names: str) -> tuple[str, ...]:
    return tuple(f"{action}/{name}" for action in _CREATE_INPUTS for name in names)


def _behaviours(*names: str) -> tuple[str, ...]:
    return tuple(f"{action}/{name}" for action in _CREATE_BEHAVIOURS for name in names)


ASSUMPTIONS: tuple[Assumption, ...] = (
    # --- connecting ----------------------------------------------------------------------------------
    Assumption(
        id="careers-site-of-jobs",
        statement="The careers site that a job's public address names is the company's only one.",
        rests=(
            "feature/connection-guide",
            "model/screening-questions",
            "feature/create-credentials",
            "behaviour/general/the-careers-site-gets-no-token",
        ),
        source="recruitee sheet 1.1",
    ),
    Assumption(
        id="rate-limit-unknown",
        statement="Five requests a second are taken; a limited one may be repeated after Retry-After.",
        rests=("feature/delta-syncs", "behaviour/general/a-limited-request-is-sent-again"),
        source="recruitee sheet 1.4, 9.4",
    ),
    Assumption(
        id="role-before-body",
        statement=(
            "The role is looked at before object and body, so that a refused write on nothing shows the "
            "right to it; a company's own administrator sees all."
        ),
        rests=("feature/scope-testing", "behaviour/scope-testing/*"),
        source="recruitee sheet 6, 9.9",
    ),
    Assumption(
        id="restricted-view-is-told",
        statement=(
            "That a user sees assigned jobs only, and of candidates and interviews those of these jobs, is "
            "told by view_all_jobs of the current user."
        ),
        rests=(
            "feature/scope-testing",
            "behaviour/scope-testing/hidden-jobs-are-not-reported-as-fine",
            "feature/per-model-tests",
            "feature/prerequisites",
        ),
        source="recruitee sheet 2.1, 6",
    ),
    # --- reading -------------------------------------------------------------------------------------
    Assumption(
        id="job-code-is-guid",
        statement="The short code of a job is what customers take for its number.",
        rests=("field/jobs/job_code",),
        source="recruitee sheet 7.1 Jobs, 9.12",
    ),
    Assumption(
        id="weekly-hours-are-the-most",
        statement="The weekly hours of a job are the upper bound; the lower one where there is no other.",
        rests=("field/jobs/weekly_hours",),
        source="recruitee sheet 7.1 Jobs",
    ),
    Assumption(
        id="visibility-follows-status",
        statement="Published jobs are public, internal ones internal; for the others nobody can say.",
        rests=("field/jobs/visibility",),
        source="recruitee sheet 7.1 Jobs",
    ),
    Assumption(
        id="remote-and-on-site-is-hybrid",
        statement="A job that may be done remotely and on site is hybrid.",
        rests=("field/jobs/remote_work_status",),
        source="recruitee sheet 7.1 Jobs",
    ),
    Assumption(
        id="codes-of-jobs",
        statement="Codes of employment beyond those seen mean what they begin with; others pass as they are.",
        rests=(
            "field/jobs/employment_type",
            "field/jobs/category",
            "field/jobs/experience_level",
            "field/jobs/salary_period",
        ),
        source="recruitee sheet 2.3, 9.11",
    ),
    Assumption(
        id="job-fields-look-like-profile-fields",
        statement="Custom fields of jobs have the shape of profile fields of candidates.",
        rests=(
            "field/jobs/custom_fields",
            "field/jobs/integration_fields",
            "feature/custom-field-explorer",
            "feature/jobs",
            "behaviour/jobs/the-explorer-lists-custom-fields-of-jobs",
        ),
        source="recruitee sheet 2.3, 7.3, 9.16",
    ),
    Assumption(
        id="first-location-speaks",
        statement="The flat location of a job is its first; the unified job has room for no more.",
        rests=("field/jobs/location",),
        source="recruitee sheet 7.1 Jobs, 9.17",
    ),
    Assumption(
        id="names-split-at-first-space",
        statement="The first word of a candidate's name is the first name, the rest the last name.",
        rests=("field/candidates/first_name", "field/candidates/last_name"),
        source="recruitee sheet 7.1 Candidates, 9.18",
    ),
    Assumption(
        id="profiles-by-host",
        statement="The host of a profile link tells its kind, and its last part the name of the user.",
        rests=("field/candidates/social_media",),
        source="recruitee sheet 7.1 Candidates",
    ),
    Assumption(
        id="candidate-page-stands-for-application",
        statement="An application has no page of its own; that of its candidate shows it.",
        rests=("field/applications/remote_url",),
        source="recruitee sheet 7.1 Applications",
    ),
    Assumption(
        id="disqualified-means-declined",
        statement="Whoever disqualified an application and why, it is declined, and keeps its stage.",
        rests=(
            "field/applications/outcome",
            "field/applications/rejected_at",
            "field/applications/current_stage_id",
            "behaviour/applications/*",
        ),
        source="recruitee sheet 2.7, 3.6, 9.6",
    ),
    Assumption(
        id="answers-by-text-of-question",
        statement="Stored answers name no question; one of the same text on the same job is meant.",
        rests=("field/applications/screening_question_answers",),
        source="recruitee sheet 2.5, 7.1 Applications, 9.1",
    ),
    Assumption(
        id="questions-of-published-jobs-only",
        statement="Questions can be read of published jobs only, and outlive it that a job is unpublished.",
        rests=(
            "*/screening-questions*",
            "*/job-specific-screening-questions*",
        ),
        source="recruitee sheet 7.1 Screening questions, 9.1",
    ),
    Assumption(
        id="no-conditional-questions",
        statement="No question depends on another one.",
        rests=("field/job-specific-screening-questions/precondition_*",),
        source="recruitee sheet 7.1 Job-specific screening questions",
    ),
    Assumption(
        id="team-by-role-and-assignment",
        statement=(
            "Recruiter, hiring manager and assigned users are the team, by their own id or that of their "
            "membership; followers are not."
        ),
        rests=("*/job-hiring-team-members*",),
        source="recruitee sheet 7.1 Job hiring team members, 9.8",
    ),
    Assumption(
        id="interviews-within-a-window",
        statement="Interviews can be listed for everybody, coming and overdue, within a window of dates.",
        rests=("*/interviews*",),
        source="recruitee sheet 2.9, 4, 7.1 Interviews, 9.15",
    ),
    # --- syncing -------------------------------------------------------------------------------------
    Assumption(
        id="activity-moves-with-applications",
        statement="A move, a rejection and a tag raise last_activity_at of the candidate.",
        rests=("feature/delta-syncs", "behaviour/delta-syncs/*"),
        source="recruitee sheet 4, 9.2",
    ),
    Assumption(
        id="search-can-be-sorted",
        statement="The search sorts by change and by activity; five minutes of overlap cover its lag.",
        rests=("feature/delta-syncs", "behaviour/delta-syncs/*", "behaviour/candidates/*"),
        source="recruitee sheet 2.6, 4, 9.2",
    ),
    Assumption(
        id="missing-means-gone",
        statement="A candidate that answers 404, or is missing from a whole walk, was deleted or merged.",
        rests=(
            "behaviour/candidates/a-merged-candidate-is-marked-deleted",
            "behaviour/delta-syncs/a-deleted-candidate-is-found-by-reconciling",
            "behaviour/webhook-subscriptions/a-deleted-candidate-is-announced",
        ),
        source="recruitee sheet 3.13, 4",
    ),
    Assumption(
        id="candidates-by-ids",
        statement="The list of candidates takes ids, up to a hundred at once.",
        rests=("feature/sync-only-created-applications", "behaviour/sync-only-created-applications/*"),
        source="recruitee sheet 7.3",
    ),
    # --- acting --------------------------------------------------------------------------------------
    Assumption(
        id="two-routes-of-creation",
        statement=(
            "Answers can be given only by applying on the careers site of a published job; everything else "
            "is said by the company's interface."
        ),
        rests=(*_CREATES, *_inputs("screening_question_answers.*"), *_behaviours("answers-*")),
        source="recruitee sheet 3.1, 3.3, 9.1",
    ),
    Assumption(
        id="answers-inside-the-candidate",
        statement=(
            "The careers site takes answers inside the candidate, texts of options instead of their ids, "
            "dates and numbers as text."
        ),
        rests=(
            *_inputs("screening_question_answers.*"),
            *_behaviours("answers-travel-by-the-careers-site"),
        ),
        source="recruitee sheet 3.3, 9.1",
    ),
    Assumption(
        id="creating-never-merges",
        statement="A new candidate is always a new record, even for a known e-mail address.",
        rests=(*_CREATES, *_behaviours("an-existing-email-makes-a-second-person")),
        source="recruitee sheet 3.1",
    ),
    Assumption(
        id="placements-follow",
        statement="The application of a new candidate shows within seconds, or can be added once.",
        rests=(*_CREATES, *_behaviours("a-missing-placement-is-added"), *_inputs("application.job_id")),
        source="recruitee sheet 3.1, 3.4, 9.5",
    ),
    Assumption(
        id="moves-by-stage-id",
        statement="A move names the stage in a flat body, and is looked at afterwards: some have no effect.",
        rests=(
            "action/move-application-to-stage",
            "input/move-application-to-stage/*",
            "behaviour/move-application-to-stage/*",
            *_inputs("application.stage_id"),
            *_behaviours("a-stage-is-reached-by-a-move"),
        ),
        source="recruitee sheet 3.5, 9.5",
    ),
    Assumption(
        id="sources-are-made-by-name",
        statement="A source that the company has not is made; unified keys become the source's usual name.",
        rests=("feature/source-writing", *_inputs("source.*"), *_behaviours("a-unified-source-key-*")),
        source="recruitee sheet 3.2, 3.8, 7.2",
    ),
    Assumption(
        id="consent-by-date",
        statement="The end of retention can be set on the candidate; consent itself cannot.",
        rests=(*_inputs("gdpr_consent.expires_at"), *_behaviours("consent-expiry-is-set")),
        source="recruitee sheet 3.12, 9.7",
    ),
    Assumption(
        id="arrays-replace",
        statement="Changing the links of a candidate replaces them, so those there are sent along.",
        rests=_inputs("candidate.social_links.url"),
        source="recruitee sheet 3.13",
    ),
    Assumption(
        id="files-of-any-kind",
        statement="Files of any type and usual size are taken; the file just uploaded can become the CV.",
        rests=(
            *_inputs("attachments.*"),
            "action/add-attachment-to-*",
            "input/add-attachment-to-*",
            "behaviour/add-attachment-to-*",
            *_behaviours("the-first-cv-becomes-the-cv"),
        ),
        source="recruitee sheet 3.9, 9.10",
    ),
    Assumption(
        id="cv-is-no-attachment",
        statement="CV and cover letter are keys of the candidate and never among its attachments.",
        rests=("action/get-application-attachments", "behaviour/get-application-attachments/*"),
        source="recruitee sheet 2.10, 9.10",
    ),
    Assumption(
        id="tags-by-exact-name",
        statement="Tags are told apart by their exact name; adding or removing twice changes nothing.",
        rests=(
            "action/add-tag-to-candidate",
            "action/remove-tag-from-candidate",
            "behaviour/add-tag-to-candidate/*",
            "behaviour/remove-tag-from-candidate/*",
        ),
        source="recruitee sheet 3.7",
    ),
    Assumption(
        id="rejections-need-a-known-reason",
        statement="An unknown reason might be taken for none, so only listed ones are sent.",
        rests=("action/reject-application", "input/reject-application/*", "behaviour/reject-application/*"),
        source="recruitee sheet 3.6, 9.6",
    ),
    Assumption(
        id="fields-change-by-their-id",
        statement="A profile field is changed by its id; a POST would make a second one of the same name.",
        rests=(
            "action/add-result-link-to-*",
            "input/add-result-link-to-*",
            "behaviour/add-result-link-to-*",
        ),
        source="recruitee sheet 3.11, 7.2",
    ),
    Assumption(
        id="notes-are-plain",
        statement="The text of a note is stored as it is, for all to see.",
        rests=("action/add-note-to-application", "behaviour/add-note-to-application/*"),
        source="recruitee sheet 3.10, 7.2",
    ),
    Assumption(
        id="lost-writes-show-at-once",
        statement=(
            "What a write made shows in the next read of candidate or list, and Recruitee's clock and ours "
            "are less than ten minutes apart; so a lost write can be told from one without effect."
        ),
        rests=_behaviours("a-creation-is-never-repeated-blindly"),
        source="recruitee sheet 1.1, 3.1",
    ),
    # --- webhooks ------------------------------------------------------------------------------------
    Assumption(
        id="webhooks-by-api",
        statement="Webhooks can be made, listed and removed by API, and the secret comes with a new one.",
        rests=("feature/automatic-setup", "behaviour/automatic-setup/*"),
        source="recruitee sheet 5, 9.3",
    ),
    Assumption(
        id="events-in-any-order",
        statement="Events may come late, twice or in another order, so what they name is read again.",
        rests=("feature/webhook-subscriptions", "behaviour/webhook-subscriptions/*"),
        source="recruitee sheet 5",
    ),
    Assumption(
        id="eeo-stays-with-the-vendor",
        statement="EEO data are asked by mail after an application on the careers site, and not shown to us.",
        rests=("feature/eeo-questions", "behaviour/eeo-questions/*"),
        source="recruitee sheet 7.3",
    ),
)
"""Every assumption, by what it concerns."""
