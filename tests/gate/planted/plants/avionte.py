"""Planted into Avionté."""

from tests.gate.planted.plant import Plant, Plants, Swap

HOME = "connectors/assay_connectors/avionte"
CONTRACT = "contracts/assay_contracts/avionte/contract.yaml"
JOBS, WORDS = f"{HOME}/mapping/jobs.py", f"{HOME}/mapping/words.py"
ORDER, TAGS = f"{HOME}/actions/order.py", f"{HOME}/actions/tags.py"

PLANTS = Plants(
    mapping_removed=Plant(
        swap=Swap(JOBS, '        weekly_hours=order.amount("estimatedHours"),\n'),
        kind="regression",
        clause="field/jobs/weekly_hours",
    ),
    value_lost=Plant(
        swap=Swap(WORDS, '    "dailyrate": "DAY",\n'),
        kind="regression",
        clause="field/jobs/salary_period",
    ),
    value_given_up=Plant(
        swap=Swap(JOBS, '    return "PUBLIC" if posted else "INTERNAL"\n', '    return "PUBLIC"\n'),
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
        swap=Swap(ORDER, "        gender=candidate.gender,\n"),
        kind="regression",
        clause="input/create-candidate/candidate.gender",
    ),
    extra_call=Plant(
        swap=Swap(
            TAGS,
            '    body = {"talentId": int(talent_id), "tag": name}\n',
            '    body = {"talentId": int(talent_id), "tag": name}\n'
            "    read_tags(connection.api, talent_id)\n",
        ),
        kind="conduct",
        clause="action/add-tag-to-candidate",
    ),
    clause_deleted=Plant(
        swap=Swap(CONTRACT, "      - name: job_code\n"), kind="removed", clause="field/jobs/job_code"
    ),
    aged_recording="reject-application",
    resting_on_it="action/reject-application",
    harmless=(
        Swap(JOBS, "    return Job(\n", "    # The order is that of the sheet.\n    return Job(\n"),
        Swap(ORDER, "        gender=candidate.gender,\n", "        gender=candidate.gender,  # as given\n"),
        Swap(CONTRACT, "actions:\n", "# what can be done\nactions:\n"),
    ),
)
