"""What can be taken out of the editor: tables, the figure, the letter about gaps, a review copy."""

from urllib.parse import quote

import click
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from intspec import build_view, write_svg
from intspec_bundled.edit.file import EditedFile
from intspec_bundled.edit.pages import FIGURE, VIEWS
from intspec_bundled.edit.review import review_copy

#: What can be taken out: the view, and how it has to show gaps.
OUT = (*VIEWS, "comparison", FIGURE)
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
}


class TakingOut:
    """Answers requests for what is made of a file.

    Args:
        file: The file.
    """

    def __init__(self, file: EditedFile) -> None:
        self.file = file

    def routes(self) -> list[Route]:
        """Return what is answered."""
        return [
            Route("/figure.svg", self._figure, methods=["GET"]),
            Route("/out/review.html", self._review, methods=["GET"]),
            Route("/out/{view}.{ending}", self._out, methods=["GET"]),
        ]

    async def _figure(self, _request: Request) -> Response:
        state = self.file.now()
        if state.spec is None or not state.checklists:
            raise HTTPException(404)
        view = build_view(FIGURE, state.spec, state.report, state.checklists[0])
        return Response(write_svg(*view.figures), media_type=MEDIA["svg"])

    async def _out(self, request: Request) -> Response:
        kind, ending = request.path_params["view"], request.path_params["ending"]
        state = self.file.now()
        if kind not in OUT or ending not in MEDIA or state.spec is None or not state.checklists:
            raise HTTPException(404)
        wanted = request.query_params.get("checklist")
        checklist = next((c for c in state.checklists if c.id == wanted), state.checklists[0])
        view = build_view(kind, state.spec, state.report, checklist)
        try:
            content = self.file.context.render(view, f"{kind}.{ending}")
        except click.ClickException as error:
            return PlainTextResponse(f"{error.format_message()}\n", 409)
        raw = content.encode() if isinstance(content, str) else content
        return self._saved_as(f"{kind}.{ending}", raw, MEDIA[ending])

    async def _review(self, _request: Request) -> Response:
        state = self.file.now()
        if state.spec is None or not state.checklists:
            raise HTTPException(404)
        return self._saved_as("review.html", review_copy(state).encode(), "text/html")

    def _saved_as(self, ending: str, content: bytes, kind: str) -> Response:
        """Return a file that the browser saves, under a name with that of the specification."""
        stem = self.file.name.partition(".")[0] or "study"
        disposition = f"attachment; filename*=UTF-8''{quote(f'{stem}-{ending}')}"
        return Response(content, media_type=kind, headers={"content-disposition": disposition})
