"""The search and its traps. Source: recruitee sheet 2.6, 8 no. 7."""

from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Candidate
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.register import REGISTER

LOOK, READ, DELTA = "look for a name that nobody has", "read people", "read what changed"
NOBODY = "nobody-has-this-name"


@REGISTER.scenario("search-traps")
def search_traps(stage: Stage) -> None:
    """A plain text finds everybody; candidates are read in full and by what changed."""
    stage.passthrough(LOOK, "GET", "/search/new/candidates", params={"query": NOBODY, "limit": "1000"})
    stage.sync(READ, models=(Candidate.store_id,))
    stage.later(hours=1)
    stage.sync(DELTA, mode="delta", models=(Candidate.store_id,))


@REGISTER.proves("behaviour/candidates/plain-search-text-is-never-relied-on", scenario="search-traps")
def plain_text_is_never_relied_on(trace: Trace) -> Shown:
    """The vendor ignores the text; no search of ours carries any."""
    looked = answers.called(witness.succeeded(trace, LOOK), answers.SEARCH)
    found = answers.by_id(looked, "hits")
    named = [key for key, hit in found.items() if NOBODY in str(hit["name"])]
    expect(found and not named, f"the text found {len(named)} of {len(found)}", *looked)
    searches = [
        call
        for name in (READ, DELTA)
        for call in answers.called(witness.succeeded(trace, name), answers.SEARCH)
    ]
    with_text = [call for call in searches if "query" in answers.asked(call)]
    expect(not with_text, f"{len(with_text)} searches carry a text", *with_text)
    stored = {str(one.remote_id) for one in cast.of(witness.after(trace, READ), Candidate)}
    expect(stored == set(found), f"{len(stored)} are stored, the vendor has {len(found)}", *searches)
    return Shown(f"{len(searches)} searches, none with a text", (*looked, *searches))
