"""Decode bytes into text, and refuse defects that need no parser to be seen."""

import codecs
import re
from typing import Literal, NoReturn

from intspec.file_kinds import file_kind, is_json, wide_encoding
from intspec.reading.document import BLANK, Document, Source
from intspec.reading.refusals import DEFAULT_LIMITS, Limits, Problem, Unreadable
from intspec.text.characters import (
    BYTE_ORDER_MARK,
    NO_CHARACTERS_IN_XML,
    NOT_IN_SPECIFICATIONS,
    ODD_SPACES,
    SEPARATORS,
    STAND_IN,
    any_of,
)

#: The bytes that a text may have; those from 0x80 on are judged by decoding.
FINE = bytes({*range(0x20, 0x7F), *range(0x80, 0x100), *b"\t\n\r"})
#: Characters beyond ASCII that no specification holds: controls, in UTF-8, and single characters.
C1 = b"\xc2[\x80-\x9f]"
BEYOND = SEPARATORS + BYTE_ORDER_MARK + NO_CHARACTERS_IN_XML
ODD_INDENT = rf"[\n\r][ \t]*+([{ODD_SPACES}])"
CONFLICT = r"(?:\A|[\n\r])(<{7}|>{7})(?= |[\n\r]|\Z)"


def read_bytes(
    raw: bytes,
    *,
    path: str,
    format: Literal["yaml", "json"] | None = None,  # noqa: A002 -- the word that fits
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Read a document from the bytes of its file.

    Args:
        raw: The bytes: UTF-8, with or without a byte order mark, with any line ends.
        path: Name of the file, for messages; `.json` at its end means JSON.
        format: The format, where the name does not tell.
        limits: The most that the document may hold.

    Returns:
        Plain data, and the position of every key and value.

    Raises:
        Unreadable: The bytes are no readable document; it says why, where, and what to do.
    """
    source = Source(path, decode(raw, limits))
    _guard(source, raw)
    if format == "json" or (format is None and is_json(path)):
        from intspec.reading.json_text import build  # noqa: PLC0415 -- only JSON needs it
    else:
        from intspec.reading.yaml_events import build  # noqa: PLC0415 -- only YAML needs it
    try:
        return build(source, limits)
    except Unreadable as refusal:
        from intspec.reading.wrong_file import other_text  # noqa: PLC0415 -- words for faults

        name = "" if format is not None else path
        other = other_text(source.text, name, refusal.problems[0].code)
        if other is None:
            raise
    raise Unreadable(other)


def decode(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    """Turn the bytes of a file into text.

    Raises:
        Unreadable: They are too many, another kind of file, or not UTF-8.
    """
    raw = raw.removeprefix(codecs.BOM_UTF8)
    kind = file_kind(raw)
    if kind is not None:
        from intspec.reading.wrong_file import wrong_kind  # noqa: PLC0415 -- words for faults

        problem = wrong_kind(kind, raw)
        if problem is not None:
            raise Unreadable(problem)
    if len(raw) > limits.bytes:
        _refuse_whole(
            "too-large",
            f"the file has more than {limits.bytes / 1e6:g} MB",
            "a specification is text of a few hundred kilobytes at most; split the file",
        )
    encoding = wide_encoding(raw)
    if encoding is not None:
        _refuse_whole(
            "not-utf8",
            f"this file is saved as {encoding}; save it as UTF-8",
            "choose the encoding UTF-8 when you save the file in your editor",
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_no_text(raw)
        _refuse_byte(raw, error.start)


def _refuse_whole(code: str, message: str, hint: str) -> NoReturn:
    raise Unreadable(Problem(code, message, hint))


def _refuse_no_text(raw: bytes) -> None:
    """Refuse bytes that are no text at all."""
    from intspec.reading.wrong_file import no_text  # noqa: PLC0415 -- words for faults

    problem = no_text(raw)
    if problem is not None:
        raise Unreadable(problem) from None


def _refuse_byte(raw: bytes, offset: int) -> NoReturn:
    before = raw[:offset].decode("utf-8")
    line = before.count("\n") + before.count("\r") - before.count("\r\n") + 1
    column = len(before) - max(before.rfind("\n"), before.rfind("\r"))
    byte = raw[offset]
    guess = bytes([byte]).decode("cp1252", "replace")
    # Word's own dashes and quotes are no letters; a byte that stands for nothing has no guess.
    meant = guess.isprintable() and guess != STAND_IN
    perhaps = f", perhaps `{guess}` as Word and older Windows programs save it" if meant else ""
    raise Unreadable(
        Problem(
            "not-utf8",
            f"byte 0x{byte:02X} at character {column} of line {line} is not UTF-8{perhaps}",
            "save the file as UTF-8: your editor asks for the encoding under `Save as`",
            line,
            column,
            line,
            column + 1,
        )
    ) from None


def _guard(source: Source, raw: bytes) -> None:
    """Refuse a text for what no syntax allows."""
    text = source.text
    if not text.strip(BLANK):
        _refuse_whole(
            "empty", "the file is empty", "`intspec init` writes a specification to start from"
        )
    plain = text.isascii()
    # Looking for single characters is several times faster than one expression for all of them.
    if raw.translate(None, FINE) or (
        not plain and (re.compile(C1).search(raw) or any(mark in text for mark in BEYOND))
    ):
        match = any_of(NOT_IN_SPECIFICATIONS).search(text)
        if match:
            _refuse_no_text(raw)
            source.refuse(
                "control-character",
                f"a character that cannot be seen (U+{ord(match.group()):04X}) stands here",
                "delete it; such characters come with pasted text or from a damaged file",
                match.start(),
            )
    match = None
    if not plain and any(space in text for space in ODD_SPACES):
        match = re.compile(ODD_INDENT).search("\n" + text)
    if match:
        code = ord(match.group(1))
        name = "a non-breaking space" if code == 0xA0 else f"a special space (U+{code:04X})"  # noqa: PLR2004
        source.refuse(
            "nbsp-indent",
            f"this line is indented with {name}",
            "replace it by ordinary spaces; it comes with text pasted from Word or a web page",
            match.start(1) - 1,
        )
    if "<<<<<<<" in text or ">>>>>>>" in text:
        match = re.compile(CONFLICT).search(text)
        if match:
            source.refuse(
                "conflict-markers",
                "a mark of an unfinished Git merge stands here",
                "keep one of the two versions, and delete the lines with <<<<<<<, ======= and "
                ">>>>>>>",
                match.start(1),
                match.end(1),
            )
