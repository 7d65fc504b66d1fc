"""What a release is made of: the script that prepares and builds it, and what it may not change."""

import importlib.util
import json
import re
import subprocess
import tomllib
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from intspec import __version__
from intspec.schema import published

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / ".ci" / "release"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ADDRESS = "https://example.org/ada/intspec"


@pytest.fixture(scope="module")
def release() -> ModuleType:
    """Return the script as a module."""
    loader = SourceFileLoader("release_script", str(SCRIPT))
    spec = importlib.util.spec_from_loader("release_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a repository that is ready to be prepared."""
    for name, text in {
        "src/intspec/__init__.py": '"""X."""\n\n__version__ = "0.7.0"\n',
        "src/intspec/schema/published.py": "RELEASED = False\n",
        "CHANGELOG.md": "# Changelog\n\n## Unreleased (0.7.0)\n\n- More.\n",
        "CITATION.cff": "title: x\nversion: 0.6.0\ndate-released: 2026-01-01\n",
        "README.md": "# X\n\n![A](docs/a.svg) [b](docs/b.md) [c](https://c.org) [d](#x)\n",
        "pyproject.toml": '[project]\nname = "x"\n\n[project.scripts]\nx = "x:y"\n',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *words: str) -> None:
    """Run Git."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    """Commit everything."""
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "x")


def test_the_version_stands_in_one_place(release: ModuleType) -> None:
    """The project's metadata and the script take it from there; the citation says the same."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert release.version_of(ROOT) == __version__
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == __version__


def test_a_release_is_prepared_once(
    release: ModuleType, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The changelog and the citation are dated, and the schema is released; then it is ready."""
    monkeypatch.setattr(release, "freeze", lambda _root: [])
    with pytest.raises(release.Refused, match="no dated section"):
        release.ready(tree, "0.7.0")
    changed = release.prepare(tree, "2026-12-01")
    assert changed == ["CHANGELOG.md", "CITATION.cff", "src/intspec/schema/published.py"]
    texts = [(tree / name).read_text(encoding="utf-8") for name in changed]
    assert texts == [
        "# Changelog\n\n## 0.7.0 (2026-12-01)\n\n- More.\n",
        "title: x\nversion: 0.7.0\ndate-released: 2026-12-01\n",
        "RELEASED = True\n",
    ]
    with pytest.raises(release.Refused, match="not committed"):
        release.ready(tree, "0.7.0")
    commit(tree)
    release.ready(tree, "0.7.0")
    with pytest.raises(release.Refused, match="nothing is to be released"):
        release.prepare(tree, "2026-12-02")
    git(tree, "tag", "v0.7.0")
    release.ready(tree, "0.7.0")
    (tree / "more").write_text("")
    commit(tree)
    with pytest.raises(release.Refused, match="released once"):
        release.ready(tree, "0.7.0")


def test_what_is_built_names_the_project_and_leads_out_of_the_readme(
    release: ModuleType, tree: Path
) -> None:
    """An index shows the README without the files beside it."""
    release.with_addresses(tree, ADDRESS, "0.7.0")
    assert (tree / "README.md").read_text(encoding="utf-8") == (
        f"# X\n\n![A]({ADDRESS}/raw/v0.7.0/docs/a.svg) [b]({ADDRESS}/blob/v0.7.0/docs/b.md) "
        "[c](https://c.org) [d](#x)\n"
    )
    project = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"x": "x:y"}
    assert project["urls"] == {
        "Repository": ADDRESS,
        "Documentation": f"{ADDRESS}/blob/v0.7.0/docs/index.md",
        "Changelog": f"{ADDRESS}/blob/v0.7.0/CHANGELOG.md",
        "Issues": f"{ADDRESS}/issues",
    }


def test_our_own_readme_and_project_take_the_addresses(release: ModuleType, tmp_path: Path) -> None:
    """Every link of it leads to a file that there is, and none is left that leads nowhere."""
    for name in ("README.md", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    release.with_addresses(tmp_path, ADDRESS, "1")
    text = re.sub(r"(?s)```.*?```", "", (tmp_path / "README.md").read_text(encoding="utf-8"))
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    assert [link for link in links if not link.startswith("https://")] == []
    ours = [link.partition("/v1/")[2] for link in links if link.startswith(ADDRESS)]
    assert len(ours) > 10
    assert [name for name in ours if not (ROOT / name).exists()] == []
    urls = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(urls["project"]["urls"]) == {"Repository", "Documentation", "Changelog", "Issues"}


#: Where Git fetches from, and the repository on the web; None where there is none.
ORIGINS = {
    "https://example.org/ada/intspec.git": ADDRESS,
    "https://example.org/ada/intspec": ADDRESS,
    "git@example.org:ada/intspec.git": ADDRESS,
    "ssh://git@example.org/ada/intspec.git": ADDRESS,
    "/home/ada/intspec": None,
    "http://example.org/ada/intspec": None,
}


@pytest.mark.parametrize("origin", ORIGINS)
def test_the_address_is_that_of_the_repository(release: ModuleType, origin: str) -> None:
    """Without a name and a password for it."""
    expected = ORIGINS[origin]
    if expected is not None:
        assert release.web_address(origin) == expected
        return
    with pytest.raises(release.Refused, match="--address"):
        release.web_address(origin)


def test_a_released_schema_stays_as_it_is() -> None:
    """Until then it says that it is a draft; from then on a copy is kept, and compared for ever."""
    schema = (ROOT / "schemas" / "specification-1.0.json").read_bytes()
    kept = ROOT / "schemas" / "1.0" / "specification.json"
    assert kept.exists() == published.RELEASED
    assert ("$comment" in json.loads(schema)) == (not published.RELEASED)
    if kept.exists():
        assert kept.read_bytes() == schema


def workflow(path: Path) -> dict[str, Any]:
    """Read a workflow; `on` is a word of YAML's own."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in data.items()}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_are_whole_and_may_do_little(path: Path) -> None:
    """Every job has an end, steps and rights to read alone, but for the one that publishes."""
    data = workflow(path)
    assert set(data) <= {"name", "on", "permissions", "concurrency", "jobs"}
    assert data["permissions"] == {"contents": "read"}
    for name, job in data["jobs"].items():
        assert {"runs-on", "timeout-minutes", "steps"} <= set(job), name
        assert all(("uses" in step) != ("run" in step) for step in job["steps"]), name
        assert job.get("permissions", {}) in ({}, {"id-token": "write"}), name
        for step in job["steps"]:
            words = step.get("run", "").split()
            if words and words[0].startswith(".ci/"):
                assert (ROOT / words[0]).stat().st_mode & 0o111, words[0]


def test_the_quick_tests_run_on_three_systems() -> None:
    """On the oldest Python that the project takes, and on a newer one."""
    matrix = workflow(WORKFLOWS[-1])["jobs"]["quick"]["strategy"]["matrix"]
    assert matrix["os"] == ["ubuntu-latest", "windows-latest", "macos-latest"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f">={matrix['python'][0]}" == project["requires-python"]


def test_only_what_a_person_allowed_is_published() -> None:
    """The job that may identify itself waits for the environment, and for the build."""
    jobs = workflow(WORKFLOWS[0])["jobs"]
    asking = {name: job for name, job in jobs.items() if "id-token" in job.get("permissions", {})}
    assert {name: (job["environment"], job["needs"]) for name, job in asking.items()} == {
        "publish": ("release", "build")
    }
