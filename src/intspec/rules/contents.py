"""What a result and a material say, where several rules ask for that."""

import re

from intspec.model import Material, Result
from intspec.rules.paths import is_empty

#: How a text begins that says that there is none.
NONE = r"(?:none|no|nothing|nobody|not|neither|without)\b(?!-)"
DRUGS = frozenset({"drug", "biological"})


def has_value(result: Result) -> bool:
    """Tell whether a result says what came of a measure, and not only how many or what is missing.

    Args:
        result: The result: it has a value or a summary. A word of praise, such as `good`, is empty.
    """
    return any(not is_empty(text) for text in (result.value, result.summary))


def is_drug(material: Material) -> bool:
    """Tell whether a material is a drug or a biological, of which a dose says how much is given.

    Args:
        material: The material; a placebo of a drug is a drug. One of which the kind is left open is
            known by what only a drug has: a generic name, or a route.
    """
    if material.kind is not None:
        return material.kind in DRUGS
    return not (is_empty(material.generic_name) and is_empty(material.route))


def says_none(text: str) -> bool:
    """Tell whether a text says that there is none: `None.`, `No published theory was used`.

    Args:
        text: The text.
    """
    return re.match(NONE, text.strip(), re.IGNORECASE) is not None
