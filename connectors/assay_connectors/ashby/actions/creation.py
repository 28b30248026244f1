"""Create candidate and Create application: the same work, another record named as the result.

Source: ashby sheet 7.2. Without answers to the application form the objects are created one by one
(:mod:`.direct`); with such answers the form is submitted as a job board would (:mod:`.submission`).
"""

from assay.connector import ActionResult
from assay.unified.actions import CreateApplication, CreateCandidate
from assay_connectors.ashby.actions import direct, submission
from assay_connectors.ashby.actions.forms import Answers, Form, sorted_answers
from assay_connectors.ashby.actions.made import Made, Plan, read_back
from assay_connectors.ashby.actions.order import Order, ordered
from assay_connectors.ashby.actions.person import sorted_links
from assay_connectors.ashby.actions.posting import primary_posting
from assay_connectors.ashby.actions.sources import chosen_source
from assay_connectors.ashby.actions.undeclared import ignored_inputs
from assay_connectors.ashby.connection import Connection
from assay_connectors.files import ready


def create_candidate(connection: Connection, action: CreateCandidate) -> ActionResult:
    """Create a candidate with one application; the result names the candidate."""
    made, result = _create(connection, action)
    return _naming(made.candidate_id, result)


def create_application(connection: Connection, action: CreateApplication) -> ActionResult:
    """Create an application and its candidate; the result names the application."""
    made, result = _create(connection, action)
    return _naming(made.application_id, result)


def _naming(remote_id: str, result: ActionResult) -> ActionResult:
    return ActionResult(remote_id=remote_id, items=result.items, warnings=result.warnings)


def _create(connection: Connection, action: CreateCandidate | CreateApplication) -> tuple[Made, ActionResult]:
    warnings = list(ignored_inputs(action))
    plan = _planned(connection, ordered(action), warnings)
    if plan.posting is not None and plan.answers.need_the_form:
        made = submission.submit(connection, plan, warnings)
    else:
        made = direct.create(connection, plan, warnings)
    items = read_back(connection, made, warnings)
    return made, ActionResult(items=items, warnings=tuple(warnings))


def _planned(connection: Connection, order: Order, warnings: list[str]) -> Plan:
    """Everything that can be found out, or found wrong, before the first write.

    Raises:
        InputError: a file cannot be read, or an answer has the wrong kind.
    """
    links = sorted_links(order.social_links)
    warnings.extend(f"social link {url!r} is not the address of a web page; dropped" for url in links.dropped)
    posting = primary_posting(connection, order.job_id) if order.answers else None
    form, answers = Form({}, {}), Answers()
    if posting is not None:
        form = Form.of(posting)
        answers = sorted_answers(form, order.answers, warnings)
    elif order.answers:
        warnings.append("the job has no posting in Ashby, so it asks no questions; answers not stored")
    return Plan(
        order=order,
        links=links,
        posting=posting,
        form=form,
        answers=answers,
        form_files={path: ready(connection.runtime, file) for path, file in answers.files.items()},
        files=tuple(ready(connection.runtime, file) for file in order.files),
        source_id=chosen_source(connection, order.source, warnings),
    )
