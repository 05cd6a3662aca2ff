"""The picture in the chat's README, from a real run: `python -m tests.cells.chat_picture STACK`."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.cells.browser import browser
from tests.cells.chat_cell import running_chat
from tests.cells.chat_page import ChatPage
from tests.support import ROOT

PICTURE = ROOT / "templates" / "layers" / "[[only.project.chat]]" / "docs" / "chat.png"
CONVERSATION = [
    ("Ada", "Morning! The release notes are done, can you have a look?"),
    ("Grace", "On it. <b>Nice</b>, and the markup is shown as what it is: text."),
    ("Ada", "I restarted the server while you wrote that."),
    ("Grace", "Did you? I saw “Connecting…” for a second, and nothing was lost."),
    ("Ada", "Even two lines in one\nmessage work."),
]


def main(stack: str) -> None:
    with tempfile.TemporaryDirectory() as folder, running_chat(stack, Path(folder) / "my-chat") as server:
        take(server.url)


def take(url: str) -> None:
    with browser(width=960, height=600) as first, browser(width=400, height=600) as second:
        pages = {"Ada": ChatPage(first, url), "Grace": ChatPage(second, url)}
        for name, page in pages.items():
            page.register(name)
        pages["Grace"].make_room("random")
        pages["Grace"].click("#back")
        pages["Ada"].make_room("design", "What it should feel like")
        pages["Ada"].make_room("releases", "What ships, and when")
        pages["Grace"].join("design")
        pages["Grace"].join("releases")
        for name, words in CONVERSATION:
            pages[name].write(words)
            pages["Ada"].sees(words)
        open_room(pages["Grace"], "design")
        pages["Grace"].write("Larger buttons?")
        open_room(pages["Grace"], "releases")
        pages["Grace"].write("Shipping it", send=False)
        pages["Ada"].wait(lambda: pages["Ada"].texts("#typing") == ["Grace is typing…"], "Grace types")
        time.sleep(0.5)
        PICTURE.parent.mkdir(exist_ok=True)
        first.save_screenshot(str(PICTURE))


def open_room(page: ChatPage, name: str) -> None:
    page.click("#back")
    page.wait(lambda: page.all("#joined .entry") != [], "the rooms are listed")
    for entry in page.all("#joined .entry"):
        if name in entry.text:
            entry.click()
            break
    page.wait(lambda: page.texts("#room-name") == [name], f"{name} is open")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "fastapi")
