"""Serve the pages on this machine, to one person, until that person has finished."""

import asyncio
import contextlib
import signal
import socket
import threading
import time
import webbrowser
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from intspec import Unreadable
from intspec.text import flat
from intspec_bundled.edit.answers import (
    Addition,
    Answer,
    Answered,
    added,
    answered,
    declared,
    located,
    removed,
)
from intspec_bundled.edit.asked import WrongRequestError, bytes_of, list_of, object_of, text_of
from intspec_bundled.edit.file import ChangedElsewhereError, EditedFile, State
from intspec_bundled.edit.guard import Guard
from intspec_bundled.edit.pages import FIGURE, MANUSCRIPT, STUDY_PAGE, VIEWS, YAML, Pages
from intspec_bundled.edit.remarks import problems_of
from intspec_bundled.edit.returned import RemarksError, cleaned
from intspec_bundled.edit.starting import begin, begin_with_file
from intspec_bundled.edit.taking_out import TakingOut
from intspec_bundled.edit.words import WORDS

if TYPE_CHECKING:
    from intspec import CommandContext

#: Without a sign of life for so many seconds, or so many after the last page was closed, it ends.
IDLE_SECONDS, CLOSED_SECONDS = 1800.0, 60.0
#: How often it is looked whether to end, in seconds.
LOOK_SECONDS = 0.5
SAYS: Mapping[str, str] = WORDS["answers"]
STATIC = dict.fromkeys(("edit.js", "drafts.js"), "text/javascript") | {"edit.css": "text/css"}
#: How the name of a new file may end.
ENDINGS = (".yaml", ".yml")
#: How many characters a name in a request may have.
MOST_NAME = 2000


class Editor:
    """The application.

    Args:
        context: What the command line gives a command.
        path: Name of the file.

    Attributes:
        ended: Set when the person has ended it.
    """

    def __init__(self, context: "CommandContext", path: str) -> None:
        self.file = EditedFile(context, path)
        self.pages = Pages(self.file)
        self.ended = False
        self.here: set[str] = set()
        self.left = 0.0

    def application(self) -> Starlette:
        """Return what answers requests that were let in."""
        reading = [
            Route("/", self._start, methods=["GET"]),
            Route("/history", self._history, methods=["GET"]),
            Route("/static/{name}", self._static, methods=["GET"]),
            Route("/panel", self._panel, methods=["GET"]),
            Route("/remarks", self._remarks, methods=["GET"]),
            *TakingOut(self.file).routes(),
            Route(STUDY_PAGE, self._page, methods=["GET"]),
            Route("/item/{checklist}/{item}", self._page, methods=["GET"]),
        ]
        writing = {
            "/begin": self._begin,
            "/import": self._import,
            "/save": self._save,
            "/preview": self._preview,
            "/add": self._add,
            "/remove": self._remove,
            "/declare": self._declare,
            "/accept": self._accept,
            "/remarks": self._take,
            "/settle": self._settle,
            "/undo": self._undo,
            "/restore": self._restore,
            "/pages": self._pages,
            "/end": self._end,
        }
        routes = [Route(path, handler, methods=["POST"]) for path, handler in writing.items()]
        handlers: Any = {
            404: _no_page,
            405: _no_page,
            WrongRequestError: _wrong_request,
            ChangedElsewhereError: _changed_elsewhere,
            Unreadable: _unreadable,
            OSError: _unwritten,
        }
        return Starlette(routes=[*reading, *routes], exception_handlers=handlers)

    async def _start(self, _request: Request) -> Response:
        if not self.file.exists():
            return HTMLResponse(self.pages.beginning())
        return RedirectResponse(STUDY_PAGE, 303)

    async def _page(self, request: Request) -> Response:
        if not self.file.exists():
            return RedirectResponse("/", 303)
        page, show = request.url.path, _show(request.query_params.get("show"))
        await self._look(show)
        state = self.file.now()
        if not self.pages.exists(state, page):
            return _no_page(request, None)
        return HTMLResponse(self.pages.whole(state, page, show))

    async def _panel(self, request: Request) -> Response:
        page, show = request.query_params.get("page", ""), _show(request.query_params.get("show"))
        await self._look(show)
        state = self.file.now()
        if not self.pages.exists(state, page):
            return _no_page(request, None)
        return JSONResponse({"parts": self.pages.parts(state, page, show, main=False)})

    async def _history(self, _request: Request) -> Response:
        return HTMLResponse(self.pages.history())

    async def _remarks(self, _request: Request) -> Response:
        if not self.file.exists():
            return RedirectResponse("/", 303)
        return HTMLResponse(self.pages.remarks_page(self.file.now()))

    async def _take(self, request: Request) -> Response:
        raw = bytes_of(await object_of(request), "content")
        if not raw:
            return JSONResponse({"problems": {"file": SAYS["choose_file"]}})
        state = self.file.now()
        try:
            told = self.pages.remarks.take(raw, state)
        except RemarksError as error:
            return JSONResponse({"problems": {"file": str(error)}})
        return JSONResponse({"message": told, "parts": {"main": self.pages.all_remarks(state)}})

    async def _settle(self, request: Request) -> Response:
        asked = await object_of(request)
        name, how = text_of(asked, "id"), text_of(asked, "how")
        why, by = (cleaned(text_of(asked, key)) for key in ("why", "by"))
        problems = problems_of(how, why, by)
        if problems:
            return JSONResponse({"problems": problems})
        try:
            settled, told = self.pages.remarks.settle(name, how, why, flat(by))
        except RemarksError as error:
            return JSONResponse({"message": str(error)})
        part = self.pages.remark(self.file.now(), settled)
        return JSONResponse({"message": told, "parts": {f"remark-{settled.id}": part}})

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            return _no_page(request, None)
        content = files(__package__).joinpath("static", name).read_bytes()
        return Response(content, media_type=STATIC[name])

    async def _begin(self, request: Request) -> Response:
        return JSONResponse(begin(self.file, await object_of(request)))

    async def _import(self, request: Request) -> Response:
        answer, self.pages.report = begin_with_file(self.file, await object_of(request))
        return JSONResponse(answer)

    async def _save(self, request: Request) -> Response:
        asked = await object_of(request)
        state = self.file.now()
        found = answered(self.file, state, _answers(asked))
        return self._kept(asked, state, found)

    async def _preview(self, request: Request) -> Response:
        asked = await object_of(request)
        await self._look(_asked_show(asked))
        state = self.file.now()
        found = answered(self.file, state, _answers(asked))
        parts = self.pages.parts(
            found.state, self._page_of(asked, state), _asked_show(asked), main=False
        )
        return JSONResponse({"parts": parts, "problems": found.problems})

    async def _add(self, request: Request) -> Response:
        asked = await object_of(request)
        state = self.file.now()
        values = asked.get("values")
        values = values if isinstance(values, dict) else {}
        texts = {str(key): value for key, value in values.items() if isinstance(value, str)}
        addition = Addition(
            at=text_of(asked, "at"),
            pick=text_of(asked, "pick"),
            name=text_of(asked, "name"),
            values=texts,
        )
        found = added(self.file, state, addition)
        return self._kept(asked, state, found, main=True)

    async def _remove(self, request: Request) -> Response:
        asked = await object_of(request)
        state = self.file.now()
        return self._kept(asked, state, removed(self.file, state, text_of(asked, "at")), main=True)

    async def _declare(self, request: Request) -> Response:
        asked = await object_of(request)
        state = self.file.now()
        keys = ("about", "arm", "target", "state", "reason")
        found = declared(self.file, state, {key: text_of(asked, key) for key in keys})
        return self._kept(asked, state, found, main=True)

    async def _accept(self, request: Request) -> Response:
        asked = await object_of(request)
        state = self.file.now()
        location = self.pages.passages.called(state, text_of(asked, "at"))
        if location is None:
            return JSONResponse({"message": WORDS["manuscript"]["gone"], **self._again(asked)})
        found = located(self.file, state, location)
        return self._kept(asked, state, found, main=True)

    async def _look(self, show: str) -> None:
        """Search the manuscript where its passages are shown, and answer others meanwhile.

        They may change the file: it is read after this.
        """
        if show == MANUSCRIPT:
            await asyncio.to_thread(self.pages.passages.look)

    async def _undo(self, request: Request) -> Response:
        asked = await object_of(request)
        if not self.file.versions:
            return JSONResponse({"message": SAYS["nothing_undone"]})
        what = self.file.undo()
        return JSONResponse({"message": SAYS["undone"].format(what=what), **self._again(asked)})

    async def _restore(self, request: Request) -> Response:
        asked = await object_of(request)
        number = asked.get("number")
        if not isinstance(number, int) or not 0 <= number < len(self.file.versions):
            raise WrongRequestError
        self.file.restore(number)
        return JSONResponse({"go": "/history"})

    async def _pages(self, request: Request) -> Response:
        """Note that a page is open, or is not any more."""
        asked = await object_of(request)
        name = text_of(asked, "id")[:64]
        if asked.get("open") is True:
            self.here.add(name)
        else:
            self.here.discard(name)
            self.left = time.monotonic()
        return JSONResponse({})

    async def _end(self, _request: Request) -> Response:
        self.ended = True
        return JSONResponse({"message": WORDS["page"]["ended"]})

    def _kept(
        self, asked: Mapping[str, Any], before: State, found: Answered, *, main: bool = False
    ) -> Response:
        """Save what was answered, and return what the page is to show of it."""
        if found.done:
            self.file.save(before.raw, found.state.raw, "; ".join(dict.fromkeys(found.done)))
        answer: dict[str, Any] = {"problems": found.problems, "conflicts": found.conflicts}
        if found.done:
            answer["message"] = SAYS["saved"]
        if found.conflicts:
            answer["message"] = SAYS["conflict"]
        whole = (main and bool(found.done)) or asked.get("main") is True
        page = self._page_of(asked, found.state)
        answer["parts"] = self.pages.parts(found.state, page, _asked_show(asked), main=whole)
        return JSONResponse(answer)

    def _again(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        if not self.file.exists():
            return {"go": "/"}
        state = self.file.now()
        page = self._page_of(asked, state)
        return {"parts": self.pages.parts(state, page, _asked_show(asked), main=True)}

    def _page_of(self, asked: Mapping[str, Any], state: State) -> str:
        page = text_of(asked, "page")
        return page if self.pages.exists(state, page) else STUDY_PAGE

    def is_over(self, seen: float) -> bool:
        """Tell whether to end: by a button, by the last page's closing, or by a long silence."""
        now = time.monotonic()
        closed = bool(self.left) and not self.here and now - self.left > CLOSED_SECONDS
        return self.ended or (closed and seen <= self.left) or now - seen > IDLE_SECONDS


def _answers(asked: Mapping[str, Any]) -> list[Answer]:
    found = []
    for one in list_of(asked, "answers"):
        if not isinstance(one, dict) or len(text_of(one, "at")) > MOST_NAME:
            raise WrongRequestError
        found.append(Answer(text_of(one, "at"), text_of(one, "was"), text_of(one, "now")))
    return found


def _show(word: str | None) -> str:
    return word if word in (*VIEWS, FIGURE, YAML, MANUSCRIPT) else VIEWS[0]


def _asked_show(asked: Mapping[str, Any]) -> str:
    return _show(text_of(asked, "show"))


def _no_page(_request: Request, _error: Exception | None) -> Response:
    return PlainTextResponse(WORDS["refused"]["no_page"] + "\n", 404)


def _wrong_request(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse(WORDS["refused"]["wrong_type"] + "\n", 400)


def _changed_elsewhere(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"message": SAYS["elsewhere"], "again": True}, 409)


def _unreadable(_request: Request, error: Exception) -> Response:
    problem = error.problems[0] if isinstance(error, Unreadable) else None
    told = f"{problem.message}; {problem.hint}" if problem is not None else ""
    return JSONResponse({"message": told}, 409)


def _unwritten(_request: Request, error: Exception) -> Response:
    why = flat(str(getattr(error, "strerror", "") or error))
    return JSONResponse({"message": SAYS["unwritten"].format(why=why)}, 409)


class _Server(uvicorn.Server):
    """A server whose signals are ours, so that Ctrl-C is an end and not a fault."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End at the first signal, and let nothing be raised."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        kept = {}
        for number in (signal.SIGINT, signal.SIGTERM):
            kept[number] = signal.signal(number, self._leave)
        try:
            yield
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)

    def _leave(self, _number: int, _frame: object) -> None:
        self.should_exit = True


def listening(port: int) -> socket.socket:
    """Return a socket of this machine alone; any free port where none is asked for.

    Raises:
        OSError: The port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
    except OSError:
        listener.close()
        raise
    return listener


def server_of(editor: Editor, guard: Guard) -> uvicorn.Server:
    """Return the server of an editor, which ends when the editor is over."""
    config = uvicorn.Config(
        guard,
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=64,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)

    async def on_tick() -> None:
        while not server.should_exit:
            await asyncio.sleep(LOOK_SECONDS)
            if editor.is_over(guard.seen):
                server.should_exit = True

    started = server.startup

    async def startup(sockets: list[socket.socket] | None = None) -> None:
        await started(sockets)
        server.ticking = asyncio.ensure_future(on_tick())  # type: ignore[attr-defined]

    server.startup = startup  # type: ignore[method-assign]
    return server


def _look_at(context: "CommandContext", path: str) -> None:
    """End the run where a name is not one that a file of ours may have."""
    named = Path(path)
    _ = context.registry  # lists of terms that cannot be used are told first
    if path == "-":
        context.fail("`-` is no file, and what is edited is written back: name a file", 2)
    if named.exists() and not named.is_file():
        context.fail(f"`{path}` is no file", 2)
    if not named.exists() and not (named.suffix.lower() in ENDINGS and path.isprintable()):
        also = "; one in JSON is edited where it is there" if named.suffix == ".json" else ""
        context.fail(f"`{path}`: a new file has a name that ends in .intspec.yaml{also}", 2)
    if not named.parent.is_dir():
        context.fail(f"there is no folder `{named.parent}`", 2)


def serve(context: "CommandContext", path: str, *, port: int, browser: bool) -> None:
    """Serve the pages until Ctrl-C, until they are closed, or until nobody is there any more."""
    _look_at(context, path)
    editor = Editor(context, path)
    if editor.file.exists():
        try:
            editor.file.now()
        except Unreadable as error:
            problem = error.problems[0]
            context.fail(f"{path}: {problem.message}; {problem.hint}", 2)
        except OSError as error:
            context.fail(f"`{path}` cannot be read: {error.strerror}", 2)
    try:
        listener = listening(port)
    except OSError as error:
        context.fail(f"port {port} of this machine cannot be used: {error.strerror}", 3)
    with listener:
        port = listener.getsockname()[1]
        guard = Guard(editor.application(), port)
        web = f"http://127.0.0.1:{port}/?token={guard.token}"
        context.say(f"editing {path} at {web}   (Ctrl-C ends)")
        if browser:
            webbrowser.open(web)
        server_of(editor, guard).run(sockets=[listener])
    if editor.file.exists():
        context.note(f"the editor has ended; all answers are in `{path}`")
    else:
        context.note(f"the editor has ended; nothing was begun, so there is no `{path}`")
