"""Planted into Flatchr."""

from tests.gate.planted.plant import Plant, Plants, Swap

HOME = "connectors/assay_connectors/flatchr"
CONTRACT = "contracts/assay_contracts/flatchr/contract.yaml"
JOBS, PEOPLE = f"{HOME}/mapping/jobs.py", f"{HOME}/mapping/people.py"
ORDER, CREATION = f"{HOME}/actions/order.py", f"{HOME}/actions/creation.py"

PLANTS = Plants(
    mapping_removed=Plant(
        swap=Swap(JOBS, "        department=_department(vacancy),\n"),
        kind="regression",
        clause="field/jobs/department",
    ),
    value_lost=Plant(
        swap=Swap(JOBS, '"parttime": "HYBRID", '),
        kind="regression",
        clause="field/jobs/remote_work_status",
    ),
    value_given_up=Plant(
        swap=Swap(
            JOBS,
            '    return "INTERNAL" if parts.on_intranet else "UNLISTED"\n',
            '    return "UNLISTED"\n',
        ),
        beside=(
            Swap(
                CONTRACT,
                "        renders: {CONFIDENTIAL: UNLISTED}",
                "        renders: {CONFIDENTIAL: UNLISTED, INTERNAL: UNLISTED}",
            ),
        ),
        kind="narrowed",
        clause="field/jobs/visibility",
    ),
    input_not_sent=Plant(
        swap=Swap(ORDER, '        phone_number=(candidate.phone_number or "").strip() or None,\n'),
        kind="regression",
        clause="input/create-candidate/candidate.phone_number",
    ),
    extra_call=Plant(
        swap=Swap(
            CREATION,
            "    vacancy = _vacancy(connection, order.job_id)\n",
            "    connection.api.vacancy(order.job_id)\n    vacancy = _vacancy(connection, order.job_id)\n",
        ),
        kind="conduct",
        clause="action/create-candidate",
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
    aged_recording="full-sync",
    resting_on_it="field/jobs/name",
    harmless=(
        Swap(JOBS, "    return Job(\n", "    # The order is that of the sheet.\n    return Job(\n"),
        Swap(
            ORDER,
            "    candidate = action.candidate\n    order = Order(\n",
            "    candidate = (action.candidate)\n    order = Order(\n",
        ),
        Swap(CONTRACT, "name: Flatchr\n", "name: Flatchr  # French\n"),
    ),
)
