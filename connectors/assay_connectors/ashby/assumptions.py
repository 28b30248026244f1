"""What the connector rests on although Ashby does not document it.

``rests`` names the clauses that fall with the assumption. Source: the [A] marks of the ashby sheet, above all
sections 3, 4, 5, 7 and 9.
"""

from assay.connector import Assumption

_CREATES = ("action/create-candidate", "action/create-application")
_CREATE_INPUTS = ("input/create-candidate", "input/create-application")


def _inputs(*names: str) -> tuple[str, ...]:
    return tuple(f"{action}/{name}" for action in _CREATE_INPUTS for name in names)


ASSUMPTIONS: tuple[Assumption, ...] = (
    # --- reading -------------------------------------------------------------------------------------
    Assumption(
        id="job-page",
        statement="A job's page in the app is https://app.ashbyhq.com/jobs/<id>; the API gives no address.",
        rests=("field/jobs/remote_url",),
        source="ashby sheet 7.1 Jobs, 9.16",
    ),
    Assumption(
        id="application-page",
        statement="The app's addresses of applications and of candidate profiles follow a pattern.",
        rests=("field/applications/remote_url",),
        source="ashby sheet 7.1 Applications, 9.16",
    ),
    Assumption(
        id="posting-speaks-for-job",
        statement=(
            "Description, address, visibility, way of working and pay of a job are those of its primary "
            "posting: listed before unlisted, internal and draft; then the latest."
        ),
        rests=(
            "field/jobs/description",
            "field/jobs/visibility",
            "field/jobs/post_url",
            "field/jobs/remote_work_status",
            "field/jobs/salary_*",
            "*/screening-questions*",
            "*/job-specific-screening-questions*",
        ),
        source="ashby sheet 7.1 Jobs, 9.25",
    ),
    Assumption(
        id="posting-of-closed-job-is-inactive",
        statement="A published posting of a job that is not open takes no applications.",
        rests=("field/job-postings/status",),
        source="ashby sheet 7.1 Job postings",
    ),
    Assumption(
        id="stages-of-default-plan",
        statement="A job uses the stages of its default plan, and of all its plans when it has no default.",
        rests=("*/job-specific-application-stages*",),
        source="ashby sheet 7.1 Job-specific application stages",
    ),
    Assumption(
        id="forms-have-no-conditions",
        statement="No form says that a question depends on another one; none is ever shown as conditional.",
        rests=("field/job-specific-screening-questions/precondition_*",),
        source="ashby sheet 9.11",
    ),
    Assumption(
        id="shapes-of-answers",
        statement=(
            "Submitted values are plain or objects that hold the plain value as text, name, value or score; "
            "anything else is handed on as UNKNOWN."
        ),
        rests=("field/applications/screening_question_answers",),
        source="ashby sheet 9.7",
    ),
    Assumption(
        id="cancelled-schedules-have-no-events",
        statement="A cancelled schedule has no meetings, whatever its list of events still holds.",
        rests=("model/interviews", "behaviour/interviews/*", "model/interviewing-team-members"),
        source="ashby sheet 2.10, 9.8",
    ),
    Assumption(
        id="titles-from-definitions",
        statement="Schedules carry no titles of interviews; they come from the interview definitions.",
        rests=("field/interviews/title",),
        source="ashby sheet 2.10",
    ),
    Assumption(
        id="offer-times",
        statement=(
            "An offer was made with its first version, and changed with its latest or when it was decided."
        ),
        rests=("field/offers/remote_created_at", "field/offers/remote_updated_at"),
        source="ashby sheet 7.1 Offers, 2.11",
    ),
    Assumption(
        id="offer-states",
        statement="Offer states mean what the mapping takes them for; the version tells of approval.",
        rests=("field/offers/status",),
        source="ashby sheet 7.1 Offers",
    ),
    Assumption(
        id="role-titles",
        statement="A role on a hiring team is the listed role of exactly that title.",
        rests=("model/job-user-role-assignments", "field/job-user-role-assignments/role_id"),
        source="ashby sheet 7.1 Job user role assignments",
    ),
    Assumption(
        id="names-split-at-first-space",
        statement="The first word of a candidate's name is the first name, the rest the last name.",
        rests=("field/candidates/first_name", "field/candidates/last_name"),
        source="ashby sheet 7.1 Candidates",
    ),
    Assumption(
        id="scopes-of-other-modules",
        statement="Scope strings of all modules are written like those documented for jobs and candidates.",
        rests=("feature/scope-testing", "feature/per-model-tests", "feature/per-field-tests"),
        source="ashby sheet 6.1, 9.15",
    ),
    # --- syncing -------------------------------------------------------------------------------------
    Assumption(
        id="what-counts-as-change",
        statement=(
            "A changes-only listing reports what moves an object's own updatedAt, or any field where there "
            "is none; changed tag titles, user names or stages do not bring up what refers to them."
        ),
        rests=("feature/delta-syncs", "behaviour/delta-syncs/*"),
        source="ashby sheet 4.1 (8), 9.5",
    ),
    Assumption(
        id="tokens-can-be-used-again",
        statement="A sync token of a run that broke off may be used again: it names a state, not a queue.",
        rests=("feature/delta-syncs", "behaviour/delta-syncs/*"),
        source="ashby sheet 4.1 (3)",
    ),
    Assumption(
        id="merged-ids-vanish",
        statement="The id of a merged candidate is unknown afterwards, and its applications show as changed.",
        rests=("behaviour/candidates/*",),
        source="ashby sheet 7.4 N1, 9.4",
    ),
    Assumption(
        id="not-found-codes",
        statement="An id that exists no more is refused with a code that ends in _not_found.",
        rests=("behaviour/sync-only-created-applications/*", "behaviour/candidates/*"),
        source="ashby sheet 1.4, 9.23",
    ),
    Assumption(
        id="created-only-by-id",
        statement="Created applications and what hangs on them can be read by id, without listings.",
        rests=("feature/sync-only-created-applications", "behaviour/sync-only-created-applications/*"),
        source="ashby sheet 7.5",
    ),
    Assumption(
        id="rate-limit-headers",
        statement="A limited request may be repeated after Retry-After, or past x-ratelimit-reset.",
        rests=("feature/delta-syncs",),
        source="ashby sheet 1.3, 9.13",
    ),
    # --- acting --------------------------------------------------------------------------------------
    Assumption(
        id="creating-never-merges",
        statement="A new candidate or application is always a new record, even for a known e-mail address.",
        rests=_CREATES,
        source="ashby sheet 3.1, 3.3, 3.4, 9.1",
    ),
    Assumption(
        id="applicants-not-leads",
        statement="Without a stage an application starts in the first pre-interview screen, not as a lead.",
        rests=(*_CREATES, *_inputs("application.stage_id"), "behaviour/create-candidate/applicant-not-lead"),
        source="ashby sheet 3.3, 9.9",
    ),
    Assumption(
        id="form-of-any-posting",
        statement="The form of an unlisted or draft posting may be submitted; applicants go to review.",
        rests=(*_CREATES, *_inputs("application.job_id", "screening_question_answers.*")),
        source="ashby sheet 3.4, 9.12",
    ),
    Assumption(
        id="values-of-form-fields",
        statement="Long texts, addresses of pages and social links are submitted as text, like short texts.",
        rests=_inputs("screening_question_answers.answer"),
        source="ashby sheet 3.4",
    ),
    Assumption(
        id="survey-answers-by-path",
        statement="Answers to a survey are keyed by the path of the field, as the vendor's sample shows.",
        rests=(
            *_inputs("screening_question_answers.question_id"),
            "feature/eeo-questions",
            "behaviour/eeo-questions/answers-go-to-the-survey",
        ),
        source="ashby sheet 3.13, 9.7",
    ),
    Assumption(
        id="alternate-addresses",
        statement="Additional e-mail addresses become non-primary addresses of the candidate.",
        rests=_inputs("candidate.additional_email_addresses.*"),
        source="ashby sheet 3.1",
    ),
    Assumption(
        id="country-names",
        statement="Countries are sent by English name, as the vendor's samples do.",
        rests=_inputs("candidate.location.country"),
        source="ashby sheet 3.1",
    ),
    Assumption(
        id="presigned-storage",
        statement="The storage behind presigned addresses answers without JSON and takes each address once.",
        rests=(*_inputs("attachments.*"), "action/add-attachment-to-*", "input/add-attachment-to-*"),
        source="ashby sheet 3.9, 9.10, Q38",
    ),
    Assumption(
        id="resume-of-application",
        statement="The file of an application is its own resume, and the candidate's when it has none.",
        rests=("action/get-application-attachments", "action/get-candidate-attachments"),
        source="ashby sheet 7.2, 9.10",
    ),
    Assumption(
        id="file-addresses-live-long-enough",
        statement="An address of a file can be used for some minutes; it is asked for anew with every read.",
        rests=("action/get-application-attachments", "action/get-candidate-attachments"),
        source="ashby sheet 2.17",
    ),
    Assumption(
        id="one-archived-stage-per-plan",
        statement="Every plan has one stage of type Archived; rejecting again replaces the reason.",
        rests=("action/reject-application", "input/reject-application/*", "behaviour/reject-application/*"),
        source="ashby sheet 2.8, 3.5, 9.14, 9.22",
    ),
    Assumption(
        id="stages-of-own-plan",
        statement="A stage outside the application's plan is refused as unknown.",
        rests=("action/move-application-to-stage",),
        source="ashby sheet 3.5",
    ),
    Assumption(
        id="tagging-twice-does-no-harm",
        statement="Adding a tag that a candidate has already succeeds and changes nothing.",
        rests=("action/add-tag-to-candidate",),
        source="ashby sheet 3.7",
    ),
    Assumption(
        id="field-titles-may-repeat",
        statement="A custom field created with a known title is a second one; fields are looked up first.",
        rests=("action/add-result-link-to-*", "behaviour/add-result-link-to-*"),
        source="ashby sheet 3.10",
    ),
    Assumption(
        id="lost-writes-show-at-once",
        statement=(
            "What a write made shows in the next read, and Ashby's clock and ours are less than ten minutes"
            " apart; so a write whose answer is lost can be told from one that had no effect."
        ),
        rests=("behaviour/general/lost-answer-of-a-write-is-not-repeated-blindly",),
        source="ashby sheet 1.6",
    ),
    # --- webhooks ------------------------------------------------------------------------------------
    Assumption(
        id="event-kinds-beyond-the-list",
        statement="Kinds of events that the settings API may refuse are left for a person to add.",
        rests=("feature/automatic-setup", "behaviour/automatic-setup/*"),
        source="ashby sheet 5.1, 9.3",
    ),
    Assumption(
        id="api-created-applications-are-announced",
        statement="An application made through the API is announced like one made by hand.",
        rests=("behaviour/webhook-subscriptions/application-submit",),
        source="ashby sheet 3.3, 9.17",
    ),
    Assumption(
        id="events-in-any-order",
        statement="Events may come late, twice or in another order, so what they name is read again.",
        rests=("feature/webhook-subscriptions", "behaviour/webhook-subscriptions/*"),
        source="ashby sheet 5.2, 5.4",
    ),
    Assumption(
        id="one-id-for-all-kinds-of-an-event",
        statement="The kinds that one change fires share an action id; id and kind tell repetitions.",
        rests=("behaviour/webhook-subscriptions/stage-change-arrives-as-two-events",),
        source="ashby sheet 5.2, 7.4 N9",
    ),
)
"""Every assumption, by what it concerns."""
