"""Refuse what YAML has and a specification may not use: aliases, anchors, tags, keys not of text.

It is loaded only for a text that has such a thing.
"""

from typing import Any, NoReturn

from intspec.reading.document import Source
from intspec.reading.scalars import is_key_text, short

#: How far around a key is looked for a comma.
AROUND = 200


def refuse_event(source: Source, event: Any) -> NoReturn:
    """Refuse an event: an alias, an anchor or tag, or a block where a key must be.

    Raises:
        Unreadable: Always.
    """
    if not hasattr(event, "tag"):
        _refuse_alias(source, event)
    if event.tag is not None or event.anchor is not None:
        _refuse_property(source, event)
    source.refuse(
        "non-text-key",
        "a key here is a list or a block, not a word",
        "write a word, a colon and the value; a text that begins with [ or { needs quotes",
        event.start_mark.index,
    )


def _refuse_alias(source: Source, event: Any) -> NoReturn:
    source.refuse(
        "alias",
        f"`*{short(event.anchor)}` stands for a part written elsewhere, which is not supported",
        "write the part out; what arms share goes into the catalogues (providers, materials, "
        "settings). A text that begins with * needs quotes",
        event.start_mark.index,
        event.end_mark.index,
    )


def _refuse_property(source: Source, event: Any) -> NoReturn:
    """Refuse the anchor or tag of an event, whichever stands first."""
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
        if _is_rest(source.text, start, end):
            source.refuse(
                "non-text-key",
                f"a text ended at the comma before `{short(raw)}`",
                'put the whole text in quotes: "…"',
                start,
                end,
            )
        source.refuse(
            "non-text-key",
            f"the key `{short(raw)}` is not text",
            f'put it in quotes: "{short(raw)}"',
            start,
            end,
        )


def _is_rest(text: str, start: int, end: int) -> bool:
    """Tell whether what stands in brackets without a colon follows a text and a comma."""
    before, comma, rest = text[max(0, start - AROUND) : start].rstrip().rpartition(",")
    follows = comma and not rest and before.rstrip()[-1:] not in ("", *"[]{},\"'")
    return bool(follows) and text[end : end + AROUND].lstrip()[:1] in (",", "}")


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
    tag = "".join(source.text[start : start + 40].split(maxsplit=1)[:1])
    source.refuse(
        "tag",
        f"`{tag}` asks for a special type, which is not supported",
        "remove it; a text that begins with ! needs quotes",
        start,
        start + len(tag),
    )
