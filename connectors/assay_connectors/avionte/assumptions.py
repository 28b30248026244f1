"""What the connector rests on although Avionté does not document it.

``rests`` names the clauses that fall with the assumption. The first part has an entry for each endpoint of
the register whose path or answer is assumed, beginning with its key.
Source: the [A] marks of the avionte sheet, above all sections 1, 2, 3, 7 and 9.
"""

from collections.abc import Iterator

from assay.connector import Assumption

_CREATES = ("create-candidate", "create-application")
_UPLOADS = (*_CREATES, "add-attachment-to-application", "add-attachment-to-candidate")
_ATTACHED = ("add-attachment-to-application", "add-attachment-to-candidate")
_MOVE = ("action/move-application-to-stage", "input/move-application-to-stage/*")
_REJECT = ("action/reject-application", "input/reject-application/*")
_STAGES = ("model/application-stages", "field/application-stages/*")
_REASONS = ("model/rejection-reasons", "field/rejection-reasons/*")
_APPLICATIONS = ("model/applications", "field/applications/*")


def _of(actions: tuple[str, ...]) -> Iterator[str]:
    """The actions with their inputs."""
    for action in actions:
        yield f"action/{action}"
        yield f"input/{action}/*"


def _notes(actions: tuple[str, ...], *names: str) -> tuple[str, ...]:
    return tuple(f"behaviour/{action}/{name}" for action in actions for name in names)


_FILE_NOTES = _notes(_UPLOADS, "a-cv-becomes-the-resume", "other-files-become-documents")
_CV_NOTES = _notes(_UPLOADS, "a-cv-becomes-the-resume", "a-cv-replaces-the-resume")

ENDPOINTS: tuple[Assumption, ...] = (
    Assumption(
        id="endpoint-job-activity-types",
        statement=(
            "JOB_ACTIVITY_TYPES: GET /job/activity-types lists stages and decline reasons with "
            "typeId, name, category (Pipeline or Nominated), stageType (Active or Declined) and "
            "sortOrder."
        ),
        rests=(
            *_STAGES,
            *_REASONS,
            *_MOVE,
            *_REJECT,
            "field/applications/current_stage_id",
            "behaviour/general/an-empty-selection-costs-one-call",
            "behaviour/application-stages/*",
            "behaviour/move-application-to-stage/*",
            "behaviour/reject-application/*",
        ),
        source="avionte sheet 2.7, 9.1 no. 1",
    ),
    Assumption(
        id="endpoint-webapp-job",
        statement=(
            "WEBAPP_JOB: the rows of GET /webapplicants/job/{jobId} have talentId, jobId and a date "
            "called applyDate, appliedDate or createdDate."
        ),
        rests=(
            *_APPLICATIONS,
            "behaviour/general/a-newly-selected-job-comes-whole",
            "behaviour/applications/one-application-per-talent-and-job",
        ),
        source="avionte sheet 2.4, 9.1 no. 6",
    ),
    Assumption(
        id="endpoint-webapp-talent",
        statement=(
            "WEBAPP_TALENT: GET /webapplicants/talent/{talentId} answers with rows as those of a job."
        ),
        rests=("model/applications", "behaviour/applications/one-application-per-talent-and-job"),
        source="avionte sheet 2.4, 4.4",
    ),
    Assumption(
        id="endpoint-pipeline-get",
        statement=(
            "PIPELINE_GET: GET /pipeline/{pipelineId} gives the row with talentId, jobId and "
            "createdDate, or the talent; it does not tell the stage."
        ),
        rests=(
            *_APPLICATIONS,
            "behaviour/general/unannounced-pipeline-rows-stay-unread",
            "behaviour/general/a-webhook-opens-a-pipeline-row",
            "behaviour/*/the-new-application-is-in-the-pipeline",
        ),
        source="avionte sheet 2.5, 9.1 no. 5",
    ),
    Assumption(
        id="endpoint-nom-ids-by-job",
        statement=(
            "NOM_IDS_BY_JOB: GET /talent/stages/job/{jobId} lists the ids of nominations for one job."
        ),
        rests=(*_APPLICATIONS, "behaviour/general/a-newly-selected-job-comes-whole"),
        source="avionte sheet 2.6, 9.1 no. 3",
    ),
    Assumption(
        id="endpoint-nom-get",
        statement=(
            "NOM_GET: a nomination has jobActivityId, declinedDate and stageType Active or Declined "
            "under these names."
        ),
        rests=(*_APPLICATIONS, "behaviour/general/a-newly-selected-job-comes-whole"),
        source="avionte sheet 2.6",
    ),
    Assumption(
        id="endpoint-nom-write",
        statement=(
            "NOM_WRITE: POST /talent/stage moves a nomination (stageType Active) or declines it "
            "(Declined with declinedDate), and answers with it; sending it twice leaves one "
            "nomination."
        ),
        rests=(*_MOVE, *_REJECT, "behaviour/move-application-to-stage/*", "behaviour/reject-application/*"),
        source="avionte sheet 3.6, 1.8, 9.1 no. 2",
    ),
    Assumption(
        id="endpoint-pipeline-add",
        statement=(
            "PIPELINE_ADD: POST /pipeline/talent-stage/add answers with pipelineId, talentId and "
            "jobId; sending it twice leaves one row; an unknown stage name is answered with 409."
        ),
        rests=(
            *_of(_CREATES),
            *_MOVE,
            *_notes(
                _CREATES, "the-new-application-is-in-the-pipeline", "a-failure-after-the-talent-is-partial"
            ),
            "behaviour/move-application-to-stage/*",
        ),
        source="avionte sheet 3.5, 1.8",
    ),
    Assumption(
        id="endpoint-resume-put",
        statement=(
            "RESUME_PUT: POST /talent/{talentId}/resume with resumeFilename and resumeContents "
            "replaces the one resume of a talent."
        ),
        rests=(*_of(_UPLOADS), *_CV_NOTES),
        source="avionte sheet 3.3, 9.1 no. 4",
    ),
    Assumption(
        id="endpoint-doc-add",
        statement=(
            "DOC_ADD: POST /talent/{talentId}/document-from-body takes talentId, title and contents; "
            "what it means is documented, path and names are not."
        ),
        rests=(
            *_of(_UPLOADS),
            *_FILE_NOTES,
            *_notes(_ATTACHED, "nine-file-types-are-taken"),
            "behaviour/add-attachment-to-application/the-file-goes-to-the-talent",
        ),
        source="avionte sheet 3.2, 9.1 no. 8",
    ),
    Assumption(
        id="endpoint-doc-list",
        statement="DOC_LIST: documents are listed with id, title, documentType and uploadDate.",
        rests=(
            *_of(("get-candidate-attachments",)),
            *_FILE_NOTES,
            "behaviour/get-candidate-attachments/*",
        ),
        source="avionte sheet 2.8",
    ),
    Assumption(
        id="endpoint-doc-get",
        statement=(
            "DOC_GET: GET /talent/{talentId}/document/{documentId} gives a document with its contents."
        ),
        rests=(*_of(("get-candidate-attachments",)), *_FILE_NOTES),
        source="avionte sheet 2.8",
    ),
    Assumption(
        id="endpoint-tag-add",
        statement=(
            "TAG_ADD: adding a tag answers with tagId, makes tags that are unknown, and answers a tag "
            "that the talent has with 409."
        ),
        rests=(*_of(("add-tag-to-candidate",)), "behaviour/add-tag-to-candidate/a-repeated-tag-succeeds"),
        source="avionte sheet 3.4",
    ),
    Assumption(
        id="endpoints-for-passthrough-alone",
        statement=(
            "TALENT_STATUSES, WEBAPP_MULTI, WEBAPP_POSTED and DOC_TYPES answer as the sheet assumes; "
            "the connector itself does not call them."
        ),
        rests=("feature/api-passthrough",),
        source="avionte sheet 2.0",
    ),
)

ASSUMPTIONS: tuple[Assumption, ...] = (
    *ENDPOINTS,
    # --- the interface -------------------------------------------------------------------------------
    Assumption(
        id="statuses-alone-count",
        statement=(
            "Bodies of errors are unknown; 409 is a failed validation, 404 an unknown object, 403 a "
            "key, tenant or call that is not granted."
        ),
        rests=(
            *_notes(_CREATES, "a-known-email-reuses-the-talent", "a-failure-after-the-talent-is-partial"),
            "behaviour/add-tag-to-candidate/a-repeated-tag-succeeds",
            "behaviour/move-application-to-stage/a-renamed-stage-is-looked-up-once",
        ),
        source="avionte sheet 1.5, 9.1 no. 9",
    ),
    Assumption(
        id="pages-are-counted-from-1",
        statement=(
            "Pages of ids are counted from 1 unless the settings say 0; a page shorter than asked for "
            "is the last."
        ),
        rests=(
            "behaviour/general/id-lists-are-paged-to-the-end",
            "behaviour/general/full-mode-reads-jobs-alone",
        ),
        source="avionte sheet 1.7, 9.1 no. 10",
    ),
    Assumption(
        id="batches-take-a-hundred",
        statement="A batch takes 100 ids, leaves unknown ones out, and gives the rest in any order.",
        rests=("behaviour/general/id-lists-are-paged-to-the-end", "model/jobs", "model/candidates"),
        source="avionte sheet 1.7, 8 no. 15",
    ),
    Assumption(
        id="requests-are-billed",
        statement="Avionté bills requests below /front-office/v1, whatever their answer; tokens are free.",
        rests=("behaviour/general/calls-are-counted-and-keep-to-the-budget",),
        source="avionte sheet 1.6, 9.1 no. 13",
    ),
    Assumption(
        id="full-mode-reads-no-stages",
        statement="A sync in the full mode reads jobs and neither stages nor reasons.",
        rests=("behaviour/general/full-mode-*",),
        source="avionte sheet 4.2, 9.1 no. 14",
    ),
    # --- webhooks ------------------------------------------------------------------------------------
    Assumption(
        id="the-secret-is-sent-as-it-is",
        statement=(
            "X-Payload-Signature holds the secret itself unless the settings say that it signs the body."
        ),
        rests=("behaviour/general/a-wrong-secret-changes-nothing",),
        source="avionte sheet 5, 9.1 no. 11",
    ),
    Assumption(
        id="correlation-ids-tell-repetitions",
        statement="A delivery that is repeated has the same event name and correlation id.",
        rests=("behaviour/general/a-repeated-webhook-takes-effect-once",),
        source="avionte sheet 5",
    ),
    Assumption(
        id="pipeline-events-name-the-row",
        statement="An event about the pipeline, whatever its name, has PipelineId in its resource.",
        rests=(
            "behaviour/general/a-webhook-opens-a-pipeline-row",
            "behaviour/general/double-encoded-resources-are-told-apart-by-keys",
            "behaviour/applications/one-application-per-talent-and-job",
        ),
        source="avionte sheet 5, 9.1 no. 5",
    ),
    Assumption(
        id="the-bad-talent-is-gone",
        statement=(
            "After a merge the bad talent answers with 404 and its applications are those of the good one."
        ),
        rests=("behaviour/candidates/a-merge-deletes-the-loser-and-rekeys-its-applications",),
        source="avionte sheet 4.3, 8 no. 12",
    ),
    # --- jobs ----------------------------------------------------------------------------------------
    Assumption(
        id="the-id-is-the-code",
        statement="The requisition number that people see is not in the payload; the id stands for it.",
        rests=("field/jobs/job_code",),
        source="avionte sheet 7.1",
    ),
    Assumption(
        id="estimated-hours-are-weekly",
        statement="estimatedHours are hours per week.",
        rests=("field/jobs/weekly_hours",),
        source="avionte sheet 7.1",
    ),
    Assumption(
        id="words-of-jobs",
        statement=(
            "Order types, employee types, statuses and rate types mean what the table of the sheet says."
        ),
        rests=("field/jobs/employment_type", "field/jobs/status", "field/jobs/salary_period"),
        source="avionte sheet 7.1, 9.1 no. 12",
    ),
    Assumption(
        id="posted-is-public",
        statement="A job that is posted to the careers page is public, any other is internal.",
        rests=("field/jobs/visibility",),
        source="avionte sheet 7.1",
    ),
    Assumption(
        id="departments-are-texts-of-the-order",
        statement="The department of the client, else its division, is the department of the job.",
        rests=("field/jobs/department",),
        source="avionte sheet 7.1",
    ),
    Assumption(
        id="target-rate-is-the-salary",
        statement=(
            "The target pay rate, else the regular one, is the exact amount; 0 means that none is set."
        ),
        rests=("field/jobs/salary_amount", "behaviour/jobs/a-zero-rate-is-no-salary"),
        source="avionte sheet 7.1, 8 no. 4",
    ),
    Assumption(
        id="details-have-name-and-value",
        statement="An element of customJobDetails has id, name and value.",
        rests=(
            "field/jobs/custom_fields",
            "field/jobs/integration_fields",
            "feature/custom-field-explorer",
            "feature/jobs",
            "behaviour/jobs/the-explorer-lists-custom-fields-of-jobs",
            "behaviour/custom-field-explorer/the-explorer-covers-jobs-alone",
        ),
        source="avionte sheet 2.1, 9.1 no. 12",
    ),
    Assumption(
        id="dates-without-zone-are-utc",
        statement="Dates without a zone are in UTC.",
        rests=("field/*/remote_created_at", "field/*/remote_updated_at", "behaviour/jobs/unusual-dates-*"),
        source="avionte sheet 8 no. 3, 9.1 no. 12",
    ),
    # --- candidates ----------------------------------------------------------------------------------
    Assumption(
        id="origin-is-the-source",
        statement=(
            "The origin with the vendor's suffix, else the first source of the talent, is the source."
        ),
        rests=("field/candidates/source", "feature/source-writing", "behaviour/source-writing/*"),
        source="avionte sheet 7.2, 3.1",
    ),
    Assumption(
        id="kinds-of-phones",
        statement="Mobile, home and work are the kinds of phone numbers.",
        rests=("field/candidates/phone_numbers",),
        source="avionte sheet 7.2",
    ),
    Assumption(
        id="tags-of-all-talents-are-the-tags",
        statement="No list of tags is known, so the tags are those of the talents that were read.",
        rests=("model/tags", "field/tags/*"),
        source="avionte sheet 2.3, 7.6",
    ),
    Assumption(
        id="expired-tags-stay",
        statement="A tag past its date is still on the talent.",
        rests=("model/candidate-tags",),
        source="avionte sheet 7.7",
    ),
    # --- applications --------------------------------------------------------------------------------
    Assumption(
        id="the-furthest-form-counts",
        statement=(
            "Web application, pipeline row and nomination of one talent and job are one application; "
            "the nomination counts most, the web application least, and the earliest date is that of "
            "the application."
        ),
        rests=(
            "field/applications/current_stage_id",
            "field/applications/remote_created_at",
            "behaviour/applications/one-application-per-talent-and-job",
            "behaviour/move-application-to-stage/a-nomination-outlives-a-pipeline-move",
        ),
        source="avionte sheet 7.4, 8 no. 14",
    ),
    Assumption(
        id="outcomes-by-stage-and-placement",
        statement=(
            "A nomination of type Declined or with a declined date is declined, with the activity as "
            "the reason; a placement, or a stage called Started, Hired or Placed, is a hire."
        ),
        rests=(
            "field/applications/outcome",
            "field/applications/rejection_reason_name",
            "field/applications/rejected_at",
        ),
        source="avionte sheet 7.4",
    ),
    # --- actions -------------------------------------------------------------------------------------
    Assumption(
        id="applications-begin-in-the-pipeline",
        statement=(
            "A new application is a row in the pipeline, in its first stage, for there is no way to "
            "write a web application."
        ),
        rests=(
            "action/create-candidate",
            "action/create-application",
            "behaviour/*/the-new-application-is-in-the-pipeline",
        ),
        source="avionte sheet 7.8.2, 9.1 no. 7",
    ),
    Assumption(
        id="a-duplicate-names-the-talent",
        statement="A second talent with the same e-mail address is refused with 409, naming the first one.",
        rests=_notes(_CREATES, "a-known-email-reuses-the-talent", "a-cv-replaces-the-resume"),
        source="avionte sheet 3.1",
    ),
    Assumption(
        id="latest-work-takes-a-title",
        statement="latestWork is the only place for a title, and the vendor may leave it aside.",
        rests=tuple(f"input/{action}/candidate.title" for action in _CREATES),
        source="avionte sheet 3.1, 9.1 no. 12",
    ),
    Assumption(
        id="other-is-non-binary",
        statement="The gender OTHER is written as N.",
        rests=tuple(f"input/{action}/candidate.gender" for action in _CREATES),
        source="avionte sheet 7.8.1",
    ),
    Assumption(
        id="ten-megabytes-at-most",
        statement=(
            "Requests of more than 10 MB are refused; extensions are compared without regard to case."
        ),
        rests=(
            *(f"input/{action}/attachments.data" for action in _CREATES),
            *(f"input/{action}/attachment.data" for action in _ATTACHED),
            *_notes(_ATTACHED, "nine-file-types-are-taken"),
        ),
        source="avionte sheet 3.2, 9.1 no. 8",
    ),
)
