"""The kinds of plugins that `intspec plugin new` writes."""

from collections.abc import Mapping
from types import MappingProxyType

#: Each with what it is, in one line.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "checklist": "a reporting guideline as a TOML file, without Python",
        "overlay": "a guideline that lies over TIDieR, as a TOML file, without Python",
        "rules": "checks in Python",
        "view": "a table, a text or a figure made of a specification",
        "renderer": "a file format of text that views are written to",
        "binary-renderer": "a file format of bytes that views are written to, such as a ZIP",
        "importer": "a file format that forms are read from",
        "draft-importer": "records of others, of which draft specifications are made",
        "domain": "fields of a domain's own, a checklist over them, and rules",
        "vocabulary": "a list of terms as a TOML file",
        "command": "a command under `intspec`",
    }
)
