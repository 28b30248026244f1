"""Results to make reports from: a connector called Acme of which everything is said that can be."""

from dataclasses import replace
from datetime import date
from typing import Any

from assay.change import ChangeKind
from assay.contract import Waiver
from assay.outcome import Note, Outcome
from assay.results import Conduct, Result, Results

EVIL = "a|b <script>alert('x')</script> & *bold* _it_ `code` [link](http://evil.example)\n# heading"

WAIVER = Waiver(
    clause="acme/field/jobs/name",
    waives=ChangeKind.REGRESSION,
    reason="the vendor repairs it <soon>",
    owner="ats team",
    link="https://tracker.example/1>a",
    expires=date(2026, 12, 31),
)

DRAFTS = "Given a draft, when jobs are read, then it is left out"
TOKENS = "Given a token, then it is sent"


def result(clause: str, **facts: Any) -> Result:
    connector, kind, *rest = clause.split("/")
    has_group = kind != "feature"
    return replace(
        Result(
            clause=clause,
            connector=connector,
            kind=kind,
            group=rest[0].replace("-", " ").capitalize() if has_group else "",
            item=rest[-1] if len(rest) > 1 or not has_group else "",
            outcome=Outcome.PASSED,
            origin="sandbox",
            cassette="acme/full-sync",
            recorded_at="2026-06-15T08:00:00.000Z",
            interactions=(3,),
            message="it is so",
            check="models-are-read",
            source="acme sheet 1",
        ),
        **facts,
    )


def acme(**facts: Any) -> Results:
    """Every outcome, every grade of evidence, marks, facts and notes."""
    results = (
        result("acme/model/jobs", origin="live"),
        result("acme/field/jobs/id", type="text", origin="documented", interactions=(1, 2, 3, 4, 5, 6)),
        result("acme/field/jobs/name", outcome=Outcome.FAILED, message=EVIL, path="ats_jobs.name"),
        result("acme/field/jobs/remote_url", assumptions=("urls", "names")),
        result(
            "acme/field/jobs/category",
            outcome=Outcome.EXEMPT,
            fact="the vendor has none",
            message="the vendor has none",
            origin="",
            cassette="",
            recorded_at="",
            interactions=(),
            source="acme sheet 2",
        ),
        result(
            "acme/field/jobs/status",
            type="open enum",
            vendor_path="results[3].states[0].label",
            statement="drafts are open there",
            values=("OPEN", "a`b|c"),
        ),
        result("acme/field/jobs/main_job_id", type="reference to Jobs", nullable=True),
        result("acme/field/jobs/format", type="TextFormat or FileFormat or PlainFormat"),
        result("acme/action/create-candidate", recorded_at="2026-07-01"),
        result(
            "acme/input/create-candidate/candidate.title",
            outcome=Outcome.UNPROVEN,
            type="text",
            nullable=False,
            message="no scenario gives a value for it",
            origin="",
            cassette="",
            recorded_at="",
            interactions=(),
        ),
        result("acme/action/add-note"),
        result("acme/feature/delta-syncs", item="Delta Syncs", statement="only what changed is read"),
        result("acme/feature/roles", item="Roles", outcome=Outcome.ERRORED, message="the check crashed"),
        result(
            "acme/behaviour/jobs/drafts", statement="Given a draft, when jobs are read, then it is left out"
        ),
        result(
            "acme/behaviour/delta-syncs/tokens",
            group="Delta Syncs",
            statement="Given a token, then it is sent",
        ),
        result("acme/behaviour/general/limits", statement="Given a limit, then it is kept"),
        result("acme/behaviour/create-candidate/twice"),
    )
    whole: dict[str, Any] = {
        "connectors": ("acme",),
        "results": results,
        "names": {"acme": "Acmé & Söhne"},
        "assumptions": {
            "acme": {"urls": "addresses stay", "names": "names are <titles>", "idle": "nothing rests"}
        },
        "conduct": (
            Conduct(
                clause="acme/action/create-candidate",
                scenario="create-candidate",
                step="with tags",
                requests=(
                    "GET /tags",
                    "POST /candidates {name: text}",
                    "POST /candidates {name: text, tag: text}",
                ),
            ),
        ),
        "waivers": {"acme": (WAIVER,)},
        "notes": (
            Note(kind="drift", connector="acme", subject="POST /job.list", message="answers now hold colour"),
            Note(kind="undeclared", connector="acme", subject="Jobs.category", message="3 records carry it"),
            Note(kind="moon", connector="acme", subject="x", message=EVIL),
        ),
    }
    return Results(**whole | facts)


def fine() -> Results:
    """Everything holds."""
    good = (Outcome.PASSED, Outcome.EXEMPT)
    every = acme()
    return replace(
        every, results=tuple(one for one in every.results if one.outcome in good), notes=(), waivers={}
    )
