"""As much of pandas as the pages use, where it is not installed: rows, columns, and a choice."""

from collections.abc import Mapping, Sequence
from typing import Any


class Series(list[Any]):
    """A column."""

    def __eq__(self, other: object) -> "Series":  # type: ignore[override]
        """Compare each value with one."""
        return Series(value == other for value in self)

    __hash__ = None


class DataFrame:
    """Rows with the same keys."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.rows = [dict(row) for row in rows]
        self.columns = list(self.rows[0]) if self.rows else []

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def __getitem__(self, key: str | Series) -> Any:
        """Return a column by its name, or the rows that are chosen by one of true and false."""
        if isinstance(key, str):
            return Series(row[key] for row in self.rows)
        return DataFrame([row for row, chosen in zip(self.rows, key, strict=True) if chosen])
