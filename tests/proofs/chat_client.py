"""Tests of the chat's web client with two users in separate browsers, and of third-party Pusher clients."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys

from scaffolder.contracts.identity_provider import Provider, new_person
from tests.cells import provider_stories
from tests.cells.axe import serious_findings
from tests.cells.browser import console_errors, prefer, slow
from tests.cells.chat_page import ChatPage
from tests.cells.page import PASSWORD
from tests.cells.servers import Server
from tests.support import PATH, ROOT

pytest_plugins = ["tests.cells.fixtures"]

CLIENTS = ROOT / "tests" / "cells"
TOOLS = os.environ | {"PATH": PATH}
ARABIC = "مرحبا بكم في الغرفة"
SCRIPT = "<script>document.title = 'taken'</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def ada(desk: Chrome, server: Server) -> ChatPage:
    return signed_up(desk, server, "Ada")


@pytest.fixture(scope="module")
def grace(phone: Chrome, server: Server) -> ChatPage:
    return signed_up(phone, server, "Grace")


def signed_up(driver: Chrome, server: Server, name: str) -> ChatPage:
    page = ChatPage(driver, server.url)
    page.register(name)
    return page


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


def test_a_room_and_the_title_show_what_is_unread(ada: ChatPage, grace: ChatPage, room: str) -> None:
    ada.make_room(f"other {secrets.token_hex(4)}")
    grace.write("one")
    grace.write("two")
    ada.wait(lambda: ada.unread(room) == "2", "two are unread")
    ada.wait(lambda: ada.driver.title.startswith("(2) other"), "the title says so")
    ada.open_room(room)
    ada.sees("two")
    ada.wait(lambda: ada.all("#joined .badge") == [], "nothing is unread")
    assert ada.driver.title.startswith(room)


def test_the_first_room_with_unread_messages_opens_after_signing_in(
    ada: ChatPage, grace: ChatPage, room: str
) -> None:
    ada.make_room(f"{room} and later")
    ada.sign_out()
    grace.write("Where are you?")
    grace.sees("Where are you?")
    ada.sign_in()
    ada.is_in(room)
    ada.sees("Where are you?")
    ada.open_room(f"{room} and later")
    ada.driver.refresh()
    ada.is_in(f"{room} and later")


def test_rooms_and_their_new_names_appear_at_once(ada: ChatPage, grace: ChatPage, room: str) -> None:
    ada.make_room(f"new {room}")
    label = f'#others [aria-label="Join new {room}"]'
    grace.wait(lambda: grace.all(label), "Grace sees the new room")
    ada.click("#room-settings")
    ada.fill("#room-dialog [name=name]", f"renamed {room}")
    ada.click("#room-save")
    ada.is_in(f"renamed {room}")
    grace.wait(lambda: not grace.all(label), "the former name is gone")
    grace.join(f"renamed {room}")
    ada.click("#room-settings")
    ada.click("#room-delete")
    ada.confirm()
    grace.wait(lambda: not grace.find("#room").is_displayed(), "the room is closed for Grace")
    for page in (ada, grace):
        page.lacks(f"renamed {room}")


def test_members_are_invited_by_email_and_by_name(ada: ChatPage, grace: ChatPage, room: str) -> None:
    private = f"private {room}"
    for invited in (grace.email, "grace"):
        ada.make_room(private, private=True)
        ada.click("#members")
        ada.fill("#members-dialog [name=invited]", invited)
        ada.click("#members-dialog [type=submit]")
        ada.wait(lambda: ada.texts("#member-list .content") == ["Ada", "Grace"], "both are members")
        grace.show_rooms()
        grace.wait(lambda: private in grace.rooms(), "Grace has the room")
        ada.click('#members-dialog [aria-label="Remove Grace"]')
        ada.wait(lambda: ada.texts("#invited") == ["Grace was removed."], "it is announced")
        assert ada.focused() == "invited"
        grace.lacks(private)
        press(ada, Keys.ESCAPE)
        ada.click("#room-settings")
        ada.click("#room-delete")
        ada.confirm()
        ada.lacks(private)


def test_a_room_is_left_after_a_question(ada: ChatPage, grace: ChatPage, room: str) -> None:
    grace.click("#leave")
    grace.wait(lambda: grace.texts("#confirm-title") == [f"Leave “{room}”?"], "Grace is asked")
    press(grace, Keys.ESCAPE)
    grace.wait(lambda: not grace.find("#confirm-dialog").is_displayed(), "the question is gone")
    assert ada.people() == {"Ada", "Grace"}
    grace.click("#leave")
    grace.confirm()
    ada.wait(lambda: ada.people() == {"Ada"}, "Grace has left")
    grace.wait(lambda: grace.all(f'#others [aria-label="Join {room}"]'), "Grace can join again")


@pytest.mark.usefixtures("room")
def test_web_addresses_are_links_and_nothing_else_is(ada: ChatPage, grace: ChatPage) -> None:
    ada.write(
        "See (https://a.example/b_(c)), HTTP://d.example. javascript:alert(1) ftp://e https:// //f.example"
    )
    grace.wait(lambda: len(grace.all(".body a")) == 2, "two links are shown")
    links = [[each.get_attribute(name) for name in ("href", "rel")] for each in grace.all(".body a")]
    rel = "noopener noreferrer nofollow"
    assert links == [["https://a.example/b_(c)", rel], ["http://d.example/", rel]]
    assert "javascript:alert(1)" in grace.said()[0]


@pytest.mark.usefixtures("room")
def test_the_focus_follows_the_user(ada: ChatPage, grace: ChatPage) -> None:
    ada.wait(lambda: ada.focused() == "words", "Ada, who created the room, can write")
    grace.wait(lambda: grace.focused() == "words", "Grace, who joined it, can write")
    room = grace.run("return document.querySelector('#joined [aria-current=true]').dataset.room")
    grace.click("#back")
    grace.wait(lambda: grace.focused() == room, "the room that Grace left has the focus")


@pytest.mark.usefixtures("room")
def test_own_messages_can_be_edited_and_deleted_by_keyboard(ada: ChatPage, grace: ChatPage) -> None:
    ada.write("Helo")
    grace.sees("Helo")
    ada.find("#words").send_keys(Keys.ARROW_UP)
    ada.find(".editing textarea").send_keys("!", Keys.ENTER)
    grace.sees("Helo!")
    ada.run("document.querySelector('[aria-label^=Delete]').click()")
    ada.confirm()
    grace.wait(lambda: grace.said() == [], "the message is gone")
    assert ada.said() == []


@pytest.mark.usefixtures("room")
def test_only_new_messages_are_read_aloud(ada: ChatPage, grace: ChatPage) -> None:
    ada.write("First")
    grace.sees("First")
    grace.run(
        """window.added = [];
        new MutationObserver((changes) => changes.forEach(({ addedNodes }) => window.added.push(...addedNodes)))
          .observe(document.getElementById("messages"), { childList: true });"""
    )
    ada.write("Second")
    grace.sees("Second")
    assert grace.run("return window.added.map((each) => each.querySelector('.body').textContent)") == [
        "Second"
    ]


@pytest.mark.usefixtures("room")
def test_a_session_that_ends_loses_nothing_typed(ada: ChatPage, grace: ChatPage) -> None:
    ada.write("Half a", send=False)
    end_session(ada)
    ada.write(" thought")
    ada.fill("#again-dialog [name=password]", PASSWORD)
    ada.click("#again-dialog [type=submit]")
    grace.sees("Half a thought")
    ada.wait(lambda: not ada.find("#again-dialog").is_displayed(), "Ada goes on")
    ada.wait(lambda: ada.focused() == "words", "Ada can go on writing")
    ada.write("and more", send=False)
    ada.driver.refresh()
    ada.wait(lambda: ada.run("return document.getElementById('words').value") == "and more", "it is kept")
    ada.write("")
    grace.sees("and more")


def end_session(page: ChatPage) -> None:
    page.run(
        """const [key, session] = Object.entries(localStorage)[0];
        const ended = { ...JSON.parse(session), expires_at: 0, refresh_token: "0".repeat(43) };
        localStorage.setItem(key, JSON.stringify(ended));"""
    )


def test_what_is_typed_stays_in_its_room(ada: ChatPage, grace: ChatPage, room: str) -> None:
    ada.write("For this room", send=False)
    ada.make_room(f"other {room}")
    assert ada.run("return document.getElementById('words').value") == ""
    ada.open_room(room)
    ada.write("")
    grace.sees("For this room")


def test_a_tab_follows_when_another_user_signs_in(ada: ChatPage, grace: ChatPage) -> None:
    driver, first = ada.driver, ada.driver.current_window_handle
    kept = ada.run("return Object.entries(localStorage)[0]")
    ada.write("Only Ada may send this", send=False)
    driver.switch_to.new_window("tab")
    driver.get(ada.url)
    ada.run("localStorage.setItem(...arguments[0])", grace.run("return Object.entries(localStorage)[0]"))
    driver.switch_to.window(first)
    ada.wait(lambda: ada.texts("#me span:last-child") == ["Grace"], "the first tab is Grace's")
    assert ada.run("return document.getElementById('words').value") == ""
    ada.run("localStorage.setItem(...arguments[0])", kept)
    driver.refresh()
    ada.wait(lambda: ada.texts("#me span:last-child") == ["Ada"], "Ada is back")
    other = next(each for each in driver.window_handles if each != first)
    driver.switch_to.window(other)
    driver.close()
    driver.switch_to.window(first)


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
    ada.wait(lambda: "unavailable" in ada.texts(".conversation [data-shows=connection]")[0], "Ada sees why")
    assert set(ada.texts("[data-shows=live]")) == {"Connecting…"}
    server.start()
    both_write("after")
    for page in (ada, grace):
        everything_arrives(page, said)
    assert sorted(ada.said()) == sorted(said)
    assert ada.said() == grace.said()
    ada.wait(lambda: set(ada.texts(".connection")) == {""}, "nothing is wrong any more")
    ada.driver.refresh()
    ada.wait(lambda: ada.said() == grace.said(), "a new page shows the same")


def test_a_slow_server_is_announced(ada: ChatPage, grace: ChatPage, room: str) -> None:
    with slow(ada.driver, 0.5):
        ada.driver.refresh()
        ada.wait(lambda: "Loading…" in ada.texts("#joined li"), "Ada sees that her rooms are loading")
        assert "Choose a room" not in ada.text()
        ada.is_in(room)
        ada.wait(lambda: ada.find("#empty").text == "No messages yet.", "the messages are loaded")
        ada.write("At last")
        ada.see(".waiting")
        grace.sees("At last")
        ada.sees("At last")


def test_a_server_that_hangs_is_reported_until_it_is_back(
    ada: ChatPage, grace: ChatPage, room: str, server: Server
) -> None:
    grace.show_rooms()
    for page in (ada, grace):
        page.give_up_soon()
    with server.frozen():
        ada.write("Is anybody there?")
        grace.run("document.dispatchEvent(new Event('visibilitychange'))")
        for page in (ada, grace):
            page.reads("The server is unavailable.")
    for page in (ada, grace):
        page.reads_no_more("The server is unavailable.")
    grace.open_room(room)
    grace.sees("Is anybody there?")


def test_nothing_moves_for_users_who_prefer_that(ada: ChatPage) -> None:
    assert ada.moving()
    prefer(ada.driver, "light", motion="reduce")
    assert not ada.moving()
    prefer(ada.driver, "light")


def everything_arrives(page: ChatPage, said: list[str]) -> None:
    page.wait(lambda: set(page.said()) >= set(said), "everything has arrived", 60)
    page.wait(lambda: page.all(".waiting") == [], "nothing is still being sent", 30)
    page.wait(lambda: page.people() == {"Ada", "Grace"}, "both are back", 30)


def test_all_controls_have_a_name_and_long_and_right_to_left_text_fits(
    ada: ChatPage, grace: ChatPage
) -> None:
    name = f"{secrets.token_hex(4)} {'م' * 70}"
    ada.make_room(name, topic="x" * 250)
    grace.join(name)
    ada.write("x" * 1000)
    ada.write(ARABIC)
    grace.sees(ARABIC)
    for page in (ada, grace):
        directions = (
            "return [...document.querySelectorAll('.body')].map((each) => getComputedStyle(each).direction)"
        )
        assert page.run(directions) == ["ltr", "rtl"]
        page.assert_it_fits_and_all_controls_have_a_name()
        page.click("#members")
        page.see("#member-list .content")
        page.assert_it_fits_and_all_controls_have_a_name()
        press(page, Keys.ESCAPE)
        page.hides("#members-dialog")


@pytest.mark.usefixtures("room")
def test_axe_finds_nothing_serious(ada: ChatPage, grace: ChatPage, axe: str) -> None:
    for page in (ada, grace):
        page.write("Look at https://a.example")
        page.sees("Look at https://a.example")
        assert_axe_finds_nothing(page, axe, "room")
        page.click("#members")
        page.see("#member-list .content")
        assert_axe_finds_nothing(page, axe, "members")
        press(page, Keys.ESCAPE)
        page.show_rooms()
        page.click("#new-room")
        assert_axe_finds_nothing(page, axe, "new room")
        press(page, Keys.ESCAPE)
        assert_axe_finds_nothing(page, axe, "rooms")
    prefer(ada.driver, "light")


def assert_axe_finds_nothing(page: ChatPage, axe: str, where: str) -> None:
    for scheme in ("light", "dark"):
        prefer(page.driver, scheme, motion="reduce")
        assert serious_findings(page.driver, axe) == [], f"{where}, {scheme}"


def test_the_console_shows_no_error(ada: ChatPage, grace: ChatPage) -> None:
    """Nor a violation of the content security policy, in any test above."""
    for page in (ada, grace):
        assert console_errors(page.driver) == []


def test_a_guest_tries_it_without_an_account(newcomer: Chrome, server: Server, axe: str) -> None:
    page = ChatPage(newcomer, server.url)
    newcomer.get(server.url)
    page.wait(lambda: page.find("#guest").is_displayed(), "guests are offered an account")
    assert page.all(".providers button") == []
    assert serious_findings(newcomer, axe) == []
    page.click("#guest")
    page.wait(lambda: len(page.said()) > 0, "the room of the guest is open")
    server.restart(DEMO="false")
    page.run("localStorage.clear()")
    newcomer.refresh()
    page.wait(lambda: page.focused() == "email", "the sign-in page is shown")
    assert not page.find("#guest").is_displayed()


@pytest.fixture
def visitor(newcomer: Chrome, server: Server) -> ChatPage:
    return ChatPage(newcomer, server.url)


def test_a_new_user_signs_in_with_a_provider(visitor: ChatPage, provider: Provider, axe: str) -> None:
    provider_stories.a_new_user_signs_in(visitor, provider, axe)


def test_a_user_refuses_to_sign_in_with_a_provider(visitor: ChatPage, provider: Provider, axe: str) -> None:
    provider_stories.a_user_refuses(visitor, provider, axe)


def test_an_account_is_linked_to_a_provider_and_unlinked(
    visitor: ChatPage, provider: Provider, axe: str
) -> None:
    provider_stories.an_account_is_linked_and_unlinked(visitor, provider, axe)


def test_linking_a_provider_can_fail(visitor: ChatPage, provider: Provider) -> None:
    provider_stories.linking_fails(visitor, provider)


def test_a_provider_can_be_down(visitor: ChatPage, provider: Provider, server: Server) -> None:
    provider_stories.a_provider_is_down(visitor, provider, server)


def test_what_was_typed_survives_signing_in_again_with_a_provider(
    visitor: ChatPage, provider: Provider
) -> None:
    provider.browser_person = new_person(name="Ada")
    visitor.visit_sign_in()
    visitor.follow(f"Sign in with {provider_stories.NAME}")
    visitor.wait(visitor.user_name, "Ada, who has no password, is signed in")
    visitor.make_room(f"room {secrets.token_hex(4)}")
    visitor.write("Half a thought", send=False)
    end_session(visitor)
    # A request in the background may have opened the dialog, which covers the form.
    visitor.run("document.getElementById('words').form.requestSubmit()")
    visitor.wait(lambda: visitor.find("#again-dialog").is_displayed(), "Ada is asked to sign in again")
    visitor.follow(f"Sign in with {provider_stories.NAME}")
    visitor.sees("Half a thought")


def press(page: ChatPage, key: str) -> None:
    ActionChains(page.driver).send_keys(key).perform()


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
