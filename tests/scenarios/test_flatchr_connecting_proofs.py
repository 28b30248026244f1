"""Proofs about connecting Flatchr say no when one thing in their evidence is another one."""

from dataclasses import replace
from typing import Any

import pytest

from assay.evidence import Played, Trace
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.register import API, CAREERS, OTHER_API
from assay_contracts.flatchr.scenarios import connecting, hosts, passing

from .tampered_flatchr import B, says_no, trace_of
from .tampering import changed, every_call, with_request, with_step

# --- connecting ----------------------------------------------------------------------------------


@pytest.mark.parametrize("feature", ["connection-guide", "prerequisites", "create-credentials"])
def test_a_guide_that_says_nothing_is_noticed(feature: str) -> None:
    clause = f"feature/{feature}"
    trace = trace_of(clause)
    guide = trace.step(connecting.GUIDE).guide
    assert guide is not None
    empty = replace(guide, steps=(), prerequisites=())

    says_no(clause, with_step(trace, connecting.GUIDE, guide=empty))


@pytest.mark.parametrize("feature", ["connection-guide", "prerequisites", "create-credentials"])
def test_a_check_that_finds_something_is_noticed(feature: str) -> None:
    clause = f"feature/{feature}"
    trace = trace_of(clause)
    report = trace.step(connecting.CHECK).scopes
    assert report is not None
    wrong = tuple(replace(finding, verdict="error") for finding in report.findings)

    said = says_no(clause, with_step(trace, connecting.CHECK, scopes=replace(report, findings=wrong)))

    assert "it finds" in said


def test_a_key_that_is_sent_otherwise_is_noticed() -> None:
    clause = "feature/create-credentials"
    basic = every_call(
        trace_of(clause), lambda one: with_request(one, headers={"authorization": "Basic eA=="})
    )

    assert "sent as" in says_no(clause, basic)


@pytest.mark.parametrize("name", connecting.MISFITS)
def test_a_misfit_that_is_taken_for_another_is_noticed(name: str) -> None:
    clause = f"{B}/connection-guide/a-slug-of-another-company-is-noticed"
    trace = trace_of(clause)
    report = trace.step(name).scopes
    assert report is not None
    fine = tuple(replace(finding, verdict="ok", detail="") for finding in report.findings)

    says_no(clause, with_step(trace, name, scopes=replace(report, findings=fine)))


def test_a_warning_that_is_missing_or_too_much_is_noticed() -> None:
    clause = f"{B}/general/an-expiring-key-is-announced"
    trace = trace_of(clause)
    warning = trace.step("ending").notices

    assert "speak of" in says_no(clause, with_step(trace, "ending", notices=()))
    assert "full:" in says_no(clause, with_step(trace, "full", notices=warning))
    assert "young:" in says_no(clause, with_step(trace, "young", notices=warning))


@pytest.mark.parametrize("path", [calls.PUBLISHED, calls.COLUMNS, calls.SEARCH])
def test_a_call_to_the_usual_host_is_noticed(path: str) -> None:
    clause = f"{B}/general/both-hosts-are-settings"
    host = API if path != calls.PUBLISHED else CAREERS

    def back(one: Played) -> Played:
        url = f"{host}/{one.exchange.request.url.split('/', 3)[3]}"
        return with_request(one, url=url)

    assert "is not at" in says_no(clause, changed(trace_of(clause), hosts.READ, path, back))


def test_a_creation_at_the_api_is_noticed() -> None:
    clause = f"{B}/general/both-hosts-are-settings"

    def at_the_api(one: Played) -> Played:
        return with_request(one, url=f"{OTHER_API}{calls.WITH_CV}")

    assert "is not at" in says_no(clause, changed(trace_of(clause), hosts.CREATE, calls.WITH_CV, at_the_api))


def test_a_key_in_a_recording_is_noticed() -> None:
    clause = f"{B}/general/the-key-is-in-no-recording"
    trace = trace_of(clause)
    first, *rest = trace.exchanges

    def leaking(**facts: Any) -> Trace:
        return replace(trace, exchanges=[replace(first, request=replace(first.request, **facts)), *rest])

    key = "assay-invented-key-full"
    assert "the key stands in" in says_no(clause, leaking(headers={"authorization": f"Bearer {key}"}))
    assert "the key stands in" in says_no(clause, leaking(body=key.encode()))
    assert "in its query" in says_no(clause, leaking(url=f"{API}/vacancies?token=x"))


# --- passthrough ---------------------------------------------------------------------------------


@pytest.mark.parametrize("clause", ["feature/api-passthrough", f"{B}/api-passthrough/both-apis-are-reached"])
@pytest.mark.parametrize("name", [passing.TASKS, passing.SITE, passing.NOBODY])
def test_an_answer_that_was_changed_is_noticed(clause: str, name: str) -> None:
    trace = trace_of(clause)
    answer = trace.step(name).passthrough
    assert answer is not None

    assert "changed" in says_no(clause, with_step(trace, name, passthrough=replace(answer, data={})))
    assert "came back" in says_no(clause, with_step(trace, name, passthrough=replace(answer, status=201)))


def test_a_key_in_an_answer_is_noticed() -> None:
    clause = f"{B}/api-passthrough/the-host-cannot-be-left"
    trace = trace_of(clause)
    answer = trace.step(passing.STILL_THERE).passthrough
    assert answer is not None
    telling = replace(answer, headers={"echo": "assay-invented-key-full"})

    assert "the key" in says_no(clause, with_step(trace, passing.STILL_THERE, passthrough=telling))


@pytest.mark.parametrize("name", sorted(passing.AWAY))
def test_a_path_that_was_followed_is_noticed(name: str) -> None:
    clause = f"{B}/api-passthrough/the-host-cannot-be-left"
    trace = trace_of(clause)
    played = trace.step(passing.STILL_THERE).played

    assert "sent something" in says_no(clause, with_step(trace, f"{name} to api", played=played))


def test_a_second_download_that_was_not_held_back_is_noticed() -> None:
    clause = f"{B}/api-passthrough/cv-downloads-keep-to-one-per-second"
    trace = trace_of(clause)
    last = trace.step(passing.SECOND_CV).played[-1:]

    assert "answered" in says_no(clause, with_step(trace, passing.SECOND_CV, played=last))


def test_downloads_that_overtake_each_other_are_noticed() -> None:
    clause = f"{B}/api-passthrough/cv-downloads-keep-to-one-per-second"
    trace = trace_of(clause)
    first, second = trace.step(passing.SECOND_CV).played
    crossed = (replace(first, index=second.index), replace(second, index=first.index))

    assert "at once" in says_no(clause, with_step(trace, passing.SECOND_CV, played=crossed))
