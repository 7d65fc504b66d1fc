"""Write a view as JSON: the structure of the view, with every key present."""

import json

import attrs

from intspec import View

FORMAT = "intspec-view/1"


def render(view: View) -> str:
    """Write a view as JSON.

    Args:
        view: Any view.

    Returns:
        An object with `format` and the keys of a view, in the order of its attributes. Figures
        are left out: the tables say what they show.
    """
    data = {"format": FORMAT, **attrs.asdict(view)}
    del data["figures"]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
