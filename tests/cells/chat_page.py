"""Page object of the chat's web client."""

from __future__ import annotations

import secrets

from selenium.webdriver import Keys

from tests.cells.page import PASSWORD, Page


class ChatPage(Page):
    def fill(self, selector: str, text: str) -> None:
        def filled() -> bool:
            field = self.find(selector)
            if shown := field.is_displayed() and field.is_enabled():
                field.clear()
                field.send_keys(text)
            return shown

        self.wait(filled, f"{selector} is shown")

    def register(self, name: str) -> None:
        self.email = f"{secrets.token_hex(8)}@example.com"
        self.driver.get(self.url)
        self.click("#sign-in-switch")
        self.wait(lambda: self.focused() == "name", "the name has the focus")
        self.fill("#sign-in [name=name]", name)
        self.fill("#sign-in [name=email]", self.email)
        self.fill("#sign-in [name=password]", PASSWORD)
        self.click("#sign-in-button")
        self.wait(lambda: name in "".join(self.texts("#me")), f"{name} is signed in")
        self.wait(lambda: self.run("return document.body.dataset.view") != "loading", "the rooms are shown")

    def visit_sign_in(self) -> None:
        self.driver.get(self.url)

    def sign_in(self) -> None:
        self.fill("#sign-in [name=email]", self.email)
        self.fill("#sign-in [name=password]", PASSWORD)
        self.click("#sign-in-button")

    def sign_out(self) -> None:
        self.find("body").send_keys(Keys.ESCAPE)
        self.show_rooms()
        self.click(".chat [data-signs-out]")
        self.wait(lambda: self.find("#sign-in").is_displayed(), "the sign-in page is shown")

    def open_settings(self) -> None:
        self.show_rooms()
        self.click("#settings")

    def user_name(self) -> str:
        return "".join(self.texts("#me > :last-child"))

    def show_rooms(self) -> None:
        """On a phone the rooms are on a page of their own."""
        if self.find("#back").is_displayed():
            self.click("#back")

    def make_room(self, name: str, topic: str = "", *, private: bool = False) -> None:
        self.show_rooms()
        self.click("#new-room")
        self.fill("#room-dialog [name=name]", name)
        self.fill("#room-dialog [name=topic]", topic)
        if private:
            self.click("#room-dialog [name=private]")
        self.click("#room-save")
        self.is_in(name)

    def join(self, name: str) -> None:
        self.show_rooms()
        self.click(f'#others [aria-label="Join {name}"]')
        self.is_in(name)

    def open_room(self, name: str) -> None:
        self.show_rooms()
        self.wait(lambda: self.chosen(name), f"{name} is listed")
        self.is_in(name)

    def chosen(self, name: str) -> bool:
        found = [each for each in self.all("#joined .name") if each.get_attribute("textContent") == name]
        for each in found:
            each.click()
        return bool(found)

    def is_in(self, name: str) -> None:
        self.wait(
            lambda: self.texts("#room-name") == [name] and self.find("#room").is_displayed(),
            f"{name} is open",
        )

    def rooms(self) -> list[str]:
        return self.texts("#joined .name")

    def lacks(self, name: str) -> None:
        self.wait(lambda: name not in self.rooms(), f"{name} is not listed")

    def hides(self, selector: str) -> None:
        self.wait(lambda: not self.find(selector).is_displayed(), f"{selector} is hidden")

    def unread(self, name: str) -> str:
        """The number beside a room."""
        script = """return [...document.querySelectorAll("#joined .entry")]
          .find((each) => each.querySelector(".name").textContent === arguments[0])?.querySelector(".badge")?.textContent"""
        return self.run(script, name) or ""

    def confirm(self) -> None:
        self.click("#confirm-yes")

    def write(self, text: str, *, send: bool = True) -> None:
        self.find("#words").send_keys(text.replace("\n", Keys.SHIFT + Keys.ENTER + Keys.NULL))
        if send:
            self.find("#words").send_keys(Keys.ENTER)

    def said(self) -> list[str]:
        """The shown messages, without those that are still being sent."""
        return self.texts("#messages .message:not(.waiting) .body")

    def sees(self, text: str) -> None:
        self.wait(lambda: text in self.said(), f"{text!r} is shown")

    def focused(self) -> str:
        """The id, name or room of the focused element."""
        found: str = self.run(
            "return document.activeElement.id || document.activeElement.name || document.activeElement.dataset.room || ''"
        )
        return found

    def people(self) -> set[str]:
        return set(self.texts("#present .hidden"))
