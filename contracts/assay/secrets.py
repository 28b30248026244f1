"""Which values of a credential leave a recording: in one of a sandbox the secret ones, else all of them.

A live credential says whose account it is, even where it is no secret. The credentials of sandboxes are
invented, and a company's number stands in paths and answers alike, where people want to read it.
"""

from collections.abc import Iterator, Mapping

from assay.connector import Guide
from assay.wire.header import Origin


def secrets_of(
    values: Mapping[str, Mapping[str, str]], guide: Guide, origin: Origin
) -> Iterator[tuple[str, str]]:
    """Placeholder names with texts to replace, e.g. ``("full.api_key", "...")``.

    Args:
        values: credentials by name.
        guide: says which of their fields are secret; a field that it does not name is.
        origin: of the recording.
    """
    plain = {field.name for field in guide.credential_fields if not field.secret}
    for name, fields in values.items():
        for field, text in fields.items():
            if origin != "sandbox" or field not in plain:
                yield f"{name}.{field}", text
