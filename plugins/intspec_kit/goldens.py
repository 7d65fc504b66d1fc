"""Golden files: compare what code makes now with a file of what it made before."""

import difflib
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs

from intspec.file_kinds import file_kind

#: How many lines of a difference are shown.
SHOWN = 40


@attrs.frozen
class Golden:
    """Golden files in one folder.

    Attributes:
        folder: The folder.
        update: Whether to write them anew instead of comparing.
    """

    folder: Path
    update: bool = False

    def __call__(self, name: str, content: str | bytes) -> None:
        """Hold content against the file of a name; Word and Excel files by their normalised XML.

        Args:
            name: Name of the file in the folder.
            content: What was made.

        Raises:
            AssertionError: It differs from the file, or there is no file; the message shows how,
                and how to write it.
        """
        path = self.folder / name
        raw = content.encode("utf-8") if isinstance(content, str) else content
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            # A file is not rewritten where only the packing of the same content differs.
            if not path.is_file() or normalised(path.read_bytes()) != normalised(raw):
                path.write_bytes(raw)
            return
        if not path.is_file():
            message = f"there is no golden file {path}: `pytest --update` writes it"
            raise AssertionError(message)
        expected, actual = normalised(path.read_bytes()), normalised(raw)
        if expected != actual:
            lines = difflib.unified_diff(
                expected.splitlines(), actual.splitlines(), str(path), "now", lineterm="", n=2
            )
            difference = list(lines)
            ending = (
                [f"... {len(difference) - SHOWN} lines more"] if len(difference) > SHOWN else []
            )
            excerpt = "\n".join([*difference[:SHOWN], *ending])
            message = f"not as in the golden file (`pytest --update` writes it anew):\n{excerpt}"
            raise AssertionError(message)


def normalised(content: str | bytes) -> str:
    """Return content as text that is the same where only the packing differs.

    Args:
        content: A text, or the bytes of a file. Word and Excel files give their parts by name,
            each as canonical XML, one element a line; text gives itself; any other file gives
            its bytes in hexadecimal.
    """
    if isinstance(content, str):
        return content
    if file_kind(content, ()) == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [(name, package.read(name)) for name in sorted(package.namelist())]
        return "".join(f"== {name}\n{_part(name, part)}\n" for name, part in parts)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.hex("\n", 32)


def _part(name: str, part: bytes) -> str:
    if not name.endswith((".xml", ".rels")):
        return normalised(part)
    # The parser of the standard library resolves no external entity; these files are our own.
    return ET.canonicalize(part.decode("utf-8")).replace("><", ">\n<")
