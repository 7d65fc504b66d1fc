"""What YAML has and a specification may not use: each refused in plain words."""

import re
from typing import Any, NoReturn

from intspec.reading.document import Source
from intspec.reading.values import is_key_text, short

#: Lines before the document that ask for something; those of YAML 1.1 and 1.2 ask for nothing new.
PROLOGUE = r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*+(%[^\r\n]*)"
HARMLESS = r"%YAML[ \t]+1\.[12][ \t]*(?:[ \t]#.*)?"
NO_SPACE = r"[ \t]*(?:- ++)*+[\w-]++(:)[^\s:/]"
BAD_COLON = "[^:\r\n]*(:\xa0)"


def refuse_no_key(source: Source, start: int) -> NoReturn:
    """Refuse a colon without a key.

    Raises:
        Unreadable: Always.
    """
    source.refuse(
        "non-text-key", "there is no key before this colon", "write a key before it", start
    )


def refuse_tag(source: Source, start: int) -> NoReturn:
    """Refuse a tag, wherever it was found out.

    Raises:
        Unreadable: Always.
    """
    written = "".join(source.text[start : start + 40].split(maxsplit=1)[:1])
    source.refuse(
        "tag",
        f"`{written}` asks for a special type, which is not supported",
        "remove it; a text that begins with ! needs quotes",
        start,
        start + len(written),
    )


def explain_colon(source: Source, start: int) -> None:
    """Refuse a line whose colon has no space after it, or a space of another kind.

    Args:
        source: The text.
        start: Offset of the key.

    Raises:
        Unreadable: It is such a line.
    """
    found = re.compile(NO_SPACE).match(source.text, start)
    if found:
        source.refuse(
            "yaml-syntax",
            "a space is missing after this colon",
            "write `key: value`",
            found.start(1),
        )
    found = re.compile(BAD_COLON).match(source.text, start)
    if found:
        source.refuse(
            "yaml-syntax",
            "a non-breaking space follows this colon",
            "replace it by an ordinary space; it comes with text pasted from Word or a web page",
            found.start(1),
            found.end(1),
        )


def refuse_complex_key(source: Source, start: int) -> NoReturn:
    """Refuse a key that is a list or a block.

    Raises:
        Unreadable: Always.
    """
    source.refuse(
        "non-text-key",
        "a key here is a list or a block, not a word",
        "write a word, a colon and the value; a text that begins with [ or { needs quotes",
        start,
    )


def refuse_alias(source: Source, event: Any) -> NoReturn:
    """Refuse an alias.

    Raises:
        Unreadable: Always.
    """
    source.refuse(
        "alias",
        f"`*{short(event.anchor)}` stands for a part written elsewhere, which is not supported",
        "write the part out; what arms share goes into the catalogues (providers, materials, "
        "settings). A text that begins with * needs quotes",
        event.start_mark.index,
        event.end_mark.index,
    )


def refuse_property(source: Source, event: Any) -> NoReturn:
    """Refuse the anchor or tag of an event, whichever stands first.

    Raises:
        Unreadable: Always.
    """
    start = event.start_mark.index
    if event.anchor is None or not source.text.startswith("&", start):
        refuse_tag(source, start)
    source.refuse(
        "anchor",
        f"`&{short(event.anchor)}` names a part for use elsewhere, which is not supported",
        "remove it, and write the part out where it is used; a text that begins with & needs "
        "quotes",
        start,
        start + len(event.anchor) + 1,
    )


def check_key(source: Source, raw: str, start: int, end: int) -> None:
    """Refuse an unquoted key that is no text.

    Raises:
        Unreadable: It is a number, true, false or nothing, or a merge key.
    """
    if raw == "<<":
        source.refuse(
            "merge-key",
            "`<<` copies keys from elsewhere, which is not supported",
            "write the keys out here",
            start,
            end,
        )
    if not raw:
        refuse_no_key(source, start)
    if not is_key_text(raw):
        source.refuse(
            "non-text-key",
            f"the key `{short(raw)}` is not text",
            f'put it in quotes: "{short(raw)}"',
            start,
            end,
        )


def check_directives(source: Source) -> None:
    """Refuse lines before the document that begin with %, but for those that ask nothing.

    Raises:
        Unreadable: There is such a line.
    """
    if "%" not in source.text:
        return
    at = 0
    while found := re.compile(PROLOGUE).match(source.text, at):
        if not re.compile(HARMLESS).fullmatch(found.group(1)):
            source.refuse(
                "directive",
                f"the line `{short(found.group(1))}` asks for what is not supported",
                "remove it; if it is text, put it in quotes after a key",
                found.start(1),
                found.end(1),
            )
        at = found.end()
