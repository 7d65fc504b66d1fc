"""The kinds of identifiers: what each looks like, how it is written, what its check digits say.

Forms were compared with published lists of registry numbers (the European Clinical Research
Infrastructure Network's table of identifier types, and the `ctregistries` package's table of
expressions), and with numbers in print. Where a registry speaks of check digits but does not
publish their rule, as for EudraCT numbers, none is checked.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

Case = Literal["upper", "lower", "kept"]


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
