"""Writing files so that a crash, Ctrl-C or a full disk leaves what was there before."""

import os
import tempfile
from pathlib import Path

from assay.errors import UsageError


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path`` and rename it over.

    Raises:
        UsageError: the disk refuses; what stood there before is untouched.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
        temporary = ""
    except OSError as error:
        raise UsageError(
            f"cannot be written: {error.strerror or error}",
            where=str(path),
            hint="nothing was changed; make room or repair access",
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
