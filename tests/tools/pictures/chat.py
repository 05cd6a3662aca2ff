"""Screenshots of a chat with two users, for this README and the project's, in both colour schemes."""

from __future__ import annotations

from tests.cells.browser import browser
from tests.cells.chat_page import ChatPage
from tests.tools.pictures.photographs import copy_to_project, photograph, started

CONVERSATION = [
    ("Ada", "Morning! The release notes are done, can you have a look?"),
    ("Grace", "On it. <b>Nice</b>, and the markup is shown as what it is: text."),
    ("Ada", "I restarted the server while you wrote that."),
    ("Grace", "Did you? I saw “Connecting…” for a second, and nothing was lost."),
    ("Ada", "Even two lines in one\nmessage work."),
]


def take(stack: str = "fastapi") -> None:
    with (
        started("chat", "my-chat", stack) as server,
        browser(width=960, height=600) as wide,
        browser(width=400, height=600) as narrow,
    ):
        talk(ChatPage(wide, server.url), ChatPage(narrow, server.url))
        photograph(wide, "chat-wide")
        photograph(narrow, "chat-narrow")
        copy_to_project("chat-wide", "chat")


def talk(ada: ChatPage, grace: ChatPage) -> None:
    pages = {"Ada": ada, "Grace": grace}
    for name, page in pages.items():
        page.register(name)
    grace.make_room("random")
    ada.make_room("design", "What it should feel like")
    ada.make_room("releases", "What ships, and when")
    grace.join("design")
    grace.join("releases")
    for name, words in CONVERSATION:
        pages[name].write(words)
        ada.sees(words)
    grace.open_room("design")
    grace.write("Larger buttons?")
    grace.open_room("releases")
    grace.sees(CONVERSATION[-1][1])
    grace.write("Shipping it", send=False)
    ada.wait(lambda: ada.texts("#typing") == ["Grace is typing…"], "Grace types")
