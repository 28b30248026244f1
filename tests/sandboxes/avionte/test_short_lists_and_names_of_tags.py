"""What only webhooks about the pipeline show, and names of tags. Source: avionte sheet 2.3, 2.5, 5."""

import json
from typing import Any

import httpx
import pytest


@pytest.mark.parametrize("seen_elsewhere", [True, False])
def test_a_review_of_short_lists_announces_who_was_not_submitted(
    avionte: Any,
    taken: list[httpx.Request],
    seen_elsewhere: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    avionte.happen("register_webhook", url="https://receiver.assay.test/avionte", value="invented-secret")
    told = avionte.happen("review_short_lists", seen_elsewhere=seen_elsewhere)["announced"]
    assert told == len(taken) > 0
    for request in taken:
        row = json.loads(json.loads(request.content)["Resource"])
        assert avionte.nomination(row["TalentId"], row["JobId"]) is None
        assert avionte.get(f"/pipeline/{row['PipelineId']}")["talentId"] == row["TalentId"]


def test_everybody_on_short_lists_who_was_not_submitted_is_announced_once(
    avionte: Any, taken: list[httpx.Request]
) -> None:
    avionte.happen("register_webhook", url="https://receiver.assay.test/avionte", value="invented-secret")
    for seen_elsewhere in (True, False):
        avionte.happen("review_short_lists", seen_elsewhere=seen_elsewhere)
    told = [json.loads(json.loads(request.content)["Resource"])["PipelineId"] for request in taken]
    tenant = avionte.sandbox.tenant.acme
    open_ones = [row.id for row in tenant.pipeline if tenant.nomination(row.talent_id, row.job_id) is None]
    assert sorted(told) == sorted(open_ones)


def test_a_renamed_tag_has_its_new_text_on_every_talent(avionte: Any) -> None:
    number = avionte.talent("candidate-marta")
    before = {tag["tagId"]: tag["tag"] for tag in avionte.get(f"/talent/{number}/all-tags")["tags"]}
    tag_id = avionte.happen("rename_tag", tag="Strong", new_tag="Very strong")["tag_id"]
    after = {tag["tagId"]: tag["tag"] for tag in avionte.get(f"/talent/{number}/all-tags")["tags"]}
    assert before[tag_id] == "Strong"
    assert after == {**before, tag_id: "Very strong"}
    assert avionte.refuses("rename_tag", tag="Strong", new_tag="Stronger")
