"""`intspec edit`: who is let in, what is saved, and what an attack gets."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from editing import HOST, PORT, Answer, Browser
from intspec import CommandContext
from intspec_bundled.edit.guard import HEADERS
from intspec_bundled.edit.server import CLOSED_SECONDS, IDLE_SECONDS

pytestmark = pytest.mark.long

WALKING = """\
# A fictitious trial.
intspec: "1.0"
id: walking
title: Walking in groups
stage: results   # it is over
fictitious: true
checklists: [tidier]
interventions:
  exercise:
    role: experimental
    name: Steps Together
  waiting:
    role: waiting-list
    name: Waiting list
"""
CONTEXT = CommandContext()
ORIGIN = ("origin", f"http://{HOST}")
JSON = ("content-type", "application/json")
SAVE = json.dumps(
    {"page": "/study", "answers": [{"at": "/title", "was": "Walking in groups", "now": "Taken"}]}
).encode()


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """Return a browser that has entered, on a file of its own."""
    path = tmp_path / "walking.intspec.yaml"
    path.write_text(WALKING, encoding="utf-8")
    return Browser(path, CONTEXT).enter()


def no_cookie(browser: Browser) -> Answer:
    """Ask for a page without the cookie."""
    return browser.ask("GET", "/study", cookie=False)


def wrong_token(browser: Browser) -> Answer:
    """Bring a token that is none."""
    return browser.ask("GET", f"/?token={'x' * 43}", cookie=False)


def token_again(browser: Browser) -> Answer:
    """Bring the token a second time."""
    return browser.ask("GET", f"/?token={browser.guard.token}", cookie=False)


def two_tokens(browser: Browser) -> Answer:
    """Bring the token and another."""
    fresh = Browser(browser.path, CONTEXT)
    return fresh.ask("GET", f"/?token={fresh.guard.token}&token=x")


def cookie_of_another_port(browser: Browser) -> Answer:
    """Bring the cookie under the name of another port."""
    cookie = browser.cookie.replace(str(PORT), str(PORT + 1))
    return browser.ask("GET", "/study", headers=[("cookie", cookie)], cookie=False)


def two_cookies(browser: Browser) -> Answer:
    """Bring the cookie and another of its name."""
    cookie = f"{browser.cookie}; {browser.cookie.partition('=')[0]}=x"
    return browser.ask("GET", "/study", headers=[("cookie", cookie)], cookie=False)


def posted(
    *headers: tuple[str, str], body: bytes = SAVE, host: str = HOST
) -> Callable[..., Answer]:
    """Return what posts a body."""
    return lambda browser: browser.ask("POST", "/save", headers=list(headers), body=body, host=host)


def got(address: str, *headers: tuple[str, str], host: str = HOST) -> Callable[..., Answer]:
    """Return what asks for a page."""
    return lambda browser: browser.ask("GET", address, headers=list(headers), host=host)


def answers_at(*places: str) -> bytes:
    """Return a body with answers at places."""
    return json.dumps({"answers": [{"at": at, "was": "", "now": "x"} for at in places]}).encode()


ATTACKS: dict[str, tuple[Callable[[Browser], Answer], int]] = {
    "no cookie": (no_cookie, 403),
    "a wrong token": (wrong_token, 403),
    "the token a second time, from another browser": (token_again, 403),
    "two tokens": (two_tokens, 403),
    "the cookie of another port": (cookie_of_another_port, 403),
    "two cookies": (two_cookies, 403),
    "a name that leads here (DNS rebinding)": (got("/study", host=f"evil.example:{PORT}"), 421),
    "a host without the port": (got("/study", host="127.0.0.1"), 421),
    "a host that begins as ours": (got("/study", host=f"localhost.evil.example:{PORT}"), 421),
    "another address of this machine": (got("/study", host=f"127.0.0.2:{PORT}"), 421),
    "two hosts": (got("/study", ("host", "evil.example")), 421),
    "a page of others asks": (got("/study", ("sec-fetch-site", "cross-site")), 403),
    "a write without an origin": (posted(JSON), 403),
    "a write from nowhere": (posted(JSON, ("origin", "null")), 403),
    "a write from another port": (posted(JSON, ("origin", "http://127.0.0.1:1")), 403),
    "a write from elsewhere": (posted(JSON, ("origin", "https://evil.example")), 403),
    "a write with two origins": (posted(JSON, ORIGIN, ("origin", "null")), 403),
    "a form of another page": (
        posted(ORIGIN, ("content-type", "application/x-www-form-urlencoded")),
        415,
    ),
    "plain text": (posted(ORIGIN, ("content-type", "text/plain")), 415),
    "a giant body, announced": (posted(ORIGIN, JSON, ("content-length", "99999999999")), 413),
    "a giant body, not announced": (posted(ORIGIN, JSON, body=b" " * 1_000_001), 413),
    "a length that is none": (posted(ORIGIN, JSON, ("content-length", "-1")), 413),
    "another method": (lambda browser: browser.ask("PUT", "/save", headers=[ORIGIN, JSON]), 405),
    "a file beside ours": (got("/static/../server.py"), 404),
    "a file of the machine": (got("/static//etc/passwd"), 404),
    "brackets without end": (posted(ORIGIN, JSON, body=b"[" * 200_000), 400),
    "a list": (posted(ORIGIN, JSON, body=b"[]"), 400),
    "a number for a text": (posted(ORIGIN, JSON, body=b'{"answers": [{"at": 1}]}'), 400),
    "half a character": (
        posted(ORIGIN, JSON, body=b'{"answers": [{"at": "/title", "was": "", "now": "\\ud800"}]}'),
        400,
    ),
    "places that are none": (
        posted(
            ORIGIN,
            JSON,
            body=answers_at("", "/", "/__class__", "/title/x", "/interventions", "/intspec/0/a"),
        ),
        200,
    ),
    "a format that is none": (got("/out/description.exe"), 404),
    "a view that is none": (got("/out/__init__.docx"), 404),
    "a version that is none": (
        lambda browser: browser.post("/restore", {"number": -1}),
        400,
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused(name: str, browser: Browser) -> None:
    """It changes nothing, tells nothing of the file, and its answer is guarded as any other."""
    attack, code = ATTACKS[name]
    answer = attack(browser)
    assert answer.code == code
    assert browser.path.read_text(encoding="utf-8") == WALKING
    if code != 200:
        assert "Walking" not in answer.text
    assert {key: answer.headers.get(key) for key in HEADERS} == dict(HEADERS)
    assert browser.get("/study").code == 200


def test_the_token_is_exchanged_once_for_a_cookie(tmp_path: Path) -> None:
    """The cookie is the browser's alone, and the address without the token follows."""
    path = tmp_path / "a.intspec.yaml"
    path.write_text(WALKING, encoding="utf-8")
    browser = Browser(path, CONTEXT)
    answer = browser.ask("GET", f"/?token={browser.guard.token}")
    assert (answer.code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"intspec-edit-{PORT}=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(re.split("; ", cookie))
    assert browser.guard.token not in cookie


SCRIPT = "</textarea></script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_a_script_in_every_field_is_shown_as_text(browser: Browser) -> None:
    """Whatever the file says, the pages have one script, their own, and no style attribute."""
    said = json.dumps(SCRIPT)
    text = WALKING.replace("Walking in groups", said).replace("Steps Together", said)
    text = text.replace("Waiting list", said)
    text += f"""\
materials: {{diary: {{name: {said}, access: {{how: url, where: {said}}}}}}}
providers: {{leader: {{kind: {said}, background: {said}}}}}
declarations:
  - {{about: tidier/how, arm: waiting, state: not-applicable, reason: {said}}}
"""
    text = text.replace(
        "role: experimental",
        f"role: experimental\n    rationale: {{goal: {said}}}\n    materials: [diary]\n"
        f"    providers: [leader]\n    narrative: {{tidier/where: {said}}}",
    )
    browser.path.write_text(text, encoding="utf-8")
    state = browser.editor.file.now()
    assert state.spec is not None
    for page in browser.editor.pages.order(state):
        for show in ("description", "checklist", "gaps", "file"):
            html = browser.get(f"{page}?show={show}").text
            assert re.findall("<script[^>]*>", html) == [
                '<script type="module" src="/static/edit.js">'
            ]
            assert not re.search(
                r"<img src=x|\bonerror=alert[^&]*>|\sstyle=", html.replace("&lt;", "&")
            )
    figure = browser.get("/figure.svg")
    assert "<script" not in figure.text
    assert "style" not in figure.text


def test_two_writers(browser: Browser) -> None:
    """What another program wrote at the same place is shown, and not overwritten."""
    text = WALKING.replace("Walking in groups", "Walking, as others have it")
    browser.path.write_text(text, encoding="utf-8")
    answer = browser.answer("/study", "/title", "Mine", was="Walking in groups")
    assert answer["conflicts"] == {"/title": "Walking, as others have it"}
    assert browser.path.read_text(encoding="utf-8") == text
    answer = browser.answer("/study", "/title", "Mine", was="Walking, as others have it")
    assert not answer["conflicts"]
    assert "title: Mine\n" in browser.path.read_text(encoding="utf-8")


def test_two_windows_answer_different_fields(browser: Browser) -> None:
    """Neither takes back what the other said."""
    browser.answer("/study", "/title", "One", was="Walking in groups")
    browser.answer("/study", "/interventions/waiting/name", "Two", was="Waiting list")
    expected = WALKING.replace("Walking in groups", "One").replace("Waiting list", "Two")
    assert browser.path.read_text(encoding="utf-8") == expected


def test_what_changed_between_reading_and_writing_is_not_overwritten(browser: Browser) -> None:
    """The file is compared just before it is replaced."""
    state = browser.editor.file.now()
    browser.path.write_text(WALKING + "# a note of somebody else\n", encoding="utf-8")
    browser.editor.file.now = lambda: state  # type: ignore[method-assign]
    answer = browser.post(
        "/save", {"answers": [{"at": "/title", "was": "Walking in groups", "now": "Mine"}]}
    )
    assert answer.code == 409
    assert "Nothing was overwritten" in answer.data["message"]
    assert browser.path.read_text(encoding="utf-8").endswith("# a note of somebody else\n")


def test_each_change_can_be_taken_back(browser: Browser) -> None:
    """Byte for byte; but not where another program has written since."""
    browser.answer("/study", "/title", "One", was="Walking in groups")
    browser.answer("/study", "/title", "Two", was="One")
    assert "One" in browser.get("/history").text or browser.editor.file.versions
    browser.post("/undo", {})
    browser.post("/undo", {})
    assert browser.path.read_text(encoding="utf-8") == WALKING
    assert "nothing" in browser.post("/undo", {}).data["message"]
    browser.answer("/study", "/title", "One", was="Walking in groups")
    browser.path.write_text(WALKING + "# more\n", encoding="utf-8")
    assert browser.post("/undo", {}).code == 409
    assert browser.path.read_text(encoding="utf-8") == WALKING + "# more\n"


def test_a_file_that_cannot_be_read_any_more(browser: Browser) -> None:
    """It is said, and nothing is written."""
    browser.path.write_text("a: [", encoding="utf-8")
    assert browser.post("/save", {"answers": []}).code == 409
    browser.path.unlink()
    assert browser.post("/save", {"answers": []}).code == 409
    assert not browser.path.exists()


def test_it_ends_by_itself(browser: Browser) -> None:
    """After a long silence, a while after the last page was closed, and when it is told to."""
    now = time.monotonic()
    assert not browser.editor.is_over(now)
    assert browser.editor.is_over(now - IDLE_SECONDS - 1)
    browser.post("/pages", {"id": "a", "open": True})
    browser.post("/pages", {"id": "b", "open": True})
    browser.post("/pages", {"id": "a", "open": False})
    browser.editor.left -= CLOSED_SECONDS + 1
    seen = browser.editor.left
    assert not browser.editor.is_over(seen)
    browser.post("/pages", {"id": "b", "open": False})
    browser.editor.left -= CLOSED_SECONDS + 1
    assert browser.editor.is_over(browser.editor.left)
    assert not browser.editor.is_over(now)
    browser.post("/end", {})
    assert browser.editor.is_over(now)


@pytest.mark.programs
def test_it_is_served_on_this_machine_alone_and_ends_with_an_interrupt(tmp_path: Path) -> None:
    """The address is printed, leads to the pages, and Ctrl-C is no fault."""
    path = tmp_path / "walking.intspec.yaml"
    path.write_text(WALKING, encoding="utf-8")
    command = [sys.executable, "-m", "intspec", "edit", str(path), "--no-browser"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = urlsplit(re.search(r"http://\S+", line)[0])  # type: ignore[index]
        assert address.hostname == "127.0.0.1"
        connection = HTTPConnection("127.0.0.1", address.port or 0, timeout=20)
        connection.request("GET", f"/?{address.query}")
        answer = connection.getresponse()
        answer.read()
        cookie = str(answer.headers["set-cookie"]).partition(";")[0]
        connection.request("GET", "/study", headers={"cookie": cookie})
        answer = connection.getresponse()
        assert (answer.status, b"Walking in groups" in answer.read()) == (200, True)
        connection.close()
        process.send_signal(signal.SIGINT)
        _out, told = process.communicate(timeout=30)
        assert (process.returncode, "all answers are in" in told) == (0, True)
        assert "Traceback" not in told


@pytest.mark.programs
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that are ended at once")
@pytest.mark.parametrize("kills", [8, pytest.param(50, marks=pytest.mark.exhaustive)])
def test_killed_at_any_moment_the_file_is_whole(kills: int, tmp_path: Path) -> None:
    """It holds one of the versions that were saved, from its first to its last byte."""
    path = tmp_path / "walking.intspec.yaml"
    path.write_text(WALKING, encoding="utf-8")
    browser = Browser(path, CONTEXT)
    browser.editor.file.now()
    whole = {WALKING}
    for number in range(kills):
        child = os.fork()
        if not child:
            while True:
                state = browser.editor.file.now()
                title = "x" * 200_000 if "title: y" in state.file.text else "y"
                text = re.sub(r"title: .*", f"title: {title}", WALKING)
                browser.editor.file.save(state.raw, text.encode(), "")
        time.sleep(0.02 + 0.013 * number)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        whole |= {
            re.sub(r"title: .*", f"title: {title}", WALKING) for title in ("y", "x" * 200_000)
        }
        assert path.read_text(encoding="utf-8") in whole
