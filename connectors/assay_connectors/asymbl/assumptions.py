"""What the connector rests on although neither Salesforce nor Asymbl documents it.

``rests`` names the clauses that fall with the assumption. Source: the [A] and [A*] marks of the asymbl sheet,
above all sections 1 to 4, 7 and 9.
"""

from assay.connector import Assumption

ASSUMPTIONS: tuple[Assumption, ...] = (
    # --- the platform, recalled rather than read again (A*) ----------------------------------------
    Assumption(
        id="sessions-live-until-refused",
        statement=(
            "A session has no expiry that a client could know; a 401 of code INVALID_SESSION_ID or "
            "INVALID_AUTH_HEADER ends it, and nothing was done by the refused call."
        ),
        rests=("behaviour/general/an-expired-token-is-renewed-once",),
        source="asymbl sheet 1.2, 1.6",
    ),
    Assumption(
        id="client-credentials-at-my-domain",
        statement=(
            "Asymbl orgs are connected by the client-credentials flow of a connected app at the org's "
            "own host."
        ),
        rests=("feature/connection-guide", "behaviour/connection-guide/each-mistake-has-its-own-message"),
        source="asymbl sheet 1.2, 9 no. 6",
    ),
    Assumption(
        id="what-a-wrong-subdomain-answers",
        statement="A sub-domain that no org has answers with a page instead of OAuth's JSON, or not at all.",
        rests=("behaviour/connection-guide/each-mistake-has-its-own-message",),
        source="asymbl sheet 1.1, 1.2",
    ),
    Assumption(
        id="shape-of-subdomains",
        statement=(
            "What stands before .my.salesforce.com are letters, digits and hyphens, with one of the "
            "known suffixes of sandboxes and trial orgs."
        ),
        rests=("feature/connection-guide", "behaviour/api-passthrough/the-host-cannot-be-left"),
        source="asymbl sheet 1.1",
    ),
    Assumption(
        id="concurrency-is-told-in-words",
        statement=(
            "REQUEST_LIMIT_EXCEEDED that speaks of concurrent requests is over in a moment; any other "
            "one is the quota of the day."
        ),
        rests=("behaviour/general/a-used-up-quota-is-not-a-missing-permission",),
        source="asymbl sheet 1.3",
    ),
    Assumption(
        id="what-may-be-asked-again",
        statement=(
            "Server faults, time-outs of queries and locked rows may succeed a moment later, and had "
            "no effect."
        ),
        rests=("action/*", "model/*"),
        source="asymbl sheet 1.6 (retry policy)",
    ),
    Assumption(
        id="200-ids-fit-a-query",
        statement=(
            "200 ids, or 40 e-mail addresses, and 12 000 characters of columns keep a request below 16 KB."
        ),
        rests=(
            "behaviour/sync-only-created-applications/only-created-ids-are-asked-for",
            "feature/sync-only-created-applications",
        ),
        source="asymbl sheet 1.3",
    ),
    Assumption(
        id="locators-of-deleted-rows",
        statement=(
            "Pages after the first are at the path that the answer names, for queryAll as for query, "
            "and may be empty."
        ),
        rests=("behaviour/delta-syncs/a-lost-locator-is-resumed", "feature/delta-syncs"),
        source="asymbl sheet 1.5",
    ),
    Assumption(
        id="ids-are-ordered",
        statement=(
            "Ids are compared in a query as they are ordered by it, so that stamp and id together say "
            "where to go on."
        ),
        rests=("behaviour/delta-syncs/a-lost-locator-is-resumed",),
        source="asymbl sheet 1.5, 4",
    ),
    Assumption(
        id="describe-tells-all",
        statement=(
            "A hidden object is not found by describe and a hidden field not listed; createable and "
            "updateable say what may be written."
        ),
        rests=(
            "feature/scope-testing",
            "feature/per-model-tests",
            "behaviour/general/names-are-checked-before-use",
            "behaviour/general/a-hidden-field-costs-only-itself",
            "behaviour/create-*/an-unwritable-input-is-a-warning",
        ),
        source="asymbl sheet 1.5, 6",
    ),
    Assumption(
        id="statuses-of-refusals",
        statement="Codes decide and statuses do not: access errors come with 400, 403 or 404.",
        rests=(
            "behaviour/scope-testing/*",
            "behaviour/per-model-tests/*",
            "behaviour/general/a-used-up-quota-is-not-a-missing-permission",
        ),
        source="asymbl sheet 1.6, 6, 9 no. 10",
    ),
    Assumption(
        id="users-have-no-bin",
        statement=(
            "Users have no column IsDeleted and are never deleted, only deactivated; people are those "
            "of type Standard."
        ),
        rests=("model/users", "field/users/remote_deleted_at", "field/users/status"),
        source="asymbl sheet 2.1, 4",
    ),
    Assumption(
        id="text-is-compared-without-case",
        statement="Texts in queries are compared without regard to letter case.",
        rests=("behaviour/create-*/a-known-email-reuses-the-contact-unchanged",),
        source="asymbl sheet 1.4",
    ),
    Assumption(
        id="files-know-no-type",
        statement="A file is known by its extension alone; its type is derived from that and never sent.",
        rests=(
            "input/*/attachments.content_type",
            "input/*/attachment.content_type",
            "action/get-candidate-attachments",
        ),
        source="asymbl sheet 1.8, 2.7",
    ),
    # --- the package -------------------------------------------------------------------------------
    Assumption(
        id="names-of-the-package",
        statement=(
            "Objects and fields are called as in one org's metadata of package 1.121; others are "
            "tried as the mapping file lists them."
        ),
        rests=(
            "model/jobs",
            "model/application-stages",
            "model/applications",
            "model/job-*",
            "behaviour/general/names-are-checked-before-use",
        ),
        source="asymbl sheet 2, 7.0, 9 no. 9, 9 no. 11",
    ),
    Assumption(
        id="one-application-per-contact-and-job",
        statement=(
            "The package fills a unique field with contact and job, so that a second application is "
            "refused with DUPLICATE_VALUE."
        ),
        rests=("behaviour/create-*/a-second-application-to-one-job-is-refused",),
        source="asymbl sheet 2.5, 3.2, 9 no. 4",
    ),
    Assumption(
        id="stages-of-any-job-are-taken",
        statement="The platform itself takes the stage of another job; only the connector refuses it.",
        rests=(
            "behaviour/move-application-to-stage/a-stage-of-another-job-is-refused",
            "behaviour/create-*/a-stage-of-another-job-is-refused",
        ),
        source="asymbl sheet 3.4",
    ),
    Assumption(
        id="closed-jobs-take-no-applications",
        statement=(
            "An application to a closed job is a mistake, although the platform would take it; a "
            "setting allows it."
        ),
        rests=("input/create-*/application.job_id",),
        source="asymbl sheet 7.3 step 1",
    ),
    Assumption(
        id="first-stage-by-sequence",
        statement="Without a wanted stage an application begins in the job's first stage by sequence.",
        rests=("input/create-*/application.stage_id",),
        source="asymbl sheet 7.2, 7.3 step 2",
    ),
    Assumption(
        id="new-applicants-are-active",
        statement="A new applicant is Active and has applied today.",
        rests=("action/create-*",),
        source="asymbl sheet 3.2",
    ),
    # --- reading -----------------------------------------------------------------------------------
    Assumption(
        id="candidates-by-record-type",
        statement=(
            "Candidates are the contacts of record type Candidate; without such a type those with an "
            "application."
        ),
        rests=("model/candidates", "behaviour/candidates/clients-are-no-candidates"),
        source="asymbl sheet 2.3, 9 no. 3",
    ),
    Assumption(
        id="merges-delete-the-loser",
        statement=(
            "The loser of a merge is soft-deleted and its applicants are stamped as they move to the winner."
        ),
        rests=("behaviour/candidates/a-merge-deletes-the-loser",),
        source="asymbl sheet 4",
    ),
    Assumption(
        id="hired-is-a-stage",
        statement=(
            "A stage named or typed Hired means a hire, a rejection wins over it, and any other stage "
            "is pending; the other reading of the page's note is a setting."
        ),
        rests=("field/applications/outcome", "behaviour/applications/*"),
        source="asymbl sheet 7.4 N1, 9 no. 1",
    ),
    Assumption(
        id="reasons-of-the-rejected",
        statement="A rejection reason means something only while the applicant is Rejected.",
        rests=(
            "field/applications/rejection_reason_name",
            "behaviour/applications/a-stale-reason-is-not-shown",
        ),
        source="asymbl sheet 7.1 Applications",
    ),
    Assumption(
        id="words-of-job-statuses",
        statement=(
            "Statuses and types of jobs beyond Open, Permanent and Consulting mean what they say in English."
        ),
        rests=("field/jobs/status", "field/jobs/employment_type"),
        source="asymbl sheet 2.2, 7.1, 9 no. 2",
    ),
    Assumption(
        id="posted-means-public",
        statement="A job that is posted externally is public, any other one internal.",
        rests=("field/jobs/visibility",),
        source="asymbl sheet 7.1, 9 no. 7",
    ),
    Assumption(
        id="jobs-are-called-as-their-record",
        statement=(
            "A job is called by the name of its record rather than by its title; a setting changes it."
        ),
        rests=("field/jobs/name",),
        source="asymbl sheet 7.1, 9 no. 7",
    ),
    Assumption(
        id="money-of-the-org",
        statement=(
            "A salary without a currency of its own is in the currency that the org's features tell, "
            "else in the one that is set."
        ),
        rests=("field/jobs/salary_currency",),
        source="asymbl sheet 2.8, 9 no. 7",
    ),
    Assumption(
        id="the-rest-of-the-world",
        statement=(
            "Work sites are in the United States or elsewhere; addresses beyond that are a field of "
            "one org's own."
        ),
        rests=("field/jobs/location",),
        source="asymbl sheet 2.2, 7.1",
    ),
    Assumption(
        id="source-is-the-lead-source",
        statement="The source of a candidate is the lead source of the contact, as it is.",
        rests=("field/candidates/source",),
        source="asymbl sheet 7.1, 9 no. 5",
    ),
    Assumption(
        id="ranks-of-stages",
        statement="The place of a stage is its rank by sequence, then by creation, counted from 0.",
        rests=("field/job-specific-application-stages/index",),
        source="asymbl sheet 7.1, 9 no. 7",
    ),
    Assumption(
        id="roles-of-lookups",
        statement=(
            "Owner and delivery lead are recruiters, the sales lead coordinates, and a hiring manager "
            "belongs to the team as the active user with the same e-mail address."
        ),
        rests=(
            "model/job-hiring-team-members",
            "field/job-hiring-team-members/*",
            "behaviour/jobs/a-foreign-hiring-manager-is-no-team-member",
        ),
        source="asymbl sheet 7.1, 9 no. 8",
    ),
    Assumption(
        id="the-explorer-covers-both",
        statement="Jobs and candidates on the page mean that the explorer covers them.",
        rests=(
            "feature/jobs",
            "feature/candidates",
            "behaviour/jobs/jobs-are-in-the-explorer",
            "behaviour/candidates/candidates-are-in-the-explorer",
        ),
        source="asymbl sheet 7.5",
    ),
    Assumption(
        id="page-of-a-record",
        statement=(
            "People see a record at the address that describe tells, or else at the org's address and the id."
        ),
        rests=("field/*/remote_url",),
        source="asymbl sheet 7.0",
    ),
    # --- changes -----------------------------------------------------------------------------------
    Assumption(
        id="stamps-and-overlap",
        statement="Five minutes of overlap cover transactions that are committed after the stamp they bear.",
        rests=("behaviour/delta-syncs/a-delta-asks-from-the-cursor-minus-overlap",),
        source="asymbl sheet 4",
    ),
    Assumption(
        id="lookups-are-emptied-unstamped",
        statement=(
            "A lookup that is emptied because its target was deleted does not stamp the row, nor does "
            "the rename of a parent; a full run sees it."
        ),
        rests=(
            "field/applications/job_id",
            "field/applications/candidate_id",
            "field/applications/outcome",
            "field/job-specific-application-stages/job_id",
        ),
        source="asymbl sheet 4, 9 no. 12",
    ),
    Assumption(
        id="full-after-fifteen-days",
        statement=(
            "After fifteen days deleted rows may be purged, so that only a full run tells what is gone."
        ),
        rests=("behaviour/delta-syncs/after-fifteen-days-everything-is-read",),
        source="asymbl sheet 4",
    ),
    Assumption(
        id="out-of-sharing-is-gone",
        statement=(
            "A row that the user does not see any more looks as if it did not exist; only a full run notices."
        ),
        rests=("field/*/remote_deleted_at",),
        source="asymbl sheet 4, 6",
    ),
    # --- writing -----------------------------------------------------------------------------------
    Assumption(
        id="oldest-of-equal-addresses",
        statement="Of several contacts with one address the oldest is meant, candidates before others.",
        rests=("behaviour/create-*/of-several-equal-emails-the-oldest-is-used",),
        source="asymbl sheet 7.3 step 3, 9 no. 3",
    ),
    Assumption(
        id="duplicate-rules",
        statement=(
            "A match of a duplicate rule is the same person only with the same address; an alert is "
            "overridden once, a block is not."
        ),
        rests=("behaviour/create-*/a-duplicate-*",),
        source="asymbl sheet 1.7, 3.1",
    ),
    Assumption(
        id="unwritable-inputs-warn",
        statement="An input whose field the user may not write does not fail the action.",
        rests=("behaviour/create-*/an-unwritable-input-is-a-warning",),
        source="asymbl sheet 3",
    ),
    Assumption(
        id="phones-are-mobile",
        statement="The number of a new candidate is a mobile one; a setting changes it.",
        rests=("input/*/candidate.phone_number",),
        source="asymbl sheet 7.2, 9 no. 5",
    ),
    Assumption(
        id="salaries-of-a-year",
        statement="A wanted salary is kept per year; one per month counts twelve times.",
        rests=("input/*/candidate.salary_expectations.amount",),
        source="asymbl sheet 7.2",
    ),
    Assumption(
        id="where-sources-go",
        statement=(
            "A source that the picklist of applicants has goes there, any other one into the text "
            "beside it, and on a new contact into the lead source."
        ),
        rests=("input/*/source.*",),
        source="asymbl sheet 7.2 (source rule), 9 no. 5",
    ),
    Assumption(
        id="primary-files-are-cvs",
        statement="The package's mark of a primary file means the CV, and a CV may be marked so.",
        rests=("action/get-candidate-attachments", "input/*/attachments.name"),
        source="asymbl sheet 1.8, 7.2",
    ),
)
