"""What a kind of identifier is: its form, its canonical form, and its check digits."""

from collections.abc import Callable
from typing import Literal, NamedTuple

Case = Literal["upper", "lower", "kept"]
#: The letters and digits of a ROR ID, each at the place of its value (Crockford's base 32).
BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"
TEN = 10


class IdentifierKind(NamedTuple):
    """One kind of identifier.

    Attributes:
        id: Its id, such as `isrctn`.
        name: What one is called in a sentence, with its article.
        form: What it consists of, in words.
        example: A well-formed one, in canonical form.
        pattern: A regular expression for the whole, spaces and labels gone; its groups fill the
            template. Case does not matter to it.
        template: The canonical form.
        case: The case that letters in the groups have in the canonical form.
        labels: What people write before it, without spaces.
        addresses: Beginnings of web addresses that end in it, without `https://` and `www.`.
        marks: Words of which one must be there for the kind to be known from the text alone; a
            kind without marks is known by its form.
        check: Tells whether the check digits of a canonical form fit; None where there are none,
            or where their rule is not public.
        check_published: False where that rule was inferred from numbers in print.
        any_sign: Whether spaces, `?` and `#` may be part of it, so that they are not taken away.
        url: Where a browser finds what it names; `{}` stands for the canonical form.
        registry: The registry whose numbers these are; empty for what is no registration.
        aliases: Other names of that registry.
    """

    id: str
    name: str
    form: str
    example: str
    pattern: str
    template: str
    case: Case = "upper"
    labels: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    check: Callable[[str], bool] | None = None
    check_published: bool = True
    any_sign: bool = False
    url: str = ""
    registry: str = ""
    aliases: tuple[str, ...] = ()


def marked(  # noqa: PLR0913 -- one argument for each column of the table
    identifier: str,
    mark: str,
    body: str,
    form: str,
    example: str,
    *,
    registry: str,
    name: str = "",
    between: str = "",
    **more: object,
) -> IdentifierKind:
    """Make a kind whose identifiers begin with a mark, such as NCT."""
    words: dict[str, object] = {
        "name": name or f"a {registry} number",
        "pattern": f"(?:{mark})?[-:#]?({body})",
        "template": f"{mark}{between}{{}}",
        "labels": (registry,),
        "marks": (mark.lower(),),
    }
    return IdentifierKind(
        id=identifier,
        form=form,
        example=example,
        registry=registry,
        **(words | more),  # type: ignore[arg-type]
    )


def orcid_digits_fit(canonical: str) -> bool:
    """Tell whether the last character of an ORCID iD fits the others (ISO 7064, MOD 11-2)."""
    digits = canonical.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2 % 11
    check = (12 - total) % 11
    return digits[-1] == ("X" if check == TEN else str(check))


def ror_digits_fit(canonical: str) -> bool:
    """Tell whether the last two digits of a ROR ID fit the others (ISO 7064, MOD 97-10)."""
    value = 0
    for letter in canonical[:-2]:
        value = value * 32 + BASE_32.index(letter)
    return 98 - value * 100 % 97 == int(canonical[-2:])


def actrn_digits_fit(canonical: str) -> bool:
    """Tell whether the last three digits of an ACTRN fit the others.

    The registry does not publish the rule. It was found from numbers in print, and every one of 31
    that were issued from 2005 to 2023 follows it: the first check digit makes up the digits of
    `126` and the year to a multiple of ten, the second those of the running number, and the third
    is the sum of these two, modulo ten.
    """
    digits = [int(digit) for digit in canonical.removeprefix("ACTRN")]
    first, second = -sum(digits[:5]) % 10, -sum(digits[5:11]) % 10
    return digits[11:] == [first, second, (first + second) % 10]
