"""The clauses of the contract by name, each with what it asks for."""

from collections.abc import Mapping

#: In the order in which they are told.
CLAUSES: Mapping[str, str] = {
    "ends": "it comes to its end and leaves the process alone",
    "loads": "every hook runs and gives the records that it should",
    "import-time": "loading it takes no longer than loading intspec",
    "offline": "it asks nothing of the network",
    "metadata": "its project names the oldest intspec that it works with",
    "ids": "ids are well formed and in its namespace",
    "documentation": "every rule has text under each heading",
    "words": "every item and part of a checklist has all its words",
    "paths": "every path is in the model",
    "examples": "the example of a part makes that part pass",
    "cases": "every rule and part is found by a case, and all cases pass",
    "specs": "its example specifications fit the schema and say that they are fictitious",
    "no-crash": "no rule raises, on the example specifications or on made-up ones",
    "pure": "two runs give the same, and so does another process",
    "renderers": "every view renders to the same bytes each time, with all its words",
    "importers": "a file that is none is refused with FormError and nothing else",
    "vocabularies": "every vocabulary loads",
    "extensions": "every field is described",
    "commands": "every command has help, its options too",
}
