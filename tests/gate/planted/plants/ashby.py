"""Planted into Ashby."""

from tests.gate.planted.plant import Plant, Plants, Swap

HOME = "connectors/assay_connectors/ashby"
CONTRACT = "contracts/assay_contracts/ashby/contract.yaml"
JOBS, ORDER, TAGS = f"{HOME}/mapping/jobs.py", f"{HOME}/actions/order.py", f"{HOME}/actions/tags.py"

PLANTS = Plants(
    mapping_removed=Plant(
        swap=Swap(JOBS, '        job_code=payload.text("customRequisitionId"),\n'),
        kind="regression",
        clause="field/jobs/job_code",
    ),
    value_lost=Plant(
        swap=Swap(JOBS, '"Hybrid": "HYBRID", '),
        kind="regression",
        clause="field/jobs/remote_work_status",
    ),
    value_given_up=Plant(
        swap=Swap(JOBS, '"Archived": "ARCHIVED"}', '"Archived": "CLOSED"}'),
        beside=(
            Swap(
                CONTRACT,
                "      - name: status\n      - name: visibility\n      - name: department\n",
                "      - name: status\n        renders: {ARCHIVED: CLOSED}\n"
                "      - name: visibility\n      - name: department\n",
            ),
        ),
        kind="narrowed",
        clause="field/jobs/status",
    ),
    input_not_sent=Plant(
        swap=Swap(ORDER, "        phone_number=candidate.phone_number,\n"),
        kind="regression",
        clause="input/create-candidate/candidate.phone_number",
    ),
    extra_call=Plant(
        swap=Swap(
            TAGS,
            '    connection.api.call(\n        "/candidate.addTag",\n',
            '    connection.api.info("/candidate.info", {"id": action.candidate_id})\n'
            '    connection.api.call(\n        "/candidate.addTag",\n',
        ),
        kind="conduct",
        clause="action/add-tag-to-candidate",
    ),
    clause_deleted=Plant(
        swap=Swap(CONTRACT, "      - name: closed_at\n"), kind="removed", clause="field/jobs/closed_at"
    ),
    aged_recording="add-note-to-application",
    resting_on_it="action/add-note-to-application",
    harmless=(
        Swap(
            JOBS,
            '    """A job."""\n',
            '    """One job, with its pay."""\n    # The order is that of the sheet.\n',
        ),
        Swap(
            ORDER,
            "        phone_number=candidate.phone_number,\n",
            "        phone_number=(\n            candidate.phone_number\n        ),\n",
        ),
        Swap(CONTRACT, "name: Ashby\n", "name: Ashby\n# read top to bottom\n"),
    ),
)
