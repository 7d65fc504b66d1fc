"""Tell which cells of a form wait for an answer."""

import re

from intspec.text import is_prompt

LINE = re.compile(r"[\s_‗.…\u2010-\u2015\-|/\\]*")
LONGEST_LABEL = 20


def is_open(text: str) -> bool:
    """Tell whether an answer is still to be written: nothing, a line to write on, or a prompt."""
    return is_prompt(text) or LINE.fullmatch(text) is not None


def is_waiting(text: str) -> bool:
    """Tell whether a cell waits for an answer: it is open, or only a label before a line."""
    label, line, remainder = text.partition("__")
    return is_open(text) or (bool(line) and len(label) <= LONGEST_LABEL and is_open(remainder))
