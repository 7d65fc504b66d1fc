"""Ranges of numbers and of durations.

A record with a `short_form` may be given as one value, which then is that of each key named there.
"""

from intspec.model.keys import key, record


@record
class Range:
    """A range of numbers. `10` in its place is exactly ten, `about 10` is approximate."""

    short_form = ("min", "max")

    min: int | None = key("The least.", default=None, least=0)
    max: int | None = key("The most.", default=None, least=0)
    about: bool | None = key("true if the numbers are approximate.", default=None)


@record
class PlannedRange:
    """A range of numbers as planned and as delivered. `10` in its place is planned."""

    short_form = ("planned",)

    planned: Range | None = key("As planned.", default=None)
    actual: Range | None = key("As delivered.", default=None)


@record
class DurationRange:
    """A range of durations. `PT1H` in its place is exactly an hour, `about PT1H` is approximate."""

    short_form = ("min", "max")

    min: str | None = key("The shortest.", default=None, form="duration", example="PT45M")
    max: str | None = key("The longest.", default=None, form="duration", example="PT60M")
    about: bool | None = key("true if the durations are approximate.", default=None)
