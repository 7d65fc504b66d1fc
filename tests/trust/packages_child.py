"""Reads forms that stdin names, one a line, and says of each as JSON what became of it.

Run in a process of its own, with a limit on memory and on the time of each: some files kill or
freeze their reader. A connection that is attempted ends it.
"""

import collections
import io
import json
import resource
import signal
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
# What is loaded before the limits are set does not count.
from lxml import etree
from pace import over

from intspec import Form, FormError, VocabularyError
from intspec.api import check_bytes, load_registry
from intspec.forms.draft import draft
from intspec.forms.read import read_form
from intspec.forms.verdicts import judge
from intspec_bundled.vocabularies import ontology
from memory import PEAK

#: Longest that one file may take on the clock: its time is measured by the processor, in seconds.
PATIENCE = 60
ADDRESSES = 1_500_000_000
REACHING = ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system")


def blocked(event: str, _arguments: object) -> None:
    """End the process where it reaches for the network or for another program."""
    if event in REACHING:
        sys.stderr.write(f"it reached out: {event}")
        sys.stderr.flush()
        signal.raise_signal(signal.SIGKILL)


def letters(text: str) -> collections.Counter[str]:
    """Count letters and digits."""
    return collections.Counter(one for one in text if one.isalnum())


def lost(raw: bytes, form: Form) -> dict[str, int]:
    """Count the letters of a Word document that are in nothing that was read or remarked on."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = [name for name in archive.namelist() if name.lower() == "word/document.xml"]
        if not names:
            return {}
        root = etree.fromstring(archive.read(names[0]))
    there: collections.Counter[str] = collections.Counter()
    for one in root.iter("{*}t"):
        if not any(str(above.tag).endswith("}Fallback") for above in one.iterancestors()):
            there += letters(one.text or "")
    found = letters(" ".join(form.remarks))
    for text in form.texts:
        found += letters(text.text)
    for _, row in form.rows():
        for cell in row.cells:
            found += letters(cell.text)
    return dict(there - found)


class Reading:
    """What is read, and by whom."""

    def __init__(self) -> None:
        self.registry = load_registry()
        known = (self.registry.checklist(name) for name in self.registry.checklist_ids)
        self.checklists = [one for one in known if one is not None]
        self.readers: dict[str, Any] = {
            suffix: importer.function
            for importer in self.registry.importers.values()
            for suffix in importer.suffixes
        }

    def said(self, path: str) -> dict[str, Any]:
        """Read a file, judge it as a form and make a draft of it."""
        suffix = Path(path).suffix.lower()
        try:
            if suffix == ".owl":
                return {"read": len(ontology.read(path, "BCIO").terms)}
            raw = Path(path).read_bytes()
            form = self.readers[suffix](raw, Path(path).name)
        except FormError as refusal:
            return {"refused": refusal.message, "hint": refusal.hint}
        except VocabularyError as refusal:
            return {"refused": str(refusal), "hint": str(refusal)}
        told: dict[str, Any] = {"read": sum(len(table.rows) for table in form.tables)}
        if suffix in (".docx", ".docm"):
            told["lost"] = lost(raw, form)
        filled = read_form(form, self.checklists)
        if filled.choice is not None and filled.tables:
            judge(filled, path, None)
        text = draft(filled, "x").text(())
        drafted = check_bytes(text.encode(), path="x.yaml", registry=self.registry)
        told["drafted"] = drafted.report.readable
        return told


def main() -> None:
    """Read them all; the first word says how long one may be computed on, in seconds."""
    bound = float(sys.argv[1])
    names: dict[str, Any] = {}
    exec(PEAK, names)  # noqa: S102 -- code of the tests for children
    reading = Reading()
    sys.addaudithook(blocked)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    for line in sys.stdin:
        signal.alarm(PATIENCE)
        started = time.process_time()
        told = reading.said(line.rstrip("\n"))
        signal.alarm(0)
        told["seconds"] = time.process_time() - started
        told["late"] = over(told["seconds"], bound)
        told["megabytes"] = names["peak"]() // 1024
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
