"""The records of ClinicalTrials.gov that a file holds, in the shape of its API, version 2."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from intspec import FormError, XmlPackage, file_kind

#: The part of a record that all others are in.
SECTION = "protocolSection"
#: What stands in files of records, of the older programming interface too.
SIGNS = (
    b'"protocolSection"',
    b'"ProtocolSection"',
    b'"StudyFieldsResponse"',
    b'"FullStudiesResponse"',
)
#: How the site names the files in its ZIP.
MEMBER = re.compile(rb"NCT\d{8}\.json")
#: The most records of a file, and the most bytes of one that is no ZIP.
MOST, LARGEST = 2_000, 20_000_000
HOW = "on the page of the record choose Download, and JSON"


def is_record(raw: bytes) -> bool:
    """Tell whether a file holds records, whole or damaged."""
    if file_kind(raw) == "zip":
        return MEMBER.search(raw) is not None
    return any(sign in raw for sign in SIGNS)


def records(raw: bytes, name: str) -> Iterator[Mapping[str, Any]]:
    """Go over the records of a file.

    Raises:
        FormError: It is damaged, too large, or of another shape.
    """
    found = 0
    for text, place in _texts(raw, name):
        for record in _of(_data(text, place), place):
            found += 1
            if found > MOST:
                message = f"{name} holds more than {MOST:,} records"
                raise FormError(message, "take the files that you need out of it")
            yield record


def _texts(raw: bytes, name: str) -> Iterator[tuple[bytes, str]]:
    if file_kind(raw) != "zip":
        if len(raw) > LARGEST:
            message = f"{name} is larger than {LARGEST // 1_000_000} MB"
            raise FormError(message, "download the records that you need by themselves")
        yield raw, name
        return
    package = XmlPackage(raw, name)
    for member in sorted(package.names):
        if member.lower().endswith(".json"):
            yield package.read(member), f"{name}, {member}"


def _data(text: bytes, place: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        message = f"{place} is damaged: it is no whole JSON"
        raise FormError(message, f"download the record again: {HOW}") from None


def _of(data: Any, place: str) -> Iterator[Mapping[str, Any]]:
    """Go over the records in data: one, a list, or what the API answers to a search.

    Raises:
        FormError: They have another shape.
    """
    several = data.get("studies") if isinstance(data, Mapping) else data
    for one in several if isinstance(several, list) else [data]:
        if not isinstance(one, Mapping) or SECTION not in one:
            older = isinstance(data, Mapping) and any(key[:1].isupper() for key in data)
            message = (
                f"{place} is no record of ClinicalTrials.gov as its API, version 2, gives them"
            )
            if older:
                message = f"{place} is of the older API of ClinicalTrials.gov, which ended in 2024"
            raise FormError(message, f"download the record anew: {HOW}")
        if _is_wrapped(one[SECTION]):
            message = f"{place}: each value stands in a list of its own, as some programs export it"
            raise FormError(message, f"download the record from the registry itself: {HOW}")
        yield one


def _is_wrapped(section: Any) -> bool:
    """Tell whether a program put values that are no lists into lists of one."""
    module = section.get("identificationModule") if isinstance(section, Mapping) else section
    number = module.get("nctId") if isinstance(module, Mapping) else module
    return isinstance(number, list)
