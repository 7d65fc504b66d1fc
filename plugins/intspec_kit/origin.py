"""Where the intspec that runs was installed from, for commands that install it once more."""

import json
import os
import shlex
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import urlsplit
from urllib.request import url2pathname

import attrs


def quoted(word: str) -> str:
    """Return a word as a shell takes it: that of the system."""
    return f'"{word}"' if os.name == "nt" else shlex.quote(word)


@attrs.frozen
class Origin:
    """Where an intspec came from.

    Attributes:
        requirement: What pip is to be given to install it once more; empty where it came from an
            index, on which pip finds it by its name.
        anywhere: Whether that leads to it on any machine, as an address does and a folder does not.
    """

    requirement: str = ""
    anywhere: bool = True


def origin() -> Origin:
    """Say where this intspec came from: that version may be released nowhere."""
    try:
        record = distribution("intspec").read_text("direct_url.json")
        told = json.loads(record or "null")
    except (PackageNotFoundError, OSError, ValueError):
        return Origin()
    if not isinstance(told, dict) or not isinstance(told.get("url"), str):
        return Origin()
    url, repository = told["url"], told.get("vcs_info")
    anywhere = not urlsplit(url).scheme.endswith("file")
    return Origin(_requirement(url, repository), anywhere)


def _requirement(url: str, repository: object) -> str:
    if isinstance(repository, dict):
        version = f"@{repository['commit_id']}" if "commit_id" in repository else ""
        return f"intspec @ {repository.get('vcs', 'git')}+{url}{version}"
    return url2pathname(urlsplit(url).path) if url.startswith("file:") else f"intspec @ {url}"
