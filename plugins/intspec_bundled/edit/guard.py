"""Who may reach the pages: the one person to whom the address was shown, from this machine."""

import asyncio
import hmac
import secrets
import time
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intspec_bundled.edit.words import WORDS

#: The most bytes of one request's body, and the seconds in which it has to arrive.
MOST_BYTES, MOST_SECONDS = 1_000_000, 20.0
#: A form or a record to begin with is larger: pictures stand in it, and letters in place of bytes.
#: Of a review copy so much is taken that one that is too large can be told so.
MOST_OF_FILES = {"/import": 40_000_000, "/remarks": 15_000_000}
HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Stands before the pages, and lets through what may come in.

    Args:
        app: The pages.
        port: Where they are served.

    Attributes:
        token: What the address that is shown ends in; it opens the pages once.
        seen: When something was last let through, in seconds of the monotonic clock.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._port = port
        self.token = secrets.token_urlsafe(32)
        self._unused = True
        self._key = secrets.token_urlsafe(32)
        self._cookie = f"intspec-edit-{port}"
        self.seen = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        answer = self._refusal(scope, headers) or self._entry(scope, headers)
        if answer is None:
            body = await _body(receive, _most(scope)) if scope["method"] == "POST" else b""
            if body is None:
                answer = _refused("too_much", 413)
        if answer is not None:
            await answer(scope, receive, _with_headers(send))
            return
        self.seen = time.monotonic()
        await self._app(scope, _given(body or b"", receive), _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Return why a request is not looked at, whoever it is from."""
        hosts = headers.getlist("host")
        allowed = [f"127.0.0.1:{self._port}", f"localhost:{self._port}"]
        if len(hosts) != 1 or hosts[0] not in allowed:
            return _refused("wrong_host", 421)
        own = headers.get("sec-fetch-site", "none") in ("none", "same-origin")
        if not own and not self._is_entry(scope):
            return _refused("wrong_origin", 403)
        if scope["method"] == "GET":
            return None
        if scope["method"] != "POST":
            return _refused("wrong_method", 405)
        if headers.getlist("origin") != [f"http://{hosts[0]}"]:
            return _refused("wrong_origin", 403)
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _refused("wrong_type", 415)
        length = headers.get("content-length", "0")
        return (
            None if length.isdigit() and int(length) <= _most(scope) else _refused("too_much", 413)
        )

    def _entry(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the answer to who has no key yet, or brings the token for one."""
        given = _cookies(headers.getlist("cookie")).get(self._cookie, [])
        known = len(given) == 1 and _same(given[0], self._key)
        if self._is_entry(scope) and (known or self._unused):
            token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
            if len(token) == 1 and _same(token[0], self.token):
                self._unused = False
                answer = RedirectResponse("/", 303)
                answer.set_cookie(
                    self._cookie, self._key, httponly=True, samesite="strict", path="/"
                )
                return answer
        return None if known else _refused("no_key", 403)

    @staticmethod
    def _is_entry(scope: Scope) -> bool:
        return scope["method"] == "GET" and scope["path"] == "/" and bool(scope["query_string"])


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _cookies(headers: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in "; ".join(headers).split(";"):
        name, _equals, value = pair.strip().partition("=")
        found.setdefault(name, []).append(value)
    return found


def _refused(word: str, code: int) -> Response:
    return PlainTextResponse(WORDS["refused"][word] + "\n", code)


def _most(scope: Scope) -> int:
    """Return how many bytes the body of a request may have."""
    return MOST_OF_FILES.get(scope["path"], MOST_BYTES)


async def _body(receive: Receive, most: int) -> bytes | None:
    """Return the body of a request; None where it is too long, too slow or broken off."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(MOST_SECONDS):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > most:
                    return None
                if not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError:
        return None


def _given(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
