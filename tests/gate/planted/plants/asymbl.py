"""Planted into Asymbl."""

from tests.gate.planted.plant import Plant, Plants, Swap

HOME = "connectors/assay_connectors/asymbl"
CONTRACT = "contracts/assay_contracts/asymbl/contract.yaml"
JOBS, ORDER, STAGES = f"{HOME}/mapping/jobs.py", f"{HOME}/actions/order.py", f"{HOME}/actions/stages.py"

PLANTS = Plants(
    mapping_removed=Plant(
        swap=Swap(JOBS, '        opened_at=record.day("posted"),\n'),
        kind="regression",
        clause="field/jobs/opened_at",
    ),
    value_lost=Plant(
        swap=Swap(JOBS, '    (("intern",), "INTERNSHIP"),\n'),
        kind="regression",
        clause="field/jobs/employment_type",
    ),
    value_given_up=Plant(
        swap=Swap(JOBS, '"PUBLIC" if external else "INTERNAL"', '"PUBLIC"'),
        beside=(
            Swap(
                CONTRACT,
                "      - name: visibility\n        renders: {UNLISTED: INTERNAL, CONFIDENTIAL: INTERNAL}",
                "      - name: visibility\n"
                "        renders: {INTERNAL: PUBLIC, UNLISTED: PUBLIC, CONFIDENTIAL: PUBLIC}",
            ),
        ),
        kind="narrowed",
        clause="field/jobs/visibility",
    ),
    input_not_sent=Plant(
        swap=Swap(ORDER, "        zip_code=location.zip_code,\n"),
        kind="regression",
        clause="input/create-candidate/candidate.location.zip_code",
    ),
    extra_call=Plant(
        swap=Swap(
            STAGES,
            '    if located(connection, org, found.record_id).text("stage") != stage_id:\n',
            "    located(connection, org, found.record_id)\n"
            '    if located(connection, org, found.record_id).text("stage") != stage_id:\n',
        ),
        kind="conduct",
        clause="action/move-application-to-stage",
    ),
    clause_deleted=Plant(
        swap=Swap(
            CONTRACT,
            "      - name: description\n      - name: employment_type\n",
            "      - name: employment_type\n",
        ),
        kind="removed",
        clause="field/jobs/description",
    ),
    aged_recording="get-candidate-attachments",
    resting_on_it="action/get-candidate-attachments",
    harmless=(
        Swap(JOBS, "    return Job(\n", "    # The order is that of the sheet.\n    return Job(\n"),
        Swap(ORDER, "    candidate = action.candidate\n", "    candidate = (action.candidate)\n"),
        Swap(CONTRACT, "name: Asymbl\n", "name: Asymbl  # on Salesforce\n"),
    ),
)
