"""What users may set of `intspec locate` and `intspec review`."""

from intspec import key, record


@record
class ManuscriptOptions:
    """How manuscripts are searched."""

    most: int = key(
        "How many passages `locate --suggest` and `review` show for an item.",
        default=3,
        example=5,
        least=1,
    )
    checklist: str | None = key(
        "The guideline that `review` takes where the command line names none.",
        default=None,
        example="consort-2025",
    )
