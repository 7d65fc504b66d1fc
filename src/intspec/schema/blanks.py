"""Empty values are missing values: they are taken out before anything is judged."""

from typing import Any


def without_blanks(data: Any) -> Any:
    """Leave out keys whose value is null or blank text, at every depth."""
    return _without(data) if _holds_blank(data) else data


def _holds_blank(data: Any) -> bool:
    """Tell whether there is anything to leave out: most documents have nothing."""
    if isinstance(data, dict):
        values = list(data.values())
        if any(map(_blank, values)):
            return True
    else:
        values = data
    return any(_holds_blank(value) for value in values if isinstance(value, (dict, list)))


def _without(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without(value) for key, value in data.items() if not _blank(value)}
    if isinstance(data, list):
        return [_without(value) for value in data]
    return data


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
