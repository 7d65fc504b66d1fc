"""Collect what `same_outputs.py` compares: the inputs as files, and the commands that take them.

`python collect_jobs.py TREE OUT [DATA]` runs in the environment of the base commit, whose files are
in TREE; DATA is the folder of the collections of bad input. It writes OUT/jobs.json and, below
OUT/inputs, the specifications, cases, forms, bad inputs and plugins that go wrong.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FORMATS = ("text", "concise", "json", "sarif", "github", "junit")
VIEWS = ("checklist", "description", "comparison", "gaps")
#: The formats of text, of which a view is rendered quickly, and those that take longer.
TEXTS = ("markdown", "html", "csv", "json", "latex")
OFFICE = ("docx", "xlsx")
STAGES = ("protocol", "ongoing", "results")
COMMANDS = (
    *("check", "render", "crosswalk", "import", "explain", "init", "checklists", "rules"),
    *("plugins", "plugin", "plugin new", "plugin check", "plugin list", "config", "config show"),
    *("config list", "config trust", "config untrust", "doctor", "schema", "completion", "fill"),
    *("terms", "terms list", "terms show", "terms find", "terms build"),
)
PLUGIN_KINDS = ("checklist", "rules", "renderer", "importer", "domain")
#: Of the cases each is checked in every format and rendered in two; every so many-th in all.
CASES_RENDERED = 8
#: Of the forms that tests make, so many of each format are taken.
FORMS_TAKEN = 120
#: Odd texts in one specification.
TOGETHER = 6
#: The fewest forms that the tests give: with fewer, most of what reads forms is not compared.
FEWEST_FORMS = 500
FORM_TESTS = ("test_word_*.py", "test_forms*.py", "test_excel.py", "test_csv_reading.py")
Job = dict[str, Any]


class Collection:
    """The inputs and the jobs that have been collected.

    Attributes:
        inputs: The folder of the inputs.
        jobs: The jobs, in the order in which they run.
    """

    def __init__(self, inputs: Path) -> None:
        self.inputs = inputs
        self.jobs: list[Job] = []

    def job(self, *args: str, take: tuple[str, ...] = (), **more: Any) -> None:
        """Add a job, named by its words and what it takes."""
        words = " ".join(["intspec", *args])
        named = f"{words}   [{', '.join(take)}]" if take else words
        variables = "".join(f"{name}={value} " for name, value in more.get("env", {}).items())
        self.jobs.append({"id": variables + named, "args": args, "take": take, **more})

    def put(self, name: str, content: str | bytes) -> str:
        """Write an input and return its name."""
        path = self.inputs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    # Specifications

    def check(self, name: str, *more: str) -> None:
        """Check a file in every format: text as a terminal gets it, the others as files."""
        outputs = [word for f in FORMATS[1:] for word in ("--output", f"{f}:report.{f}")]
        self.job("check", Path(name).name, *more, *outputs, take=(name,))

    def render(self, name: str, formats: tuple[str, ...], *more: str) -> None:
        """Render every view in some formats."""
        wanted = [word for f in formats for word in ("--to", f)]
        self.job("render", Path(name).name, "--all", "views", *wanted, *more, take=(name,))

    def whole(self, name: str) -> None:
        """Do with a specification all that can be done with one."""
        file = Path(name).name
        self.check(name)
        for format_ in FORMATS:
            self.job("check", file, "--format", format_, take=(name,))
        self.job("check", file, take=(name,), env={"FORCE_COLOR": "1", "COLUMNS": "60"})
        self.job("check", file, "--quiet", take=(name,))
        self.job("check", "-", take=(name,), stdin=file)
        for level in ("warning", "note", "never"):
            self.job("check", file, "--fail-on", level, take=(name,))
        for stage in STAGES:
            self.check(name, "--stage", stage)
            self.render(name, ("markdown",), "--stage", stage)
        self.render(name, TEXTS)
        self.render(name, OFFICE)
        for view in VIEWS:
            self.job("render", file, "--view", view, take=(name,))
            for format_ in TEXTS:
                self.job("render", file, "--view", view, "--to", format_, take=(name,))
        for more in ((), ("--all",), ("--to", "markdown"), ("-o", "table.html"), ("-o", "x.docx")):
            self.job("crosswalk", file, *more, take=(name,))

    def guidelines(self, name: str, checklists: list[str]) -> None:
        """Hold a specification against each guideline."""
        for checklist in checklists:
            self.check(name, "--checklist", checklist)
            self.render(name, ("markdown", "json"), "--checklist", checklist)
            self.job("crosswalk", Path(name).name, "--by", checklist, "--all", take=(name,))

    # Forms

    def form(self, name: str, spec: str) -> None:
        """Check a form, import it, and fill it if it is a Word file."""
        file = Path(name).name
        self.job("import", file, "-v", take=(name,))
        if not name.endswith(".docx"):
            self.check(name)
            return
        self.check(name, "--annotate", "commented.docx")
        self.job("fill", file, Path(spec).name, "-o", "filled.docx", take=(name, spec))

    def whole_form(self, name: str, spec: str) -> None:
        """Do with a form what the options of the commands offer beside that."""
        file = Path(name).name
        report = ("--report", "json", "--report-file", "report.json")
        self.job("import", file, "--checklist", "tidier", "-o", "x.yaml", *report, take=(name,))
        if name.endswith(".docx"):
            to_fill = ("fill", file, Path(spec).name, "-o", "filled.docx")
            self.job(*to_fill, "--checklist", "tidier", "--overwrite", take=(name, spec))
            self.job(*to_fill, take=(name, spec))


def specifications(tree: Path, to: Collection) -> list[str]:
    """Take the specifications of the project, those of its tests and the bases of its cases."""
    paths = [*tree.glob("specs/**/*.intspec.yaml"), *tree.glob("tests/data/**/*.intspec.yaml")]
    paths += tree.glob("tests/cases/bases/*.yaml")
    named = {re.sub(r"(\.intspec)?\.yaml$", ".intspec.yaml", p.name): p for p in sorted(paths)}
    return [to.put(f"specs/{name}", path.read_bytes()) for name, path in named.items()]


def cases(tree: Path, to: Collection) -> None:
    """Write out every case of the checklists and rules as a file, with what it is checked with."""
    from intspec.testing import cases as read_cases  # noqa: PLC0415 -- of the base's environment

    for number, case in enumerate(read_cases(tree / "tests" / "cases")):
        ending = "json" if case.text.startswith("{") else "yaml"
        name = to.put(f"cases/{number:03}-{case.path.stem}.intspec.{ending}", case.text)
        more = [word for checklist in case.checklists for word in ("--checklist", checklist)]
        more += ["--stage", str(case.stage)] if case.stage else []
        to.check(name, *more)
        to.render(name, ("json", "markdown"))
        if number % CASES_RENDERED == 0:
            to.render(name, (*TEXTS, *OFFICE))


def listings(to: Collection) -> None:
    """Ask for all that can be listed without a document."""
    for words in ("", "--help", "-h", "--version", *(f"{name} --help" for name in COMMANDS)):
        to.job(*words.split())
    for name in ("rules", "checklists", "plugins", "plugin list", "doctor", "config show"):
        for more in ("", " --format json"):
            to.job(*f"{name}{more}".split())
    for words in ("config list", "crosswalk", "crosswalk --to json", "schema", "terms list"):
        to.job(*words.split())
    for kind in ("specification", "checklist", "config"):
        to.job("schema", kind, "-o", "schema.json")
    for shell in ("bash", "fish", "zsh"):
        to.job("completion", shell)
    for kind in PLUGIN_KINDS:
        to.job("plugin", "new", "handover", "--kind", kind, "--author", "Ada Example")
    for plugin in ("tidier", "tables", "word", "peer-support", "vocabularies", "cert", "none"):
        to.job("plugin", "check", plugin, "--generated", "3")


def explanations(tree: Path, to: Collection) -> list[str]:
    """Ask for every checklist, item, rule and state; return the ids of the checklists."""
    checklists = []
    for path in sorted(tree.glob("plugins/**/*.toml")):
        if path.name.endswith(".cues.toml"):
            continue
        data = tomllib.loads(path.read_text("utf-8"))
        if "items" in data:
            checklists.append(data["id"])
            to.job("explain", data["id"])
            to.job("rules", data["id"])
            to.job("init", "x.intspec.yaml", "--from-checklist", data["id"])
            for item in data["items"]:
                to.job("explain", data["id"], str(item.get("number", item["id"])))
        elif "terms" in data:
            _vocabulary(to, data)
    words = [sys.executable, "-m", "intspec", "rules", "--format", "json"]
    done = subprocess.run(words, capture_output=True, check=True)
    for rule in {rule["id"]: rule for rule in json.loads(done.stdout)}:
        to.job("explain", rule)
    for state in ("not-found", "not-applicable", "not-done", "not-shareable", "reported", "prose"):
        to.job("explain", state)
    return checklists


def _vocabulary(to: Collection, data: dict[str, Any]) -> None:
    to.job("terms", "list", data["id"])
    to.job("explain", data["id"])
    for term in data["terms"][:12]:
        to.job("terms", "show", f"{data['id']}:{term['id']}")
        to.job("explain", f"{data['id']}:{term['id']}")
        to.job("terms", "find", term["label"])


def wrong_usage(to: Collection) -> None:
    """Use commands wrongly, and ask for what is not there."""
    spec = "specs/group-exercise.intspec.yaml"
    file = Path(spec).name
    for words in (
        *("chek", "check", "check --form text", "check none.yaml", "render", "render none.yaml"),
        *("explain", "explain tidier 99", "explain tidyer", "explain no/rule", "rules tidyer"),
        *("import none.docx", "fill none.docx none.yaml", "schema nothing", "completion tcsh"),
        *("terms show settings:nothing", "terms find zzzz", "terms list nothing", "terms show x"),
        *("plugin new X --kind rules", "plugin new a --kind none", "crosswalk --by none"),
        *("init --from-checklist none", "config show none", "config trust none.toml", "init"),
        *("doctor none", "check . --jobs 0", "check . --timeout 0", "config trust", "check ."),
    ):
        to.job(*words.split())
    for words in (
        *("check {} --checklist none", "check {} --output none:x", "check {} --output json:{}"),
        *(
            "check {} --vocabulary none.json",
            "check {} --config none.toml",
            "check {} --annotate x",
        ),
        *("render {} --to none", "render {} -o x.none", "render {} --view none", "import {}"),
        *("render {} --checklist none", "render {} --all {}", "render {} --check", "init {}"),
        *("render {} --all t --check", "render {} -o t.html --check", "render {} --to docx"),
        *("crosswalk {} --checklist none", "crosswalk {} --to none", "fill {} {}", "check {} {}"),
        *("check {} --isolated", "check {} none.yaml --jobs 2", "render {} --stage none"),
        "config show {}",
    ):
        to.job(*words.replace("{}", file).split(), take=(spec,))


def vocabularies(tree: Path, to: Collection) -> None:
    """Make an index of an ontology and check against it."""
    folder = tree / "tests" / "data" / "vocabularies"
    taken = [to.put(f"vocabularies/{p.name}", p.read_bytes()) for p in sorted(folder.iterdir())]
    for name in taken:
        file = Path(name).name
        to.job("terms", "build", file, "-o", "index.json", take=(name,))
        for words in ("list bcio", "find trial", "show BCIO:000001"):
            to.job("terms", *words.split(), "--vocabulary", file, take=(name,))
        spec = "specs/enrich.intspec.yaml"
        to.job("check", Path(spec).name, "--vocabulary", file, take=(name, spec))


def forms(tree: Path, to: Collection, data: Path | None, specs: tuple[str, ...]) -> None:
    """Take the forms that are at hand whole, and a sample of those that tests build."""
    beside = (tree / "tests" / "data" / "forms").iterdir()
    given = sorted(path for path in beside if path.is_file())
    if data is not None:
        paths = sorted((data / "cases").rglob("*"))
        given += [path for path in paths if path.suffix in (".docx", ".xlsx", ".csv")]
    for path in given:
        name = to.put(f"forms/{path.name}", path.read_bytes())
        to.form(name, specs[0])
        to.whole_form(name, specs[1])
    made: dict[str, int] = {}
    for path in sorted(forms_of_tests(tree, to.inputs / "made").iterdir()):
        made[path.suffix] = made.get(path.suffix, 0) + 1
        if made[path.suffix] <= FORMS_TAKEN:
            to.form(f"made/{path.name}", specs[0])


def forms_of_tests(tree: Path, kept: Path) -> Path:
    """Run the tests of forms, and return the folder with all forms that they made and read."""
    kept.mkdir(parents=True)
    bench = Path(__file__).parent
    python_path = os.pathsep.join(str(p) for p in (bench, tree / "tests", tree / "tests" / "trust"))
    tests = sorted(path for pattern in FORM_TESTS for path in (tree / "tests").glob(pattern))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "keep_forms", "-p", "no:cacheprovider"),
            *map(str, tests),
            # What invents specifications and what opens other programs makes forms by the hundred.
            *(f"--deselect=tests/{name}" for name in ("test_forms_round_trip.py",)),
        ],
        cwd=tree,
        env={**os.environ, "KEEP_FORMS": str(kept), "PYTHONPATH": python_path},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout.strip().splitlines()[-1:] or done.stderr.splitlines()[-1:]
    sys.stderr.write(f"forms of the tests: {' '.join(said)}\n")
    hold_forms(done.returncode, len(list(kept.iterdir())), done.stdout + done.stderr)
    return kept


def hold_forms(code: int, count: int, said: str) -> None:
    """End the run where the tests that give forms fail, or give few.

    Args:
        code: The exit code of the tests.
        count: How many forms there are.
        said: What the tests printed.
    """
    if code:
        sys.exit(f"{said}\nthe tests that give forms failed (exit code {code})")
    if count < FEWEST_FORMS:
        sys.exit(f"the tests gave {count} forms, and at least {FEWEST_FORMS} were to be compared")


def bad_input(to: Collection, data: Path) -> None:
    """Take the collections of bad input."""
    import badinput  # noqa: PLC0415 -- of the base's tests

    at = data / "badinput"
    for record in badinput.documents(at):
        name = re.sub(r"[^\w.-]", "-", record["id"])
        put = to.put(f"bad/{name}.intspec.{record['format']}", badinput.content(record))
        file = Path(put).name
        outputs = ("--output", "json:report.json", "--output", "concise:report.txt")
        to.job("check", file, *outputs, take=(put,))
    for path in sorted((*at.glob("ooxml/*"), *at.glob("own_ooxml/*"))):
        put = to.put(f"packages/{path.name}", path.read_bytes())
        for words in ("check {} --output json:report.json", "import {}"):
            to.job(*words.replace("{}", path.name).split(), take=(put,))
        if path.suffix == ".docx":
            spec = "specs/group-exercise.intspec.yaml"
            words = f"fill {path.name} {Path(spec).name} -o filled.docx"
            to.job(*words.split(), take=(put, spec))
    for path in sorted({*(data / "cases").rglob("*.intspec.*"), *data.glob("cases/text/*")}):
        put = to.put(f"given/{path.parent.name}-{path.name}", path.read_bytes())
        to.check(put)
        to.render(put, ("markdown", "json"))
    _odd_texts(to, list(badinput.texts(at)))
    for folder in sorted({p.parent for p in (data / "cases").rglob("intspec.toml")}):
        name = f"projects/{folder.name}"
        shutil.copytree(folder, to.inputs / name, dirs_exist_ok=True)
        for more in ((), ("--allow-local-plugins",), ("--allow-local-plugins", "--format", "json")):
            to.job("check", folder.name, *more, take=(name,))


def _odd_texts(to: Collection, texts: list[str]) -> None:
    base = json.loads((to.inputs / "odd-base.json").read_text("utf-8"))
    for start in range(0, len(texts), TOGETHER):
        group = texts[start : start + TOGETHER]
        data = json.loads(json.dumps(base))
        data["title"] = group[0]
        data["materials"] = {
            f"m{n}": {"name": text, "description": f"A {text} b", "audience": ["participants"]}
            for n, text in enumerate(group)
        }
        for arm in data["interventions"].values():
            arm["materials"] = list(data["materials"])
        text = json.dumps(data, ensure_ascii=True)
        name = to.put(f"odd/{start:04}.intspec.json", text)
        to.check(name)
        to.render(name, ("markdown", "html", "csv", "latex") if start % 4 else OFFICE)


def plugins_that_go_wrong(to: Collection) -> None:
    """Take the plugins of the tests that misbehave, each as the local plugin of a project."""
    import misbehaving  # noqa: PLC0415 -- of the base's tests

    for number, (case, (module, _hook, _words)) in enumerate(misbehaving.CASES.items()):
        name = f"wrong/{number:02}-{re.sub(r'[^a-z]+', '-', case.lower())}"
        to.put(f"{name}/bad.py", module)
        to.put(f"{name}/x.toml", misbehaving.LISTED)
        to.put(f"{name}/intspec.toml", 'plugins = ["bad.py"]\n')
        spec = misbehaving.SPEC.replace(", bad]", "]")
        to.put(f"{name}/ward.intspec.yaml", spec)
        folder = Path(name).name
        for words in ("--format json", "--format text"):
            to.job("check", folder, "--allow-local-plugins", *words.split(), take=(name,))
        to.job("check", folder, take=(name,))


def _main() -> None:
    tree, out = (Path(word).resolve() for word in sys.argv[1:3])
    data = Path(sys.argv[3]).resolve() if sys.argv[3:] else None
    sys.path[:0] = [str(tree / "tests"), str(tree / "tests" / "trust")]
    to = Collection(out / "inputs")
    listings(to)
    checklists = explanations(tree, to)
    wrong_usage(to)
    specs = specifications(tree, to)
    for name in specs:
        to.whole(name)
    to.guidelines("specs/enrich.intspec.yaml", checklists)
    to.guidelines("specs/group-exercise.intspec.yaml", checklists)
    to.job("check", "specs", take=("specs",))
    to.job("check", "specs", "--jobs", "2", "--format", "json", take=("specs",))
    vocabularies(tree, to)
    cases(tree, to)
    plugins_that_go_wrong(to)
    forms(tree, to, data, ("specs/walking.intspec.yaml", "specs/enrich.intspec.yaml"))
    if data is not None:
        _base_of_odd_texts(tree, to)
        bad_input(to, data)
    (out / "jobs.json").write_text(json.dumps(to.jobs, indent=0), "utf-8")


def _base_of_odd_texts(tree: Path, to: Collection) -> None:
    from intspec.testing import cases as read_cases  # noqa: PLC0415 -- of the base's environment

    text = next(iter(_of_json(read_cases(tree / "tests" / "cases" / "tidier"))))
    to.put("odd-base.json", text)


def _of_json(some: Any) -> Iterator[str]:
    return (case.text for case in some if case.text.startswith("{"))


if __name__ == "__main__":
    _main()
