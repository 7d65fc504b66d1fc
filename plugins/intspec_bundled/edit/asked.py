"""What a request asks, as the pages' script sends it."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request


class WrongRequestError(Exception):
    """A request that no page of ours makes."""


async def object_of(request: Request) -> dict[str, Any]:
    """Return what a request asks.

    Raises:
        WrongRequestError: It is no object.
    """
    try:
        asked = json.loads(await request.body())
        json.dumps(asked, ensure_ascii=False, allow_nan=False).encode()  # halves of characters
    except (ValueError, RecursionError):
        raise WrongRequestError from None
    if not isinstance(asked, dict):
        raise WrongRequestError
    return asked


def text_of(asked: Mapping[str, Any], key: str) -> str:
    """Return a text; empty where there is none.

    Raises:
        WrongRequestError: It is something else.
    """
    value = asked.get(key, "")
    if not isinstance(value, str):
        raise WrongRequestError
    return value


def list_of(asked: Mapping[str, Any], key: str) -> list[Any]:
    """Return a list; empty where there is none.

    Raises:
        WrongRequestError: It is something else.
    """
    value = asked.get(key, [])
    if not isinstance(value, list):
        raise WrongRequestError
    return value


def bytes_of(asked: Mapping[str, Any], key: str) -> bytes:
    """Return the bytes of a file, which are sent as letters; none where there is none.

    Raises:
        WrongRequestError: They are no such letters.
    """
    try:
        return base64.b64decode(text_of(asked, key), validate=True)
    except (binascii.Error, ValueError):
        raise WrongRequestError from None
