"""The words of the pages: one catalogue, so that they can be put into another language."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

#: Words by group and name; `{}` in braces stand for what is filled in.
WORDS: Mapping[str, Any] = tomllib.loads(
    files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)
