import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assay.connector import Complete, ReadItem, Row
from assay.sync import Store
from assay.unified.records import Application, Candidate, CandidateTag, Job, JobTeamMember

MEGABYTE = 1 << 20


def _candidates(count: int) -> Iterator[ReadItem]:
    for number in range(count):
        record = Candidate(
            remote_id=f"c{number}",
            first_name=f"Ada {number}",
            remote_data={"/candidate.list": {"id": f"c{number}", "text": "x" * 200}},
        )
        yield Row(record, group=f"g{number}")
    yield Complete("ats_candidates")


def _peak_bytes(store: Store, items: Iterator[ReadItem], vendor: Any) -> int:
    tracemalloc.start()
    try:
        store.sync(vendor(items), models=["ats_candidates"])
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path, vendor: Any) -> None:
    with Store(f"sqlite:///{tmp_path}/data.db", integration_id="acme:1") as store:
        small = _peak_bytes(store, _candidates(2_000), vendor)
        large = _peak_bytes(store, _candidates(24_000), vendor)
        deleting = _peak_bytes(store, _candidates(0), vendor)

        assert max(large, deleting) < 1.5 * small < 12 * MEGABYTE
        assert sum(1 for _ in store.iterate("ats_candidates")) == 24_000


def test_reading_page_by_page_holds_one_page(store: Store, vendor: Any) -> None:
    store.sync(vendor(_candidates(10_000)), models=["ats_candidates"])

    tracemalloc.start()
    for _ in store.iterate("ats_candidates"):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 4 * MEGABYTE


def _company() -> list[ReadItem]:
    """About 3 000 rows: 250 candidates with four tags and one application each, and 50 jobs with teams."""
    items: list[ReadItem] = []
    for job in range(50):
        items.append(Row(Job(remote_id=f"j{job}", remote_data={"/job.list": {"text": "x" * 500}})))
        items.extend(
            Row(JobTeamMember(job_id=f"j{job}", user_id=f"u{user}", roles=["RECRUITER"]))
            for user in range(20)
        )
    for number in range(250):
        raw = {"/candidate.list": {"id": f"c{number}", "text": "x" * 800}}
        items.append(Row(Candidate(remote_id=f"c{number}", first_name="Ada", remote_data=raw)))
        items.extend(Row(CandidateTag(candidate_id=f"c{number}", tag_id=f"t{tag}")) for tag in range(5))
        items.append(
            Row(Application(remote_id=f"a{number}", candidate_id=f"c{number}", job_id=f"j{number % 50}"))
        )
    return [*items, Complete("ats_candidates"), Complete("ats_join_candidates_tags")]


def test_a_full_sync_of_three_thousand_rows_takes_under_four_tenths_of_a_second(vendor: Any) -> None:
    items = _company()
    spent_s = []
    for _ in range(3):
        with Store(integration_id="acme:1") as store:
            before_s = time.process_time()
            store.sync(vendor(items), models=["ats_jobs"])
            spent_s.append(time.process_time() - before_s)

    assert min(spent_s) < 0.4
