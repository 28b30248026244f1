"""Planted into Recruitee."""

from tests.gate.planted.plant import Plant, Plants, Swap

HOME = "connectors/assay_connectors/recruitee"
CONTRACT = "contracts/assay_contracts/recruitee/contract.yaml"
JOBS, ORDER, NOTES = f"{HOME}/mapping/jobs.py", f"{HOME}/actions/order.py", f"{HOME}/actions/notes.py"

PLANTS = Plants(
    mapping_removed=Plant(
        swap=Swap(JOBS, '        category=offer.text("category"),\n'),
        kind="regression",
        clause="field/jobs/category",
    ),
    value_lost=Plant(
        swap=Swap(JOBS, '    "seasonal": "SEASONAL",\n'),
        kind="regression",
        clause="field/jobs/employment_type",
    ),
    value_given_up=Plant(
        swap=Swap(JOBS, '"internal": "INTERNAL"}', '"internal": "PUBLIC"}'),
        beside=(
            Swap(
                CONTRACT,
                "        renders: {UNLISTED: INTERNAL, CONFIDENTIAL: INTERNAL}",
                "        renders: {INTERNAL: PUBLIC, UNLISTED: PUBLIC, CONFIDENTIAL: PUBLIC}",
            ),
        ),
        kind="narrowed",
        clause="field/jobs/visibility",
    ),
    input_not_sent=Plant(
        swap=Swap(ORDER, "        phone_number=candidate.phone_number,\n"),
        kind="regression",
        clause="input/create-candidate/candidate.phone_number",
    ),
    extra_call=Plant(
        swap=Swap(
            NOTES,
            "    note = {\n",
            "    vendor.candidate(connection, found.candidate_id)\n    note = {\n",
        ),
        kind="conduct",
        clause="action/add-note-to-application",
    ),
    clause_deleted=Plant(
        swap=Swap(CONTRACT, "      - name: closed_at\n"), kind="removed", clause="field/jobs/closed_at"
    ),
    aged_recording="get-application-attachments",
    resting_on_it="action/get-application-attachments",
    harmless=(
        Swap(JOBS, '    """A job."""\n', '    """One job."""\n'),
        Swap(ORDER, "    candidate = action.candidate\n", "    candidate = (action.candidate)\n"),
        Swap(CONTRACT, "name: Recruitee\n", "name: Recruitee  # by Tellent\n"),
    ),
)
