from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from assay.wire.cassette import Cassette, CassetteHeader, RecordedDelivery, write_cassette
from assay.wire.exchange import Exchange
from assay.wire.lint import lint
from assay.wire.redact import Redactor

KNOWN = {"acme": frozenset({"full-sync"})}


@pytest.fixture
def folder(tmp_path: Path) -> Any:
    return tmp_path / "cassettes"


def findings(folder: Path, scenarios: Any = KNOWN) -> Any:
    return [(finding.rule, str(finding)) for finding in lint(folder, scenarios)]


def one(folder: Path, rule: Any) -> Any:
    ((found, text),) = findings(folder)
    assert found == rule
    assert str(folder) in text
    return text


def test_a_redacted_cassette_is_clean(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange], folder: Path
) -> None:
    exchange = asked(orjson.dumps({"token": "abc-0123456789", "email": "ana@acme.test"}))
    cassette(Redactor(secrets={"full": "abc-0123456789"}).exchanges([exchange]))
    assert findings(folder) == []


def test_a_recording_with_people_replaced_is_clean(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange], folder: Path
) -> None:
    exchange = asked(orjson.dumps({"firstName": "Marta", "email": "m@real-mail.com", "notes": "Hi"}))
    redactor = Redactor(people="replaced", salt="k1")
    cassette(redactor.exchanges([exchange]), personal_data="replaced", salt="k1")
    assert findings(folder) == []


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"body": b'{"a":{"token":"abc-0123456789"}}'}, "request body.a.token"),
        ({"answer": b'{"token":"abc-0123456789"}'}, "response body"),
        ({"url": "https://api.acme.example/x?api_key=abc-0123456789"}, "request query.api_key"),
        ({"headers": {"authorization": "Bearer abc-0123456789"}}, "request header authorization"),
        ({"headers": {"x-unknown": "1"}}, "request header x-unknown"),
        ({"answer_headers": {"set-cookie": "a=b"}}, "response header set-cookie"),
    ],
)
def test_a_missed_secret_is_found_and_not_shown(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange], folder: Path, changes: Any, where: str
) -> None:
    cassette([asked(), asked(**changes)])
    text = one(folder, "secret")
    assert f"interaction 1 is not fully redacted: {where}" in text
    assert "abc-0123456789" not in text
    assert "full-sync.json:" in text


def test_real_people_that_were_not_replaced_are_found(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange], folder: Path
) -> None:
    cassette([asked(b'{"firstName":"Marta"}')], personal_data="replaced", salt="k1")
    assert "request body.firstName" in one(folder, "secret")


def test_secrets_in_the_header_are_found(cassette: Callable[..., Cassette], folder: Path) -> None:
    delivery = RecordedDelivery(after=0, headers={"cookie": "x"})
    cassette(
        inputs={"api_key": "abc-0123456789"},
        vendor_events=({"token": "abc-0123456789"},),
        deliveries=(delivery,),
    )
    assert [rule for rule, _ in findings(folder)] == ["secret"] * 3


def test_addresses_of_real_domains_are_found(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange], folder: Path
) -> None:
    fine = asked(b'{"to":["a@x.example","b@acme.test","c@sub.example.org","d@EXAMPLE.COM"]}')
    delivery = RecordedDelivery(after=0, body=b"from eva@corp.com.br")
    cassette([fine, asked(answer=b'{"from":"eva@gmail.com"}')], deliveries=(delivery,))
    found = findings(folder)
    assert [rule for rule, _ in found] == ["email", "email"]
    assert "interaction 1 holds an e-mail address of gmail.com" in found[0][1]
    assert "delivery 0 holds an e-mail address of corp.com.br" in found[1][1]


def test_a_broken_cassette_is_found(cassette: Callable[..., Cassette], folder: Path) -> None:
    path = cassette().path
    path.write_text("{", encoding="utf-8")
    assert "not valid JSON" in one(folder, "broken")


def test_a_broken_response_is_found(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange], folder: Path
) -> None:
    path = cassette([asked()]).path
    path.write_text(path.read_text(encoding="utf-8").replace("true", "ture"), encoding="utf-8")
    assert "response of interaction 0" in one(folder, "broken")


def test_a_cassette_without_scenario_is_found(cassette: Callable[..., Cassette], folder: Path) -> None:
    cassette(scenario="gone")
    assert "no scenario 'gone'" in one(folder, "orphan")
    assert findings(folder, None) == []


def test_a_cassette_under_another_name_is_found(cassette: Callable[..., Cassette], folder: Path) -> None:
    path = cassette(scenario="other").path
    path.rename(path.with_name("full-sync.json"))
    assert "header says acme/other, its place says acme/full-sync" in one(folder, "name")


def test_other_files_are_found(cassette: Callable[..., Cassette], folder: Path) -> None:
    path = cassette().path
    (path.parent / "notes.txt").write_text("", encoding="utf-8")
    (path.parent / ".keep").write_text("", encoding="utf-8")
    assert "notes.txt" in one(folder, "stray file")


def big(folder: Path, megabytes: Any = 2.5) -> None:
    header = CassetteHeader(
        connector="acme", scenario="full-sync", origin="sandbox", source="x", recorded_at="2026-06-15",
        inputs="x" * int(megabytes * 1_000_000),
    )  # fmt: skip
    write_cassette(folder / "acme" / "full-sync.json", header, [])


def test_a_large_cassette_is_found(folder: Path) -> None:
    big(folder)
    assert "2.5 MB, allowed are 2 MB" in one(folder, "size")


def test_a_large_cassette_with_a_reason_is_fine(folder: Path) -> None:
    big(folder)
    (folder / "acme" / "limits.yaml").write_text(
        "full-sync: {megabytes: 3, reason: every page}", encoding="utf-8"
    )
    assert findings(folder) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("full-sync: {megabytes: 3}", "needs megabytes and a reason"),
        ("full-sync: {megabytes: much, reason: x}", "needs megabytes and a reason"),
        ("gone: {megabytes: 3, reason: x}", "there is no cassette acme/gone"),
        ("[3]", "cannot be read"),
        ("a: [", "cannot be read"),
    ],
)
def test_a_limit_must_have_reason_and_cassette(
    cassette: Callable[..., Cassette], folder: Path, text: str, says: str
) -> None:
    cassette()
    (folder / "acme" / "limits.yaml").write_text(text, encoding="utf-8")
    assert says in one(folder, "limits")


def test_limits_are_found_from_within_the_folder_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    big(folder)
    (folder / "acme" / "limits.yaml").write_text("full-sync: {megabytes: 3, reason: every page}", "utf-8")
    monkeypatch.chdir(folder)
    assert findings(Path()) == []
