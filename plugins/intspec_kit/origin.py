"""Where the intspec that runs was installed from, for commands that install it once more."""

import json
import os
import shlex
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import urlsplit
from urllib.request import url2pathname


def quoted(word: str) -> str:
    """Return a word as a shell takes it: that of the system."""
    return f'"{word}"' if os.name == "nt" else shlex.quote(word)


def installed_from() -> str:
    """Return what is to be installed beside a plugin, with a space behind it.

    It is a folder, a file or a repository that this intspec came from, since that version may be
    released nowhere; empty where it came from an index.
    """
    try:
        record = distribution("intspec").read_text("direct_url.json")
        origin = json.loads(record or "null")
    except (PackageNotFoundError, OSError, ValueError):
        return ""
    if not isinstance(origin, dict) or not isinstance(origin.get("url"), str):
        return ""
    return f"{quoted(_requirement(origin['url'], origin.get('vcs_info')))} "


def _requirement(url: str, repository: object) -> str:
    if isinstance(repository, dict):
        version = f"@{repository['commit_id']}" if "commit_id" in repository else ""
        return f"intspec @ {repository.get('vcs', 'git')}+{url}{version}"
    return url2pathname(urlsplit(url).path) if url.startswith("file:") else f"intspec @ {url}"
