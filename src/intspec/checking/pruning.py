"""Empty values are missing values: they are taken out before anything is judged."""

from typing import Any


def prune(data: Any) -> Any:
    """Leave out keys whose value is null or blank text, at every depth."""
    return _pruned(data) if _has_blank(data) else data


def _has_blank(data: Any) -> bool:
    """Tell whether there is anything to leave out: most documents have nothing."""
    inner: list[Any] = []
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, str):
            if (not value or value.isspace()) and isinstance(data, dict):
                return True
        elif isinstance(value, (dict, list)):
            inner.append(value)
        elif value is None and isinstance(data, dict):
            return True
    return any(map(_has_blank, inner))


def _pruned(data: Any) -> Any:
    if isinstance(data, dict):
        return {
            key: _pruned(value)
            for key, value in data.items()
            if not (value is None or (isinstance(value, str) and not value.strip()))
        }
    if isinstance(data, list):
        return [_pruned(value) for value in data]
    return data
