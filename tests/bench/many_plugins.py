"""What thirty more plugins cost a check, in instructions, paired.

`python tests/bench/many_plugins.py [HOW MANY]` builds the wheel, installs it into an environment of
its own, and counts a check of one specification with valgrind's callgrind; then it installs as many
small plugins (a package each: hooks with a rule, a format and a checklist, of which none is
claimed) and counts the same check again. It fails where they cost more than a tenth.
"""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from instructions import SPEC, installed, instructions, run

from projects import HOUSE

#: By so much a check may take more.
MOST = 0.10
#: Prints on stderr where packages are installed.
PACKAGES = "import sysconfig, sys; sys.stderr.write(sysconfig.get_path('purelib'))"
PLUGIN = '''"""A plugin of a bench."""

from collections.abc import Iterator

from intspec import Finding, Renderer, Rule, Subject, View, hookimpl, rule

pure_rules = True


@rule("{name}/named", severity="note")
def named(subject: Subject) -> Iterator[Finding]:
    """An arm has a name."""
    if subject.arm is None or not subject.arm.name:
        yield Finding("it has no name", subject.at("name"), "add `name:`")


def write(view: View) -> str:
    """Write the title."""
    return view.title


@hookimpl
def intspec_rules() -> Iterator[Rule]:
    """Provide the rule."""
    yield named


@hookimpl
def intspec_renderers() -> Iterator[Renderer]:
    """Provide the format."""
    yield Renderer("{name}", ".{name}", "The title.", write)
'''
CHECKLIST = HOUSE.replace('"house"', '"{name}-list"')
ENTRY_POINTS = """[intspec]
{name} = {module}

[intspec.checklists]
{name}-list = {module}:list.toml
"""


def add(packages: Path, number: int) -> None:
    """Install one plugin as an installer does: its package, and what is recorded of it."""
    words = {"name": f"many{number}", "module": f"intspec_many{number}"}
    info = packages / f"intspec_many{number}-1.0.dist-info"
    files = {
        packages / words["module"] / "__init__.py": PLUGIN,
        packages / words["module"] / "list.toml": CHECKLIST,
        info / "METADATA": "Metadata-Version: 2.1\nName: intspec-{name}\nVersion: 1.0\n",
        info / "entry_points.txt": ENTRY_POINTS,
    }
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("{name}", words["name"]).replace("{module}", words["module"]))


def main() -> None:
    """Count twice, and compare."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    if shutil.which("valgrind") is None:
        print("many plugins: NOT COUNTED, since valgrind is not here")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python, intspec = installed(folder)
        out = folder / "callgrind.out"
        command = (intspec, "check", SPEC)
        run(command)  # so that all is compiled
        alone = instructions(command, out)
        place = run((python, "-c", PACKAGES))
        for number in range(count):
            add(Path(place), number)
        run(command)
        beside = instructions(command, out)
    cost = beside / alone - 1
    both = f"check alone {alone / 1e6:.0f} M, with {count} more plugins {beside / 1e6:.0f} M"
    print(f"{both}: {cost:+.1%}")
    if cost > MOST:
        sys.exit(f"many plugins: more than {MOST:.0%}")


if __name__ == "__main__":
    main()
