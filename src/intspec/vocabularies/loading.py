"""A vocabulary file's text to a vocabulary in which terms can be looked up."""

import re
from functools import cached_property
from typing import Any

from intspec.diagnostics import pointer
from intspec.file_kinds import is_json
from intspec.lazy import frozen
from intspec.reading.toml_text import TomlError, toml_data
from intspec.schema import json_schema, problems
from intspec.schema.structure import structure, unstructure
from intspec.text.names import KnownNames
from intspec.text.wording import flat
from intspec.vocabularies.format import VocabularyFile, VocabularyTerm

FORMAT = 1
LIMIT = 50_000_000
SCHEMA_ID = "urn:intspec:vocabulary:1"
SCHEMA_TITLE = "intspec vocabulary, format 1"


class VocabularyError(ValueError):
    """A vocabulary file that cannot be used; the message says why, in one line."""

    def __init__(self, message: str) -> None:
        super().__init__(flat(message))


@frozen
class Vocabulary:
    """A vocabulary ready for use.

    Attributes:
        file: What the file says.
    """

    file: VocabularyFile

    @property
    def id(self) -> str:
        """Id of the vocabulary."""
        return self.file.id

    @cached_property
    def terms(self) -> dict[str, VocabularyTerm]:
        """The terms by code."""
        return {term.id: term for term in self.file.terms}

    @cached_property
    def _by_label(self) -> dict[str, VocabularyTerm]:
        labels: dict[str, VocabularyTerm] = {}
        for term in self.file.terms:
            for label in (term.label, *term.aliases):
                labels.setdefault(plain(label), term)
        return labels

    @cached_property
    def _labels(self) -> KnownNames:
        return KnownNames(self._by_label)

    @cached_property
    def _codes(self) -> KnownNames:
        return KnownNames(self.terms)

    def curie(self, code: str) -> str:
        """Return the id of a term as a specification writes it: `bcttv1:1.1`."""
        return code if ":" in code else f"{self.file.prefix or self.id}:{code}"

    def term(self, code: str) -> VocabularyTerm:
        """Return a term by its code.

        Raises:
            VocabularyError: There is none; the message names the nearest.
        """
        if code in self.terms:
            return self.terms[code]
        if not self.terms:
            message = f"{self.file.title} has no terms here: give an index with `--vocabulary`"
            raise VocabularyError(message)
        near = self.nearest(code)
        guess = f"; did you mean `{self.curie(near.id)}` ({near.label})?" if near else ""
        message = f"{self.file.title} has no term `{self.curie(code)}`{guess}"
        raise VocabularyError(message)

    def labelled(self, text: str) -> VocabularyTerm | None:
        """Return the term that a text is a label or alias of, or None."""
        return self._by_label.get(plain(text))

    def nearest(self, code: str, label: str = "") -> VocabularyTerm | None:
        """Return the term most likely meant: by its label if one is given, or else by its code."""
        for text in filter(None, (label, code)):
            near = self._labels.nearest(plain(text))
            if near is not None:
                return self._by_label[near]
        # A number says nothing of its meaning: the nearest one would be a guess.
        near = self._codes.nearest(code) if self.file.digits is None else None
        return self.terms[near] if near is not None else None

    def find(self, words: str) -> list[VocabularyTerm]:
        """Return the terms with a word that begins so, for each of the words, or the nearest."""
        wanted = [re.compile(rf"(?<!\w){re.escape(word)}") for word in plain(words).split()]
        terms = [
            term
            for term in self.file.terms
            if all(w.search(plain(" ".join((term.id, term.label, *term.aliases)))) for w in wanted)
        ]
        near = None if terms else self.nearest(words)
        return terms if near is None else [near]

    def ancestors(self, code: str) -> frozenset[str]:
        """Return the codes of all terms that a term stands below, itself included."""
        seen: set[str] = set()
        ahead = [code]
        while ahead:
            term = ahead.pop()
            if term not in seen:
                seen.add(term)
                ahead.extend(self.terms[term].parents if term in self.terms else ())
        return frozenset(seen)

    def well_formed(self, code: str) -> bool:
        """Tell whether a code has the form that the vocabulary's codes have."""
        digits = self.file.digits
        if digits is None:
            return bool(code)
        number = code.isascii() and code.isdigit()
        return number and (digits.min or 1) <= len(code) <= (digits.max or len(code))


def plain(label: str) -> str:
    """Return a label as it is compared: without case, and with single blanks."""
    return flat(label.casefold())


def load(text: bytes, name: str) -> Vocabulary:
    """Read a vocabulary file.

    Args:
        text: The UTF-8 bytes of the file.
        name: Its name: one that ends in `.json` is JSON, any other is TOML.

    Raises:
        VocabularyError: The text cannot be read, does not fit the format, or contradicts itself.
    """
    data = _data(text, name)
    if not isinstance(data, dict):
        message = f"{name}: it holds no vocabulary: a block of keys is expected"
        raise VocabularyError(message)
    if data.get("format", FORMAT) != FORMAT:
        message = f"{name}: this is format {data['format']!r}; this intspec reads format {FORMAT}"
        raise VocabularyError(message)
    for problem in problems(json_schema(VocabularyFile, SCHEMA_ID, SCHEMA_TITLE), data):
        message = f"{name}: {problem.message} at {pointer(problem.path)}: {problem.hint}"
        raise VocabularyError(message)
    file = structure(data, VocabularyFile)
    _consistent(file, name)
    return Vocabulary(file)


def dump(file: VocabularyFile) -> str:
    """Write a vocabulary file as JSON, the same bytes for the same terms."""
    import json  # noqa: PLC0415 -- start-up

    return json.dumps(unstructure(file), ensure_ascii=False, indent=1) + "\n"


def _data(text: bytes, name: str) -> Any:
    if len(text) > LIMIT:
        message = f"{name}: longer than {LIMIT:,} bytes"
        raise VocabularyError(message)
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{name}: not UTF-8 at byte {error.start}"
        raise VocabularyError(message) from None
    kind = "JSON" if is_json(name) else "TOML"
    try:
        if kind == "JSON":
            import json  # noqa: PLC0415 -- start-up

            return json.loads(decoded, object_pairs_hook=_once)
        return toml_data(decoded, LIMIT)
    except TomlError as error:
        message = f"{name}: {error}"
        raise VocabularyError(message) from None
    except (ValueError, RecursionError) as error:
        message = f"{name}: not {kind}: {error}"
        raise VocabularyError(message) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        message = f"the key `{twice}` stands twice in one block"
        raise ValueError(message)
    return table


def _consistent(file: VocabularyFile, name: str) -> None:
    seen: set[str] = set()
    groups = {group.id for group in file.groups}
    if len(groups) < len(file.groups):
        message = f"{name}: two groups have the same code"
        raise VocabularyError(message)
    for term in file.terms:
        if term.id in seen:
            message = f"{name}: the code `{term.id}` is used twice"
            raise VocabularyError(message)
        seen.add(term.id)
        if not Vocabulary(file).well_formed(term.id):
            message = f"{name}: `{term.id}` does not have the form that `digits` asks for"
            raise VocabularyError(message)
        if term.group is not None and term.group not in groups:
            message = f"{name}: the term `{term.id}` stands in no known group: `{term.group}`"
            raise VocabularyError(message)
