"""Judge identifiers: the canonical form, what is wrong with one, and what a text identifies."""

import re
from functools import cache
from typing import Literal

from intspec.identifiers.kinds import IdentifierKind
from intspec.identifiers.table import KINDS
from intspec.lazy import frozen
from intspec.text.characters import (
    DASHES,
    HIDDEN_IN_IDENTIFIERS,
    SPACES_IN_NUMBERS,
    any_of,
    normalized,
)
from intspec.text.lookalikes import folded, oddities, readings
from intspec.text.terminal import cut, one_line

#: No identifier is longer, so longer texts are not examined.
LONGEST = 2000
SHOWN = 60
SCHEMES = ("https://", "http://", "www.")
WRAPPED = (("(", ")"), ("[", "]"), ("<", ">"), ('"', '"'), ("'", "'"))
#: What stands for a hyphen: dashes, a minus sign, and small forms of both.
HYPHENS = f"{DASHES}\u2212\ufe58\ufe63"
#: The bars of fractions and of divisions.
SLASHES = "\u2044\u2215"
LETTERS_FOR_DIGITS = str.maketrans("OoQIlSB", "0001158")
NUMBER = r"-?(?:identifier|number|no\.?|id)?[:#=]*-?"


@frozen
class Identifier:
    """What a text identifies: the id of a kind, and the canonical form."""

    kind: str
    canonical: str


@frozen
class IdentifierProblem:
    """What is wrong with an identifier.

    Attributes:
        what: `malformed` where it cannot be right, `spelling` where it is right but not in
            canonical form.
        message: The defect, in one line that stands alone.
        hint: What mends it.
        canonical: The canonical form; None where none can be told.
        certain: False where only check digits speak against it whose rule is not published.
    """

    what: Literal["malformed", "spelling"]
    message: str
    hint: str
    canonical: str | None = None
    certain: bool = True


def canonical(kind: str, text: str) -> str | None:
    """Return the canonical form of an identifier, or None if it is not well formed.

    Args:
        kind: Id of a kind, such as `doi` or `isrctn`.
        text: The identifier as written: with a label, as a web address, with spaces.

    Raises:
        KeyError: There is no such kind.
    """
    form = _form(KINDS[kind], text)
    check = KINDS[kind].check
    return form if form is not None and (check is None or check(form)) else None


def identifier_problem(kind: str, text: str) -> IdentifierProblem | None:
    """Say what is wrong with an identifier, or None if it is in canonical form.

    Args:
        kind: Id of the kind that it should be.
        text: The identifier as written.

    Raises:
        KeyError: There is no such kind.
    """
    expected = KINDS[kind]
    shown = _shown(text)
    form = _form(expected, text)
    write = f"write {expected.form}, such as `{expected.example}`"
    if form is None:
        strange = _strange(text)
        if strange:
            message = f"`{shown}` holds {strange}, which cannot be in {expected.name}"
            forms = (canonical(kind, meant) for meant in readings(text))
            meant = next((form for form in forms if form is not None), None)
            hint = f"type it anew: `{meant}`" if meant is not None else write
            return IdentifierProblem("malformed", message, hint)
        other = identify(text)
        if other is not None and other.kind != kind:
            message = f"`{shown}` is {KINDS[other.kind].name}, not {expected.name}"
            return IdentifierProblem("malformed", message, write)
        guess = _digits_for_letters(expected, text)
        if guess is not None:
            write = f"write `{guess}` if a letter stands for a digit; else {write}"
        return IdentifierProblem("malformed", f"`{shown}` is not {expected.name}", write)
    if expected.check is not None and not expected.check(form):
        hint = "compare it with where you took it from"
        message = (
            f"`{shown}` is not {expected.name}: its check digits do not fit the others, "
            "so at least one character is wrong"
        )
        if not expected.check_published:
            message = (
                f"`{shown}` is hardly {expected.name}: its last digits do not fit the others, "
                "as they do in numbers in print"
            )
        return IdentifierProblem("malformed", message, hint, certain=expected.check_published)
    if form == text:
        return None
    message = f"`{shown}` is {expected.name} that is written `{form}` here"
    if folded(text) != text.strip():
        message += f", without {oddities(text)}"
    return IdentifierProblem("spelling", message, f"write `{form}`", form)


def identify(text: str) -> Identifier | None:
    """Tell what a text identifies, or None where that cannot be told from the text alone."""
    if len(text) > LONGEST:
        return None
    lowered = _prepared(text).lower()
    for kind in KINDS.values():
        if kind.marks and not any(mark in lowered for mark in kind.marks):
            continue
        form = canonical(kind.id, text)
        if form is not None:
            return Identifier(kind.id, form)
    return None


def web_address(kind: str, text: str) -> str:
    """Return where a browser finds what an identifier names; empty if that is not known.

    Raises:
        KeyError: There is no such kind.
    """
    form = canonical(kind, text)
    return KINDS[kind].url.format(form) if form is not None else ""


def _form(kind: IdentifierKind, text: str) -> str | None:
    """Return the canonical form, whether or not the check digits fit."""
    if len(text) > LONGEST:
        return None
    prepared, pattern = _prepared(text), _pattern(kind.id)
    # Most are written without a label or an address before them.
    match = pattern.fullmatch(prepared) or pattern.fullmatch(_bare(kind, prepared))
    if match is None:
        return None
    groups = [group for group in match.groups() if group is not None]
    if kind.case != "kept":
        groups = [group.upper() if kind.case == "upper" else group.lower() for group in groups]
    return kind.template.format(*groups)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(KINDS[kind].pattern, re.ASCII | re.IGNORECASE)


@cache
def _label(kind: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(KINDS[kind].labels, key=len, reverse=True))
    return re.compile(f"(?:(?:{names}){NUMBER})?" if names else "", re.ASCII | re.IGNORECASE)


def _prepared(text: str) -> str:
    """Return a text with plain dashes and widths, without wrapping and what ends a sentence."""
    if not text.isascii():
        text = "".join(
            normalized("NFKC", letter) if _is_wide(letter) else letter
            for letter in _without_variants(text)
        )
    text = text.strip()
    for left, right in WRAPPED:
        if text.startswith(left) and text.endswith(right):
            text = text[1:-1].strip()
    return text.rstrip(".,;:").rstrip()


def _without_variants(text: str) -> str:
    text = any_of(HIDDEN_IN_IDENTIFIERS).sub("", text)
    return any_of(SLASHES).sub("/", any_of(HYPHENS).sub("-", text))


def _is_wide(letter: str) -> bool:
    """Tell whether a character is a plain one in full width, as East Asian keyboards give it."""
    return "\uff01" <= letter <= "\uff5e" or letter in SPACES_IN_NUMBERS


def _bare(kind: IdentifierKind, text: str) -> str:
    """Return what remains when labels, addresses and spaces are gone."""
    if not kind.any_sign:
        text = "".join(text.split())
    label = _label(kind.id).match(text)
    text = text[label.end() :].lstrip() if label is not None else text
    rest = text
    for scheme in SCHEMES:
        if rest.lower().startswith(scheme):
            rest = rest[len(scheme) :]
    for address in kind.addresses:
        if rest.lower().startswith(address):
            return _from_address(kind, rest[len(address) :])
    return rest.removesuffix("/") if rest != text else text


def _from_address(kind: IdentifierKind, rest: str) -> str:
    if "%" in rest:
        from urllib.parse import unquote  # noqa: PLC0415 -- few addresses need it

        rest = unquote(rest)
    if not kind.any_sign:
        rest = re.split("[?#]", rest, maxsplit=1)[0].removesuffix(".aspx")
    return rest.removesuffix("/")


def _strange(text: str) -> str:
    """Name the first character that no identifier has; empty if there is none."""
    for letter in _prepared(text[:LONGEST]):
        if not letter.isascii() and not letter.isspace():
            kind = "a digit of another script" if letter.isdigit() else "a letter of another script"
            if not letter.isalnum():
                kind = "a sign"
            return f"{kind}, `{letter}` (U+{ord(letter):04X})"
    return ""


def _digits_for_letters(kind: IdentifierKind, text: str) -> str | None:
    """Return the form if letters that look like digits are digits, or None if that is none."""
    prepared = "".join(_prepared(text).split()) if len(text) <= LONGEST else ""
    mark = kind.template.partition("{")[0]
    tail = len(mark) if prepared.lower().startswith(mark.lower()) else 0
    changed = prepared[:tail] + prepared[tail:].translate(LETTERS_FOR_DIGITS)
    return canonical(kind.id, changed) if changed != prepared else None


def _shown(text: str) -> str:
    return cut(one_line(text[: 2 * SHOWN]), SHOWN)
