"""Data of intspec's own TOML files, as it was read when the wheel was built.

Reading a checklist of 50 kB as TOML takes as long as checking a small document, and as JSON a
twentieth of that. So the wheel has the data of such files beside them, as JSON and with a checksum
of the TOML (`hatch_build.py`, in the root of the project, writes it). It is used for a file of
exactly those bytes: whoever edits the TOML of an installed intspec has what they wrote. In a
checkout there is none, so nothing that is committed there can stand in for a file.
"""

import json
from binascii import crc32
from collections.abc import Callable
from pathlib import Path
from typing import Any

from intspec.reading.toml_text import toml_data


def own_data(file: Path) -> dict[str, Any]:
    """Return the data of a TOML file that is a part of intspec."""
    toml = file.read_bytes()
    built = built_data(toml, file.with_name(f"{file.name}.json").read_bytes)
    return toml_data(toml, len(toml)) if built is None else built


def built_data(toml: bytes, read_json: Callable[[], bytes]) -> dict[str, Any] | None:
    """Return the data of a TOML file that was read when the wheel was built.

    Args:
        toml: The file's content.
        read_json: Reads the file beside it; it may raise an `OSError`.

    Returns:
        The data; None where there is none of this content, so that the TOML is to be read.
    """
    try:
        made = json.loads(read_json())
        return made["data"] if made["of"] == crc32(toml) else None
    except (OSError, ValueError, LookupError, TypeError):
        return None
