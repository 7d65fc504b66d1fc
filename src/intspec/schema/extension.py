"""Fields of a plugin's own: which records stand under `extensions` of a study and of its arms."""

from collections.abc import Mapping

from intspec.lazy import frozen


@frozen
class Extension:
    """Fields of a plugin's own, under `extensions.<name>` of a specification.

    Attributes:
        name: The key: the plugin's name, or the id of one of its checklists.
        record: The class of the fields, made with `record` and `key`. It takes part in the
            schema, in editors' completion and in the paths of checklists.
        of_arm: The class of the fields under `extensions.<name>` of an arm, made alike; None where
            an arm has none of its own.
    """

    name: str
    record: type
    of_arm: type | None = None


#: The fields of plugins, by the key under `extensions`.
Extensions = Mapping[str, Extension]
