"""Where people came from: a job board that the vendor numbered. Source: flatchr sheet 1.2, 7.7, 7.8."""

from assay.errors import InputError, SettingError
from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Job
from assay_contracts import cast, witness
from assay_contracts.creations import CREATIONS
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.calls import proves_of_both
from assay_contracts.flatchr.register import REGISTER
from assay_contracts.flatchr.scenarios.creating import COMPANY, created, inputs_for

OFFERER_ID, OFFERER = 8123, "Assay Jobs"
"""A job board as the vendor registered it, and how it is called there."""
MALFORMED = "huit mille"
BY_CV, BY_FORM, WITHOUT, NAMED, ODD, FOREIGN = (
    "with an offerer id",
    "with an offerer id, without a CV",
    "without an offerer id",
    "with a source, without an offerer id",
    "with a malformed offerer id",
    "with a name in other letters",
)
READ = "read the people"
SOURCES = "sources-of-{what}"


def _with_sources(stage: Stage, what: str) -> None:
    operation = CREATIONS[what]
    snapshot = stage.sync(COMPANY, models=(Job.store_id,))
    files = [cast.file("cv.pdf", "CV")]
    stage.connect("full", options={"offerer_id": OFFERER_ID})
    stage.act(BY_CV, operation, inputs_for(snapshot, 0, attachments=files))
    stage.act(BY_FORM, operation, inputs_for(snapshot, 1))
    stage.connect("full")
    stage.act(WITHOUT, operation, inputs_for(snapshot, 2, attachments=files))
    stage.act(
        NAMED, operation, inputs_for(snapshot, 3, attachments=files, source={"name": OFFERER}), fails=True
    )
    foreign = inputs_for(snapshot, 4, attachments=files)
    foreign["candidate"]["first_name"] = "美咲"
    stage.act(FOREIGN, operation, foreign, fails=True)
    stage.sync(READ, models=cast.PEOPLE)
    stage.connect("full", options={"offerer_id": MALFORMED})
    stage.act(ODD, operation, inputs_for(snapshot, 5, attachments=files), fails=True)


@REGISTER.scenario("sources-of-candidate")
def sources_of_candidate(stage: Stage) -> None:
    """Create candidates with and without the vendor's number of a job board; some are refused."""
    _with_sources(stage, "candidate")


@REGISTER.scenario("sources-of-application")
def sources_of_application(stage: Stage) -> None:
    """Create applications with and without the vendor's number of a job board; some are refused."""
    _with_sources(stage, "application")


@REGISTER.proves("feature/source-writing", scenario="sources-of-candidate")
def sources_are_written(trace: Trace) -> Shown:
    """With the number the next sync names the job board, without it it does not."""
    written, left = _written(trace), _left_out(trace)
    return Shown(f"{written.message}; {left.message}", (*written.played, *left.played))


@proves_of_both("a-source-is-written-with-an-offerer-id", SOURCES)
def a_source_is_written(trace: Trace, what: str) -> Shown:
    """An integer in the body; the row that is read afterwards has the board's name."""
    del what
    return _written(trace)


def _written(trace: Trace) -> Shown:
    shown: list[Played] = []
    for name, wanted in ((BY_CV, OFFERER_ID), (BY_FORM, str(OFFERER_ID))):  # a form holds texts alone
        step, candidate, _ = created(trace, name, READ)
        expect(step.settings.get("options") == {"offerer_id": OFFERER_ID}, "the setting is another one")
        call = calls.creation(step)
        sent = calls.said(call).get("offerer_id")
        expect(sent == wanted and not isinstance(sent, bool), f"{name}: sent was {sent!r}", call)
        row, search = calls.row_of(witness.succeeded(trace, READ), candidate.remote_id)
        expect(row["source"] == OFFERER, f"{name}: the vendor says {row['source']!r}", search)
        kept = calls.raw(candidate).get("source")
        expect(kept == OFFERER, f"{name}: the source reads {kept!r}", search)
        shown += [call, search]
    return Shown(f"offerer {OFFERER_ID} is {OFFERER}", tuple(shown))


@proves_of_both("without-an-offerer-id-no-source-is-sent", SOURCES)
def without_an_offerer_id_none_is_sent(trace: Trace, what: str) -> Shown:
    """The key is not there, and the person is."""
    del what
    return _left_out(trace)


def _left_out(trace: Trace) -> Shown:
    step, candidate, _ = created(trace, WITHOUT, READ)
    expect("options" not in step.settings, f"the settings are {dict(step.settings)}")
    call = calls.creation(step)
    body = witness.body(call)
    expect("offerer_id" not in body, f"sent was {body.get('offerer_id')!r}", call)
    row, search = calls.row_of(witness.succeeded(trace, READ), candidate.remote_id)
    expect(row["source"] != OFFERER, "the vendor names the job board", search)
    return Shown("no offerer_id in the body", (call, search))


def _worked_otherwise(trace: Trace) -> Played:
    """The creation that went well although something like it was refused: the refusal is about the input."""
    return calls.creation(witness.succeeded(trace, WITHOUT))


@proves_of_both("a-source-needs-an-offerer-id", SOURCES)
def a_source_needs_an_offerer_id(trace: Trace, what: str) -> Shown:
    """Refused by the name of the setting; nothing was sent."""
    del what
    step = calls.nothing_was_sent(trace.step(NAMED), InputError)
    expect(step.inputs.get("source"), "no source was given")
    expect("offerer_id" in str(step.error), f"it says: {step.error}")
    return Shown(str(step.error), (_worked_otherwise(trace),))


@proves_of_both("a-malformed-offerer-id-is-refused-when-saved", SOURCES)
def a_malformed_offerer_id_is_refused(trace: Trace, what: str) -> Shown:
    """The setting is refused before there is a connection; nothing was sent."""
    del what
    step = calls.nothing_was_sent(trace.step(ODD), SettingError)
    expect(step.settings.get("options") == {"offerer_id": MALFORMED}, "the setting is another one")
    said = str(step.error)
    expect("offerer_id" in said and MALFORMED in said, f"it says: {said}")
    return Shown(said, (calls.creation(witness.succeeded(trace, BY_CV)),))


@proves_of_both("a-name-without-latin-letters-is-refused", SOURCES)
def a_name_without_latin_letters_is_refused(trace: Trace, what: str) -> Shown:
    """Refused by the name of the input; nothing was sent."""
    del what
    step = calls.nothing_was_sent(trace.step(FOREIGN), InputError)
    name = step.inputs["candidate"]["first_name"]
    expect(not any(char.isascii() and char.isalpha() for char in name), f"{name} has such a letter")
    expect("candidate.first_name" in str(step.error), f"it says: {step.error}")
    return Shown(str(step.error), (_worked_otherwise(trace),))
