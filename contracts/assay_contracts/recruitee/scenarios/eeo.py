"""The vendor collects equal-opportunity data itself, by mail. Source: recruitee sheet 7.3 EEO Questions."""

from collections.abc import Mapping
from typing import Any

from assay.evidence import Played, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Job, JobScreeningQuestion, ScreeningQuestion
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.register import REGISTER

FIRST, PUBLISH, ON = "read the company", "another job is published", "a job collects the data"
OFF = "another job does not"
APPLY_ON, APPLY_OFF, AFTER = "somebody applies to the one", "somebody applies to the other", "read again"
ON_ADDRESS, OFF_ADDRESS = "eeo-on@applicant.example", "eeo-off@applicant.example"
MODELS = (*cast.PEOPLE, Job.store_id, ScreeningQuestion.store_id, JobScreeningQuestion.store_id)


@REGISTER.scenario("eeo")
def eeo(stage: Stage) -> None:
    """Two published jobs, one of which collects the data; somebody applies to each by the careers site."""
    jobs = cast.of(stage.sync(FIRST, models=(Job.store_id,)), Job)
    published = cast.one(jobs, lambda job: job.visibility == "PUBLIC")
    other = cast.one(jobs, lambda job: job.visibility == "INTERNAL")
    on, off = int(str(published.remote_id)), int(str(other.remote_id))
    stage.vendor(PUBLISH, "publish_offer", offer_id=off)
    stage.vendor(ON, "set_eeo", offer_id=on, on=True)
    stage.vendor(OFF, "set_eeo", offer_id=off, on=False)
    for name, offer_id, address in ((APPLY_ON, on, ON_ADDRESS), (APPLY_OFF, off, OFF_ADDRESS)):
        stage.vendor(
            name,
            "add_candidate",
            name="Equal Opportunity",
            email=address,
            origin="career_site",
            offer_id=offer_id,
        )
    stage.later(hours=1)
    stage.sync(AFTER, models=MODELS)


def _mails(step: Step, address: str) -> list[Mapping[str, Any]]:
    """Requests for the data that went to that address."""
    sent = step.happened["mails"]
    return [mail for mail in sent if mail["to"] == address and mail["kind"] == "eeo"]


def _status(trace: Trace, name: str) -> tuple[Any, Any, tuple[Played, ...]]:
    """What the search says of a placement's data, what is stored of it, and where that was seen."""
    key = str(witness.succeeded(trace, name).happened["placement_id"])
    pages = answers.called(witness.succeeded(trace, AFTER), answers.SEARCH)
    placements = [one for hit in answers.parts(pages, "hits") for one in hit["placements"]]
    found = [one["eeo_data_status"] for one in placements if str(one["id"]) == key]
    expect(found, f"the search does not show placement {key}", *pages)
    stored = witness.record(witness.after(trace, AFTER), Application, key)
    fields = {field.key: field.value for field in stored.integration_fields or []}
    return found[0], fields.get("eeo_data_status"), pages


@REGISTER.proves("behaviour/eeo-questions/the-vendor-asks-for-eeo-data-itself", scenario="eeo")
def the_vendor_asks_itself(trace: Trace) -> Shown:
    """One mail to the applicant, a status in the search, and no question of that category anywhere."""
    mails = _mails(witness.succeeded(trace, APPLY_ON), ON_ADDRESS)
    expect(len(mails) == 1, f"{len(mails)} mails were sent")
    given, stored, pages = _status(trace, APPLY_ON)
    expect(given is not None, "the search shows no status", *pages)
    expect(stored == given, f"the status reads {stored!r}, not {given!r}", *pages)
    step = trace.step(AFTER)
    key = str(trace.step(ON).inputs["offer_id"])
    details = answers.details(answers.called(step, answers.OFFER), "offer")
    offer, call = details[key]
    expect(offer["eeo_settings"] is not None, "the job does not collect the data", call)
    asked = cast.of(witness.after(trace, AFTER), ScreeningQuestion)
    expect(asked, "no question was read at all", call)
    eeo_questions = [question.title for question in asked if question.category is not None]
    expect(not eeo_questions, f"these have a category: {eeo_questions}", call)
    return Shown(f"one mail, status {given!r}, {len(asked)} ordinary questions", (call, *pages))


@REGISTER.proves("behaviour/eeo-questions/without-the-switch-no-eeo-request", scenario="eeo")
def without_the_switch_nothing_is_asked(trace: Trace) -> Shown:
    """The other job collects nothing: no mail, no status."""
    mails = _mails(witness.succeeded(trace, APPLY_OFF), OFF_ADDRESS)
    expect(not mails, f"{len(mails)} mails were sent")
    given, stored, pages = _status(trace, APPLY_OFF)
    expect(given is None, f"the search says {given!r}", *pages)
    expect(stored is None, f"the status reads {stored!r}", *pages)
    key = str(trace.step(OFF).inputs["offer_id"])
    offer, call = answers.details(answers.called(trace.step(AFTER), answers.OFFER), "offer")[key]
    expect(offer["eeo_settings"] is None, "the job collects the data", call)
    expect(offer["status"] == "published", f"the job is {offer['status']}", call)
    return Shown("no mail, no status", (call, *pages))


@REGISTER.proves("feature/eeo-questions", scenario="eeo")
def eeo_data_are_the_vendors_affair(trace: Trace) -> Shown:
    """What the switch of a job decides is decided by the vendor; the connection sees the status alone."""
    on, off = the_vendor_asks_itself(trace), without_the_switch_nothing_is_asked(trace)
    return Shown(f"{on.message}; without the switch {off.message}", (*on.played, *off.played))
