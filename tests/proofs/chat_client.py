"""Tests of the chat's web client with two users in separate browsers, and of third-party Pusher clients."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Keys

from tests.cells.browser import browser, missing
from tests.cells.chat_page import ChatPage
from tests.cells.servers import Server, running_cell
from tests.proofs.subject import Subject
from tests.support import PATH, ROOT

CLIENTS = ROOT / "tests" / "cells"
TOOLS = os.environ | {"PATH": PATH}
SCRIPT = "<script>document.title = 'taken'</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def server(subject: Subject, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_cell(subject, tmp_path_factory.mktemp("client")) as running:
        yield running


@pytest.fixture(scope="module")
def browsers() -> None:
    if reason := missing():
        pytest.skip(reason)


@pytest.fixture(scope="module")
def ada(browsers: None, server: Server) -> Iterator[ChatPage]:
    with browser() as driver:
        page = ChatPage(driver, server.url)
        page.register("Ada")
        yield page


@pytest.fixture(scope="module")
def grace(browsers: None, server: Server) -> Iterator[ChatPage]:
    """On a phone, with the dark colour scheme."""
    with browser(width=360, height=720, dark=True) as driver:
        page = ChatPage(driver, server.url)
        page.register("Grace")
        yield page


@pytest.fixture
def room(ada: ChatPage, grace: ChatPage) -> str:
    """A room that both have open."""
    name = f"room {secrets.token_hex(4)}"
    ada.make_room(name, topic="Everything")
    grace.join(name)
    ada.wait(lambda: ada.people() == {"Ada", "Grace"}, "Ada sees both")
    grace.wait(lambda: grace.people() == {"Ada", "Grace"}, "Grace sees both")
    return name


@pytest.mark.usefixtures("room")
def test_two_users_can_talk(ada: ChatPage, grace: ChatPage) -> None:
    ada.write("Hello Grace")
    grace.sees("Hello Grace")
    grace.write("Hello Ada\nHow are you?")
    ada.sees("Hello Ada\nHow are you?")
    assert ada.said() == grace.said() == ["Hello Grace", "Hello Ada\nHow are you?"]


@pytest.mark.usefixtures("room")
def test_typing_is_shown_until_the_message_arrives(ada: ChatPage, grace: ChatPage) -> None:
    grace.write("Wait", send=False)
    ada.wait(lambda: ada.texts("#typing") == ["Grace is typing…"], "Ada sees Grace type")
    grace.write(" for it")
    ada.sees("Wait for it")
    ada.wait(lambda: ada.texts("#typing") == [""], "typing is over")


@pytest.mark.usefixtures("room")
def test_user_content_is_shown_as_text(ada: ChatPage, grace: ChatPage) -> None:
    ada.write(SCRIPT)
    grace.sees(SCRIPT)
    for page in (ada, grace):
        assert page.all("#messages script, #messages img") == []
        assert page.driver.title != "taken"


def test_a_room_shows_its_unread_count(ada: ChatPage, grace: ChatPage, room: str) -> None:
    ada.make_room(f"other {secrets.token_hex(4)}")
    grace.write("one")
    grace.write("two")
    ada.wait(lambda: "2" in ada.texts("#joined .badge"), "two are unread")
    for entry in ada.all("#joined .entry"):
        if room in (entry.get_attribute("textContent") or ""):
            entry.click()
            break
    ada.sees("two")
    ada.wait(lambda: ada.texts("#joined .badge") == [], "nothing is unread")


@pytest.mark.usefixtures("room")
def test_the_focus_follows_the_user(ada: ChatPage, grace: ChatPage) -> None:
    ada.wait(lambda: ada.focused() == "words", "Ada, who created the room, can write")
    grace.wait(lambda: grace.focused() == "words", "Grace, who joined it, can write")
    room = grace.driver.execute_script(
        "return document.querySelector('#joined [aria-current=true]').dataset.room"
    )
    grace.click("#back")
    grace.wait(lambda: grace.focused() == room, "the room that Grace left has the focus")


@pytest.mark.usefixtures("room")
def test_own_messages_can_be_edited_and_deleted_by_keyboard(ada: ChatPage, grace: ChatPage) -> None:
    ada.write("Helo")
    grace.sees("Helo")
    ada.find("#words").send_keys(Keys.ARROW_UP)
    ada.find(".editing textarea").send_keys("!", Keys.ENTER)
    grace.sees("Helo!")
    ada.driver.execute_script("window.confirm = () => true")
    ada.driver.execute_script("document.querySelector('[aria-label^=Delete]').click()")
    grace.wait(lambda: grace.said() == [], "the message is gone")
    assert ada.said() == []


@pytest.mark.usefixtures("room")
def test_nothing_is_lost_or_doubled_over_a_restart(ada: ChatPage, grace: ChatPage, server: Server) -> None:
    said = []

    def both_write(when: str) -> None:
        for page, name in ((ada, "Ada"), (grace, "Grace")):
            for number in range(3):
                said.append(f"{name} {when} {number}")
                page.write(said[-1])

    both_write("before")
    assert server.stop() == 0
    both_write("meanwhile")
    ada.wait(lambda: ada.texts("#connection") == ["Connecting…"], "Ada sees that the server does not answer")
    server.start()
    both_write("after")
    for page in (ada, grace):
        everything_arrives(page, said)
    assert sorted(ada.said()) == sorted(said)
    assert ada.said() == grace.said()
    ada.driver.refresh()
    ada.click("#joined .entry")
    ada.wait(lambda: ada.said() == grace.said(), "a new page shows the same")


def everything_arrives(page: ChatPage, said: list[str]) -> None:
    page.wait(lambda: set(page.said()) >= set(said), "everything has arrived", 60)
    page.wait(lambda: page.all(".waiting") == [], "nothing is still being sent", 30)
    page.wait(lambda: page.people() == {"Ada", "Grace"}, "both are back", 30)


def test_all_controls_have_a_name_and_fit(ada: ChatPage, grace: ChatPage) -> None:
    unnamed = """
      return [...document.querySelectorAll("button, input, textarea, [role]")].filter((each) => {
        const label = each.getAttribute("aria-label") || each.labels?.[0]?.textContent || each.textContent;
        return each.checkVisibility() && !label?.trim() && each.getAttribute("role") !== "status";
      }).map((each) => each.outerHTML)"""
    for page in (ada, grace):
        assert page.driver.execute_script(unnamed) == []
        wide = "return document.documentElement.scrollWidth > window.innerWidth"
        assert page.driver.execute_script(wide) is False


def test_the_pages_comply_with_their_content_security_policy(ada: ChatPage, grace: ChatPage) -> None:
    for page in (ada, grace):
        entries = [str(entry["message"]) for entry in page.driver.get_log("browser")]  # type: ignore[no-untyped-call]
        assert [entry for entry in entries if "Content Security Policy" in entry] == []


CONVERSATION = [
    ("Ada", "alone", 1),
    ("Grace", "sees", ["Ada", "Grace"]),
    ("Ada", "sees", "Grace"),
    ("Ada", "typing", {"since": "now", "isGrace": True}),
    ("Grace", "received", {"body": "Hello 👋", "isTheSame": True}),
    ("Ada", "without", "Grace"),
]


def test_pusher_js_signs_in_joins_sees_presence_types_and_receives(server: Server, tmp_path: Path) -> None:
    folder = copied("pusher_js", tmp_path)
    run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"], folder)
    assert printed(["node", "talk.js", server.url], folder) == CONVERSATION


def test_pusher_java_client_signs_in_joins_sees_presence_types_and_receives(
    server: Server, tmp_path: Path
) -> None:
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    folder = copied("pusher_java", tmp_path)
    run(["mvn", "--quiet", "--batch-mode", "dependency:copy-dependencies", "-DoutputDirectory=lib"], folder)
    assert printed(["java", "-cp", "lib/*", "Talk.java", server.url], folder) == CONVERSATION


def test_pysher_signs_in_joins_sees_presence_types_and_receives(server: Server, tmp_path: Path) -> None:
    """Pysher does not expose the sender of a client event."""
    folder = copied("pysher", tmp_path)
    run([sys.executable, "-m", "venv", ".venv"], folder)
    run([".venv/bin/pip", "install", "--quiet", "--requirement", "requirements.txt"], folder)
    expected = [*CONVERSATION]
    expected[3] = ("Ada", "typing", {"since": "now"})
    assert printed([".venv/bin/python", "talk.py", server.url], folder) == expected


def copied(client: str, folder: Path) -> Path:
    shutil.copytree(CLIENTS / client, folder / client)
    return folder / client


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, env=TOOLS, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def printed(command: list[str], folder: Path) -> list[tuple[object, ...]]:
    return [tuple(json.loads(line).values()) for line in run(command, folder).splitlines()]
