"""Local plugins: files of a team's own that a project's settings name, no package around them."""

import sys
from types import ModuleType

from intspec.checklists.loading import fits
from intspec.lazy import frozen
from intspec.plugins.gathering import gather
from intspec.plugins.guard import Fault
from intspec.plugins.hooks import ChecklistResource
from intspec.plugins.plugin import LOCAL, UNSHOWN, LocalFile, Plugin
from intspec.reading.toml_text import TomlError, toml_data

#: A checklist of a team's own is read with every run: TIDieR's file has 40 kB.
LIMIT = 500_000
#: What is said of a file outside of the project, whatever is wrong with it.
NO_CHECKLIST = (
    f"it cannot be used as a checklist; {UNSHOWN}: copy it into the project to see what is wrong"
)


@frozen
class LocalChecklist(ChecklistResource):
    """A checklist file that was read already."""

    content: bytes = b""

    def read(self) -> bytes:
        """Return its bytes."""
        return self.content


def load_local(file: LocalFile, off: str = "") -> Plugin:
    """Load a local file: whatever goes wrong is recorded as its failure.

    Args:
        file: The file.
        off: By what it is switched off; then nothing of it is loaded.
    """
    plugin = Plugin(
        name=file.name, distribution=file.shown, version=LOCAL, outside=file.outside, off=off
    )
    if off:
        return plugin
    if file.refused:
        plugin.fail("load", file.refused)
    elif len(file.content) > LIMIT:
        plugin.fail("load", f"{file.shown}: longer than {LIMIT:,} bytes")
    elif file.kind == "checklist":
        _checklist(plugin, file)
    else:
        try:
            gather(plugin, lambda: _run(file))
        except Fault as fault:
            plugin.fail("load", fault.brief if file.outside else str(fault))
    return plugin


def _checklist(plugin: Plugin, file: LocalFile) -> None:
    if file.outside and not fits(file.content):
        plugin.fail("load", f"{file.shown}: {NO_CHECKLIST}")
        return
    try:
        name = toml_data(file.content, LIMIT).get("id")
    except TomlError as error:
        plugin.fail("load", f"{file.shown}: {error}")
        return
    if not isinstance(name, str) or not name:
        plugin.fail("load", f'{file.shown}: it has no `id`: write `id = "{plugin.name}"`')
        return
    plugin.name = name
    plugin.checklists[name] = LocalChecklist(name, "", file.shown, file.content)


def reason(plugin: Plugin, error: Exception) -> str:
    """Say why a checklist of a plugin cannot be used."""
    return f"{plugin.distribution}: {NO_CHECKLIST}" if plugin.outside else str(error)


def _run(file: LocalFile) -> ModuleType:
    """Run a plugin's code as a module: the very bytes that were judged."""
    import hashlib  # noqa: PLC0415 -- start-up
    import importlib.machinery  # noqa: PLC0415
    import importlib.util  # noqa: PLC0415

    digest = hashlib.sha256(file.path.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    name = f"intspec_local_{digest}_{file.name.replace('-', '_')}"
    # The ending of the file may be in capitals, for which Python knows no loader.
    loader = importlib.machinery.SourceFileLoader(name, file.path)
    spec = importlib.machinery.ModuleSpec(name, loader, origin=file.path)
    spec.has_location = True
    module = importlib.util.module_from_spec(spec)
    # Docstrings stay, which are what rules say of themselves: also under `python -OO`.
    level = min(sys.flags.optimize, 1)
    code = compile(file.content, file.path, "exec", dont_inherit=True, optimize=level)
    # Some libraries look up the module of a class by its name while the code runs.
    sys.modules[name] = module
    try:
        exec(code, vars(module))  # noqa: S102 -- this is what trust is asked for
    except BaseException:
        del sys.modules[name]
        raise
    return module
