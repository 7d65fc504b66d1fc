"""Without jsonschema-rs and without libyaml everything works, only slower."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.programs

ROOT = Path(__file__).parent.parent
BLOCK = """\
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r} or name in {blocked!r}:
            raise ImportError(name)
sys.meta_path.insert(0, Block())
import yaml
{more}
sys.argv = ["intspec", "check", *sys.argv[1:]]
from intspec.__main__ import main
main()
"""
WITHOUT = {
    "jsonschema-rs": (["jsonschema_rs"], ""),
    "libyaml": (["yaml._yaml"], "assert not yaml.__with_libyaml__"),
    "both": (["jsonschema_rs", "yaml._yaml"], "assert not yaml.__with_libyaml__"),
}


def check(blocked: list[str], more: str, *words: str) -> tuple[int, str]:
    """Run a check where some modules cannot be imported."""
    code = BLOCK.format(blocked=blocked, more=more)
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize("what", WITHOUT)
def test_the_same_report(what: str, tmp_path: Path) -> None:
    """A good file and a faulty one give the same output, byte for byte."""
    blocked, more = WITHOUT[what]
    faulty = tmp_path / "faulty.intspec.yaml"
    text = (ROOT / "specs/exercise/group-exercise.intspec.yaml").read_text(encoding="utf-8")
    faulty.write_text(text.replace("role: waiting-list", "role: waiting"), encoding="utf-8")
    for path in ("specs/enrich/enrich.intspec.yaml", str(faulty)):
        assert check(blocked, more, path) == check([], "", path)
