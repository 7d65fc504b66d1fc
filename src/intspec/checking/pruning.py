"""Empty values are missing values: they are taken out before anything is judged."""

from typing import Any


def prune(data: Any) -> Any:
    """Leave out keys whose value is null or blank text, at every depth."""
    if isinstance(data, dict):
        return {key: prune(value) for key, value in data.items() if not _blank(value)}
    if isinstance(data, list):
        return [prune(value) for value in data]
    return data


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
