"""Page object of the task manager's web client."""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

import httpx
from selenium.webdriver import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from tests.cells.page import PASSWORD, Page


class TasksPage(Page):
    def fill(self, selector: str, text: str) -> None:
        self.find(selector).clear()
        self.find(selector).send_keys(text)

    def choose(self, selector: str, value: str) -> None:
        Select(self.find(selector)).select_by_value(value)

    def register(self, name: str) -> None:
        self.driver.get(self.url)
        self.click("#sign-in-switch")
        self.wait(self.find("#sign-in [name=name]").is_displayed, "the name field is shown")
        self.fill("#sign-in [name=name]", name)
        self.email = f"{secrets.token_hex(8)}@example.com"
        self.fill("#sign-in [name=email]", self.email)
        self.fill("#sign-in [name=password]", PASSWORD)
        self.click("#sign-in-button")
        self.wait(lambda: self.texts("#me") == [name], f"{name} is signed in")

    def visit_sign_in(self) -> None:
        self.driver.get(self.url)

    def sign_in(self) -> None:
        self.fill("#sign-in [name=email]", self.email)
        self.fill("#sign-in [name=password]", PASSWORD)
        self.click("#sign-in-button")

    def sign_out(self) -> None:
        self.find("body").send_keys(Keys.ESCAPE)
        self.click("#tasks [data-signs-out]")
        self.wait(lambda: self.find("#sign-in").is_displayed(), "the sign-in page is shown")

    def open_settings(self) -> None:
        self.click("#settings")

    def user_name(self) -> str:
        return "".join(self.texts("#me"))

    def enter(self, name: str, *, project: str) -> None:
        """Register over HTTP, and open the page with that session."""
        registration = {"name": name, "email": f"{secrets.token_hex(8)}@example.com", "password": PASSWORD}
        url = f"{self.url}/api/v1/auth/register"
        session = httpx.post(url, json=registration, trust_env=False).raise_for_status().json()
        session["expires_at"] = (time.time() + session["expires_in"]) * 1000
        self.run("localStorage.setItem(...arguments)", f"{project}.session", json.dumps(session))
        self.driver.get(self.url)
        self.wait(lambda: self.texts("#view-title") == ["Board"], "the board is shown")

    def go(self, address: str) -> None:
        """Go to an address like `#/list?q=paint`, as with a bookmark."""
        self.run("location.hash = arguments[0]", address)

    def visit(self, view: str) -> None:
        self.go(f"#/{view}")
        self.wait(lambda: self.texts("#view-title") == [view.title()], f"{view} is shown")

    def loads_its_view(self) -> None:
        self.wait(lambda: self.texts("#view .quiet") != ["Loading…"], "the view is loaded")

    def see_being_saved(self, title: str) -> None:
        saving = f"Saving “{title}”…"
        self.wait(lambda: saving in self.texts("#waiting li"), f"{title!r} is being saved")

    def create(self, title: str, **values: str) -> None:
        self.click("#new-task")
        self.type_task(title=title, **values)
        self.click("#task-save")
        self.wait(lambda: not self.is_open("task-dialog"), "the form has closed")

    def type_task(self, **values: str) -> None:
        self.wait(self.has_form, "the form is open")
        for name, value in values.items():
            field = self.find(f"#task-dialog [name={name}]")
            if field.tag_name == "select":
                Select(field).select_by_value(value)
            else:
                self.fill(f"#task-dialog [name={name}]", value)

    def open(self, title: str) -> None:
        self.wait(lambda: title in self.listed(), f"{title!r} is shown")
        self.link(title).click()
        self.wait(self.has_form, "the task is loaded")

    def has_form(self) -> bool:
        """Before the form opens, and once its task is loaded, its fields are enabled."""
        return self.is_open("task-dialog") and self.find("#task-dialog [name=title]").is_enabled()

    def link(self, title: str) -> WebElement:
        return next(each for each in self.all(".card .title") if each.get_attribute("textContent") == title)

    def is_open(self, dialog: str) -> bool:
        return bool(self.run("return document.getElementById(arguments[0]).open", dialog))

    def column(self, status: str) -> list[str]:
        return self.texts(f"[data-status={status}] .card .title")

    def has(self, status: str, titles: list[str]) -> None:
        self.wait(lambda: self.column(status) == titles, f"{titles} are in {status}")

    def listed(self) -> list[str]:
        return self.texts("#view .card .title")

    def lists(self, titles: list[str]) -> None:
        self.wait(lambda: self.listed() == titles, f"{titles} are listed")

    def focused(self) -> str:
        """The name, text or id of the focused element."""
        found: str = self.run(
            "const at = document.activeElement; return at.name || at.textContent.trim().slice(0, 80) || at.id"
        )
        return found

    def session(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("return Object.values(localStorage)[0]"))
        return found

    def api(self) -> httpx.Client:
        """An HTTP client that is signed in as the same user."""
        headers = {"Authorization": f"Bearer {self.session()['access_token']}"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, trust_env=False)

    def add(self, **task: object) -> dict[str, Any]:
        """Create a task over HTTP, not in the page."""
        with self.api() as api:
            answer = api.post("/tasks", json=task)
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return created

    def change(self, task: dict[str, Any], **changes: object) -> None:
        with self.api() as api:
            etag = api.get(f"/tasks/{task['id']}").headers["ETag"]
            answer = api.patch(f"/tasks/{task['id']}", json=changes, headers={"If-Match": etag})
        assert answer.status_code == 200, answer.text

    def stored(self, **query: str) -> list[dict[str, Any]]:
        with self.api() as api:
            items: list[dict[str, Any]] = api.get("/tasks", params={"limit": "100", **query}).json()["items"]
        return items
