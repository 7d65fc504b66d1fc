"""The hooks: what a plugin may provide."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pluggy

from intspec.lazy import frozen
from intspec.rules import Rule
from intspec.schema.extension import Extension
from intspec.text.patterns import Pattern

if TYPE_CHECKING:
    from intspec.forms import Form
    from intspec.forms.drafted import Drafts
    from intspec.views import View
    from intspec.views.document import CheckedDocument

PROJECT = "intspec"
#: Version of the hooks. A plugin's module may say `requires_api = "1"`; none means any.
API = "1"
#: The name of a file that leads to no other folder on any system.
BESIDE = Pattern(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@frozen
class _Resource:
    """A file that a package carries.

    Attributes:
        id: Id of what it holds; the file must say the same.
        package: Name of the package that holds the file.
        file: Name of the file in that package.
    """

    id: str
    package: str
    file: str

    def read(self) -> bytes:
        """Read the file, without importing the package.

        Raises:
            OSError: The package or the file is not there.
        """
        return _resource(self.package, self.file)


@frozen
class ChecklistResource(_Resource):
    """A checklist file that a package carries.

    Attributes:
        id: Id of the checklist; the file must say the same.
        package: Name of the package that holds the file.
        file: Name of the file in that package.
    """

    def beside(self, name: str) -> bytes:
        """Read a file that stands beside the checklist's.

        Args:
            name: Its name, which leads to no other folder.

        Raises:
            OSError: The package or the file is not there.
            ValueError: The name leads to another folder, or the checklist is in no package.
        """
        folder, slash, _file = self.file.rpartition("/")
        if not self.package:
            message = f"`{name}`: only a checklist in a package has a file of cues beside it"
            raise ValueError(message)
        if not BESIDE.fullmatch(name):
            message = f"`{name}` is no name of a file beside the checklist: write `name.cues.toml`"
            raise ValueError(message)
        return _resource(self.package, f"{folder}{slash}{name}")


@frozen
class VocabularyResource(_Resource):
    """A vocabulary file that a package carries.

    Attributes:
        id: Id of the vocabulary; the file must say the same.
        package: Name of the package that holds the file.
        file: Name of the file in that package.
    """


@frozen
class Options:
    """What users may set of a plugin, in `[plugin.NAME]` of their settings.

    Attributes:
        record: The class of the options, made with `record` and `key`: each field has a default.
            `Subject.options` and `CommandContext.options` give it back, filled in.
    """

    record: type


class RenderError(Exception):
    """A renderer cannot show a view; the message says why and what to do, in one line."""


class UnfitView(RenderError):  # noqa: N818 -- named for what is unfit
    """A format does not show views of this kind; the message says which ones it shows.

    `render --all` leaves such a view out of the format without a word. A function that makes views
    raises it too, for a document of which there is no such view.
    """


class MissingExtra(Exception):  # noqa: N818 -- named for what is missing
    """A renderer needs a library that is not installed.

    A renderer raises it in place of the file. `render` then ends with exit code 3 and says how to
    get it; `render --all` leaves the format out and says so.

    Args:
        needs: The name of what is missing, such as `typst`.
        remedy: How to get it, such as `pip install 'intspec[pdf]'`.
    """

    def __init__(self, needs: str, remedy: str) -> None:
        super().__init__(f"{needs} is not installed; {remedy}")
        self.needs = needs
        self.remedy = remedy


@frozen
class Renderer:
    """Turns a view into one file format.

    Attributes:
        format: Name of the format, as `render --to` takes it.
        suffix: Ending of file names, with its dot.
        summary: One line.
        function: Receives a view and returns the file's text or bytes. It may raise `MissingExtra`,
            `UnfitView` for a kind of view that the format does not show, and `RenderError` for any
            other view that it cannot show. One that has options takes a record
            of them as a second argument, whose default is None: what users have not set.
        media_type: Media type of the result.
        options: What users may set of the format, in `[render.FORMAT]` of their settings or with
            `--option`: a class made with `record` and `key`, each of whose fields has a default.
    """

    format: str
    suffix: str
    summary: str
    function: "Callable[[View], str | bytes]"
    media_type: str = "text/plain"
    options: type | None = None


@frozen
class ViewMaker:
    """Makes one view of a specification, which knows no file format.

    Attributes:
        name: Name of the view, as `render --view` takes it.
        summary: What it shows, in one line.
        function: Receives the document (`spec`, `report`, and `checklists`, of which the first is
            the one that is asked for) and returns the view. It raises `UnfitView` for a document of
            which there is none, in words that say what it needs.
    """

    name: str
    summary: str
    function: "Callable[[CheckedDocument], View]"


@frozen
class Importer:
    """Reads one foreign file format: as a form, or as draft specifications.

    A file whose name ends in `.intspec.yaml` or `.intspec.json`, and one that has the key
    `intspec`, is a specification, and never goes to an importer.

    Attributes:
        format: Name of the format; `intspec import --from FORMAT` asks for it.
        suffixes: Endings of file names, each with its dot. An ending has one importer, and others
            that say by `recognises` which files are theirs.
        summary: One line.
        function: Receives the file's bytes and its name, and returns the form, which the core
            makes a draft of, or the drafts themselves. It raises `FormError` for a file that cannot
            be read.
        recognises: Receives the file's bytes, and tells whether they are of this format; None
            where the ending decides.
        checklists: Whether the function receives a third argument, the checklists of the run by
            their ids: those that the user's settings leave on, None for one that cannot be used.
    """

    format: str
    suffixes: tuple[str, ...]
    summary: str
    function: "Callable[..., Form | Drafts]"
    recognises: "Callable[[bytes], bool] | None" = None
    checklists: bool = False


@frozen
class Remark:
    """One remark on a place of a form.

    Attributes:
        where: The place: the `where` of a `FormCell` or a `FormRow`.
        text: The words, for the people who filled in the form.
    """

    where: str
    text: str


@frozen
class Annotator:
    """Puts remarks beside the places of a form, in a copy of the file that it came from.

    Attributes:
        format: Name of the format; the importer of that name gives the places.
        suffixes: Endings of file names, each with its dot.
        summary: One line.
        function: Receives the file's bytes and the remarks, and returns the annotated file. It
            raises `FormError` for a file that cannot be read, and for a place that is not there.
    """

    format: str
    suffixes: tuple[str, ...]
    summary: str
    function: "Callable[[bytes, Sequence[Remark]], bytes]"


@frozen
class FormAnswer:
    """What is to stand in one cell of a form.

    Attributes:
        where: The place: the `where` of a `FormCell`.
        text: The answer; its lines are parted by line feeds.
        overwrite: Whether words go that are more than a line to write on.
    """

    where: str
    text: str
    overwrite: bool = False


@frozen
class FilledForm:
    """A form with answers in it.

    Attributes:
        content: The bytes of the file. All but the cells of the answers is as it was.
        left: Why cells take no answer and are left as they were, by their `where`; each reason
            follows "cannot be written there:".
    """

    content: bytes
    left: Mapping[str, str]


@frozen
class Filler:
    """Writes answers into the cells of a form, in a copy of the file that it came from.

    Attributes:
        format: Name of the format; the importer of that name gives the places, and reads what was
            written: an answer that it does not find in its cell is not kept.
        suffixes: Endings of file names, each with its dot.
        summary: One line.
        function: Receives the file's bytes and the answers, and returns the filled form. It raises
            `FormError` for a file that cannot be read.
    """

    format: str
    suffixes: tuple[str, ...]
    summary: str
    function: "Callable[[bytes, Sequence[FormAnswer]], FilledForm]"


def _resource(package: str, file: str) -> bytes:
    from pathlib import Path  # noqa: PLC0415 -- start-up

    # Looking for a package inside of another would import that one, so folders are looked at.
    name, *inner = package.split(".")
    spec = find_spec(name)
    places = [Path(place, *inner) for place in (spec and spec.submodule_search_locations) or ()]
    homes = [place for place in places if place.is_dir()]
    # A plugin of one file has what it carries beside it.
    homes += [place.parent for place in places if place.with_suffix(".py").is_file()]
    if spec and spec.origin and not places and not inner:
        homes.append(Path(spec.origin).parent)
    if not homes:
        message = f"no package `{package}`"
        raise FileNotFoundError(message)
    home = next((home for home in homes if (home / file).is_file()), homes[0])
    return (home / file).read_bytes()


class Hooks:
    """The hook specifications. Each yields typed records; all are optional."""

    @hookspec
    def intspec_checklists(self) -> Iterable[ChecklistResource]:
        """Provide reporting guidelines as checklist files."""
        raise NotImplementedError

    @hookspec
    def intspec_rules(self) -> Iterable[Rule]:
        """Provide rules in Python."""
        raise NotImplementedError

    @hookspec
    def intspec_vocabularies(self) -> Iterable[VocabularyResource]:
        """Provide lists of terms as vocabulary files."""
        raise NotImplementedError

    @hookspec
    def intspec_extensions(self) -> Iterable[Extension]:
        """Provide fields of a domain, under `extensions.<plugin>`."""
        raise NotImplementedError

    @hookspec
    def intspec_options(self) -> Iterable[Options]:
        """Provide what users may set of the plugin, in `[plugin.NAME]` of their settings."""
        raise NotImplementedError

    @hookspec
    def intspec_renderers(self) -> Iterable[Renderer]:
        """Provide file formats that views can be rendered to."""
        raise NotImplementedError

    @hookspec
    def intspec_views(self) -> Iterable[ViewMaker]:
        """Provide views of specifications, which every format can write."""
        raise NotImplementedError

    @hookspec
    def intspec_importers(self) -> Iterable[Importer]:
        """Provide file formats that specifications can be drafted from."""
        raise NotImplementedError

    @hookspec
    def intspec_annotators(self) -> Iterable[Annotator]:
        """Provide file formats of forms that remarks can be written into."""
        raise NotImplementedError

    @hookspec
    def intspec_fillers(self) -> Iterable[Filler]:
        """Provide file formats of forms that answers can be written into."""
        raise NotImplementedError
