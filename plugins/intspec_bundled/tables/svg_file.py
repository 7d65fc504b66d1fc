"""Write the figures of a view as one SVG picture."""

from intspec import UnfitView, View, write_svg


def render(view: View) -> str:
    """Write the figures of a view, below one another.

    Args:
        view: A view with a figure or more.

    Returns:
        One `svg` element, ending in a line break.

    Raises:
        UnfitView: The view has no figure.
    """
    if not view.figures:
        message = "it has no figure"
        raise UnfitView(message)
    return write_svg(*view.figures)
