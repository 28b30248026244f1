"""The full mode: all jobs, and nothing but jobs. Source: avionte sheet 4.2, 4.3, 4.4."""

from collections.abc import Iterator

from assay.connector import Complete, Notice, ReadItem, Row
from assay_connectors.avionte import api
from assay_connectors.avionte.mapping.jobs import job
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.reading.run import JOBS, Run, wishes


def read_all_jobs(run: Run) -> Iterator[ReadItem]:
    """Every job of the tenant; one that is missing from the list of ids is gone."""
    if not run.wants(JOBS):
        return
    ids = run.api.all_ids("JOB_IDS")
    missing = []
    for start in range(0, len(ids), api.BATCH_SIZE):
        some = ids[start : start + api.BATCH_SIZE]
        found = run.api.many(api.JOBS, some)
        for job_id in some:
            if job_id in found:
                yield Row(job(Payload.of(found[job_id].raw, found[job_id].key), wishes(run.connection)))
            else:
                missing.append(job_id)
    if missing:
        yield Notice(f"Avionté lists jobs but does not show them: {', '.join(missing)}")
    else:
        yield Complete(JOBS)
    run.memory.listed = frozenset(ids) - frozenset(missing)
    yield run.memory.listed_cursor()
