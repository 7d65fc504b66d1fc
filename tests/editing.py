"""An editor whose pages are asked for within the process, as a browser would ask."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intspec import CommandContext, build_view
from intspec_bundled.edit.file import State
from intspec_bundled.edit.guard import Guard
from intspec_bundled.edit.server import Editor

PORT = 50123
HOST = f"127.0.0.1:{PORT}"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    code: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def data(self) -> dict[str, Any]:
        """The body as an object."""
        found: dict[str, Any] = json.loads(self.body)
        return found


class Browser:
    """Asks an editor for pages, without a network.

    Args:
        path: The file that is edited.
        context: Whose plugins are used; made anew when absent.
    """

    def __init__(self, path: Path, context: CommandContext | None = None) -> None:
        self.path = path
        self.editor = Editor(context or CommandContext(), str(path))
        self.guard = Guard(self.editor.application(), PORT)
        self.cookie = ""

    def ask(  # noqa: PLR0913 -- what a request has
        self,
        method: str,
        address: str,
        *,
        headers: list[tuple[str, str]] | None = None,
        host: str = HOST,
        body: bytes = b"",
        cookie: bool = True,
    ) -> Answer:
        """Send a request as it is, and return what comes back."""
        path, _mark, query = address.partition("?")
        sent = [("host", host), *(headers or [])]
        if cookie and self.cookie:
            sent.append(("cookie", self.cookie))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(key.encode(), value.encode()) for key, value in sent],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", PORT),
        }
        waiting = [{"type": "http.request", "body": body, "more_body": False}]
        came: list[Any] = []

        async def receive() -> Any:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            came.append(message)

        asyncio.run(self.guard(scope, receive, send))
        named = {key.decode(): value.decode() for key, value in came[0]["headers"]}
        return Answer(came[0]["status"], named, b"".join(m.get("body", b"") for m in came[1:]))

    def enter(self) -> "Browser":
        """Exchange the token for the cookie."""
        answer = self.ask("GET", f"/?token={self.guard.token}")
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return self

    def get(self, address: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", address)

    def post(self, address: str, asked: Mapping[str, Any], page: str = "/study") -> Answer:
        """Send what the page's script sends."""
        headers = [("origin", f"http://{HOST}"), ("content-type", "application/json")]
        body = json.dumps({"page": page, "show": "description", **asked}).encode()
        return self.ask("POST", address, headers=headers, body=body)

    def answer(self, page: str, at: str, now: str, was: str = "") -> dict[str, Any]:
        """Answer one field of a page."""
        asked = {"answers": [{"at": at, "was": was, "now": now}]}
        return self.post("/save", asked, page).data


def printed(state: State) -> list[str | bytes]:
    """Return the tables of a state of a file as web pages."""
    assert state.spec is not None
    checklist = state.checklists[0]
    views = [
        build_view(kind, state.spec, state.report, checklist)
        for kind in ("description", "checklist", "gaps")
    ]
    return [CommandContext().render(view, "x.html") for view in views]
