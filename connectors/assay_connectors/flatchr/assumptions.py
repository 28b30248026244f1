"""What the connector rests on although Flatchr does not document it.

``rests`` names the clauses that fall with the assumption. Source: the [A] marks of the flatchr sheet, above
all sections 1, 2, 3, 4, 7 and 9.
"""

from assay.connector import Assumption

_CREATES = ("action/create-candidate", "action/create-application")
_CREATE_INPUTS = ("input/create-candidate", "input/create-application")
_PEOPLE = ("model/candidates", "model/applications", "model/candidate-tags")


def _inputs(*names: str) -> tuple[str, ...]:
    return tuple(f"{action}/{name}" for action in _CREATE_INPUTS for name in names)


def _notes(*names: str) -> tuple[str, ...]:
    groups = ("create-candidate", "create-application")
    return tuple(f"behaviour/{group}/{name}" for group in groups for name in names)


ASSUMPTIONS: tuple[Assumption, ...] = (
    # --- both hosts ----------------------------------------------------------------------------------
    Assumption(
        id="errors-are-hapis",
        statement=(
            "The API host answers errors with statusCode, error and message, the careers host with "
            "message; 401 is a bad or expired key, 403 a key of another company, 404 an unknown one."
        ),
        rests=(
            "feature/connection-guide",
            "feature/create-credentials",
            "behaviour/create-credentials/an-expired-key-asks-to-reconnect",
        ),
        source="flatchr sheet 1.6, 9.6",
    ),
    Assumption(
        id="expiry-is-in-the-key",
        statement="A key is a JWT whose claim exp is the end of its life; a key that is none says nothing.",
        rests=("behaviour/general/an-expiring-key-is-announced",),
        source="flatchr sheet 1.2",
    ),
    Assumption(
        id="rate-limits-anywhere",
        statement=(
            "Any call may be answered with 429 although only CV downloads are documented to be; four "
            "requests per second, one at a time, are welcome."
        ),
        rests=("behaviour/api-passthrough/cv-downloads-keep-to-one-per-second",),
        source="flatchr sheet 1.5",
    ),
    # --- searching -----------------------------------------------------------------------------------
    Assumption(
        id="a-cut-shows-at-the-ends",
        statement=(
            "A search that is silently cut gives its newest or its oldest rows, always equally many; so a "
            "second question beyond its oldest and its newest day shows the cut, and a shorter answer is "
            "whole."
        ),
        rests=(*_PEOPLE, "behaviour/general/a-capped-search-loses-nobody"),
        source="flatchr sheet 1.7, 9.3",
    ),
    Assumption(
        id="bounds-of-date-filters",
        statement=(
            "Whether start and end belong to what they bound, and in which time zone they are read, is "
            "unknown; slices that overlap by a day on both sides miss nothing."
        ),
        rests=(
            "behaviour/general/a-capped-search-loses-nobody",
            "behaviour/candidates/dates-of-search-rows-start-with-the-day",
        ),
        source="flatchr sheet 2.6, 9.11",
    ),
    Assumption(
        id="archived-are-searched-by-status",
        statement=(
            "Archived applicants are in the search without filters or in that with status 0; when the "
            "latter is refused, who is missing may be archived and nobody is taken for deleted."
        ),
        rests=(
            *_PEOPLE,
            "field/applications/outcome",
            "behaviour/applications/an-archived-applicant-is-declined",
            "behaviour/applications/a-vanished-applicant-is-marked-deleted",
            "behaviour/general/an-archived-search-that-fails-deletes-nobody",
        ),
        source="flatchr sheet 2.6, 4, 9.1",
    ),
    Assumption(
        id="search-filters-are-equality",
        statement=(
            "The filters email and vacancy of the search leave only rows that have exactly these; rows of "
            "other people or vacancies are passed over should they come all the same."
        ),
        rests=(*_CREATES, *_notes("the-new-application-is-found-by-search")),
        source="flatchr sheet 2.6",
    ),
    # --- people --------------------------------------------------------------------------------------
    Assumption(
        id="an-applicant-is-a-candidate",
        statement=(
            "One applicant is one candidate and one application, for no list tells which applicants are "
            "the same person; the setting candidate_identity asks applicant by applicant instead."
        ),
        rests=("model/candidates", "field/candidates/*", "field/applications/candidate_id"),
        source="flatchr sheet 7.2, 9.4",
    ),
    Assumption(
        id="hired-outlives-archived",
        statement=(
            "An applicant who was hired and archived is hired; one archived without a hire was declined."
        ),
        rests=(
            "field/applications/outcome",
            "behaviour/applications/a-hire-outlives-archiving",
            "behaviour/applications/an-archived-applicant-is-declined",
        ),
        source="flatchr sheet 7.4",
    ),
    Assumption(
        id="a-single-applicant-can-be-read",
        statement=(
            "The read of one applicant, no longer documented, still gives its column; where it is "
            "refused, the stage of an ambiguous title stays empty."
        ),
        rests=("behaviour/applications/an-ambiguous-column-title-is-never-guessed",),
        source="flatchr sheet 2.7, 9.17",
    ),
    Assumption(
        id="columns-are-known-by-title",
        statement=(
            "A row names its column by the title that the list of columns has; nothing says it is unique."
        ),
        rests=("field/applications/current_stage_id",),
        source="flatchr sheet 2.6, 9.14",
    ),
    Assumption(
        id="fields-of-tags",
        statement=(
            "Tags and candidate tags have the fields that three other connectors have; the page lists none."
        ),
        rests=("model/tags", "model/candidate-tags", "behaviour/tags/*", "behaviour/candidate-tags/*"),
        source="flatchr sheet 7.5, 9.19",
    ),
    Assumption(
        id="one-trait-per-value",
        statement=(
            "An applicant with several values of a tag has one trait for each; without tags the list is "
            "empty."
        ),
        rests=("model/candidate-tags", "behaviour/candidate-tags/several-values-of-a-tag-make-one-link"),
        source="flatchr sheet 2.9",
    ),
    # --- jobs ----------------------------------------------------------------------------------------
    Assumption(
        id="columns-without-position-are-last",
        statement="The order of columns is that of position and id; a column without position stands last.",
        rests=(
            "field/job-specific-application-stages/index",
            "behaviour/job-specific-application-stages/every-job-has-every-column",
        ),
        source="flatchr sheet 2.1, 7.6",
    ),
    Assumption(
        id="status-codes-of-vacancies",
        statement="Status 0 of a vacancy is archived; other codes than 0 and 1 are passed on as they are.",
        rests=("field/jobs/status", "behaviour/jobs/archived-vacancies-are-kept"),
        source="flatchr sheet 2.2, 7.1, 9.5",
    ),
    Assumption(
        id="unpublished-is-unlisted",
        statement=(
            "A vacancy on neither career site nor intranet can be reached by its address only; one on job "
            "boards alone looks the same unless its own publications are listed."
        ),
        rests=("field/jobs/visibility", "behaviour/jobs/an-unpublished-vacancy-is-unlisted"),
        source="flatchr sheet 7.1, 9.12",
    ),
    Assumption(
        id="labels-of-contracts",
        statement=(
            "The employment type is in the words of the contract's label; apprenticeships count as "
            "internships, temporary and free work as contract, and CDI is full time unless the job is "
            "partial."
        ),
        rests=("field/jobs/employment_type",),
        source="flatchr sheet 7.1, 9.13",
    ),
    Assumption(
        id="reference-lists",
        statement=(
            "The five reference lists are arrays of id and text, as the one for industries is documented."
        ),
        rests=(
            "field/jobs/employment_type",
            "field/jobs/category",
            "behaviour/jobs/labels-come-from-reference-lists",
        ),
        source="flatchr sheet 2.5, 9.10",
    ),
    Assumption(
        id="category-is-the-channel",
        statement="The job family is the category, and the industry where there is none.",
        rests=("field/jobs/category",),
        source="flatchr sheet 7.1, 9.13",
    ),
    Assumption(
        id="department-is-the-first-folder",
        statement="The first folder among the tags of a vacancy is its department.",
        rests=("field/jobs/department",),
        source="flatchr sheet 7.1, 9.13",
    ),
    Assumption(
        id="experience-codes",
        statement=(
            "Code 11 of experience means more than ten years; codes without known meaning are passed on."
        ),
        rests=("field/jobs/experience_level",),
        source="flatchr sheet 2.2, 9.13",
    ),
    Assumption(
        id="remote-as-yes-or-no",
        statement="In older companies, where remote is yes or no, yes means partly.",
        rests=("field/jobs/remote_work_status",),
        source="flatchr sheet 7.1",
    ),
    Assumption(
        id="zero-is-no-salary",
        statement="A salary of 0, empty or unreadable is not given; one without upper bound is exact.",
        rests=("field/jobs/salary_amount*", "behaviour/jobs/a-zero-salary-is-no-salary"),
        source="flatchr sheet 2.2, 7.1",
    ),
    Assumption(
        id="address-of-the-job-page",
        statement=(
            "The page of a published vacancy is that of the career site in French, by the vacancy's slug."
        ),
        rests=("field/jobs/post_url",),
        source="flatchr sheet 2.4",
    ),
    Assumption(
        id="publications-of-the-api-list",
        statement="Publications in the list of vacancies have the shape that the career site's have.",
        rests=("field/jobs/visibility",),
        source="flatchr sheet 2.2, 9.9",
    ),
    Assumption(
        id="shape-of-integration-fields",
        statement=(
            "What can be mapped are the vacancy's own fields and its tags; the page promises the field "
            "and lists no content."
        ),
        rests=(
            "field/jobs/integration_fields",
            "field/jobs/custom_fields",
            "behaviour/jobs/a-contract-end-is-no-closing-date",
        ),
        source="flatchr sheet 7.1",
    ),
    # --- creating ------------------------------------------------------------------------------------
    Assumption(
        id="creations-show-in-the-search",
        statement=(
            "A new applicant appears in the search within 8 seconds, as a row that was not there before; "
            "when none appears, the e-mail address was known on the vacancy or the search is late."
        ),
        rests=(
            *_CREATES,
            *_notes(
                "the-new-application-is-found-by-search",
                "an-unknown-outcome-is-said",
                "a-deduplicated-applicant-is-said",
                "a-timeout-is-settled-by-search",
            ),
        ),
        source="flatchr sheet 3.1, 9.2",
    ),
    Assumption(
        id="status-inside-a-creation",
        statement=(
            "A creation of HTTP 2xx failed when its body says another status, and succeeded without one."
        ),
        rests=(*_CREATES, *_notes("a-refusal-inside-a-success-fails")),
        source="flatchr sheet 3.1, 9.2",
    ),
    Assumption(
        id="names-need-one-latin-letter",
        statement=(
            "A name is refused when it has no ASCII letter at all; other letters beside one are fine."
        ),
        rests=(
            *_inputs("candidate.first_name", "candidate.last_name"),
            *_notes("a-name-without-latin-letters-is-refused"),
        ),
        source="flatchr sheet 3.1",
    ),
    Assumption(
        id="the-form-route-takes-contacts",
        statement=(
            "The form route takes e-mail, phone and offerer id beside the names, and the key in the "
            "header; it is taken without CV because the other route documents one as required."
        ),
        rests=_notes("without-a-cv-the-form-route-is-used"),
        source="flatchr sheet 3.1, 9.7",
    ),
    Assumption(
        id="the-key-in-the-body",
        statement="The key in the body of a creation is needed or harmless; a setting leaves it out.",
        rests=_CREATES,
        source="flatchr sheet 1.3, 9.8",
    ),
    Assumption(
        id="files-that-are-taken",
        statement=(
            "A CV may have 10 MB and be pdf, doc, docx, odt, rtf, jpg or png; a link is fetched by Flatchr."
        ),
        rests=(
            *_inputs("attachments.data", "attachments.data_url", "attachments.content_type"),
            *_notes("a-linked-cv-is-sent-as-bytes-unless-set"),
        ),
        source="flatchr sheet 3.1, 9.15",
    ),
    Assumption(
        id="offerer-ids-are-checked-by-flatchr",
        statement=(
            "An offerer id that Flatchr does not know is refused by Flatchr; a known one is the row's source."
        ),
        rests=("feature/source-writing", *_notes("a-source-is-written-with-an-offerer-id")),
        source="flatchr sheet 3.1, 9.16",
    ),
)
