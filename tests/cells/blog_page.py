"""Page object of the blog's web client."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE = 20
PASSWORD = "correct horse battery"


class BlogPage:
    def __init__(self, driver: Chrome, url: str) -> None:
        self.driver = driver
        self.url = url
        self.name = ""
        self.email = ""

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        return [str(each.get_attribute("textContent")) for each in self.all(selector)]

    def wait(self, condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> None:
        again = [StaleElementReferenceException]
        waiting = WebDriverWait(self.driver, seconds, poll_frequency=0.1, ignored_exceptions=again)
        try:
            waiting.until(lambda _: condition())
        except TimeoutException as error:
            shown = self.driver.execute_script("return document.body.innerText")
            raise AssertionError(f"Not within {seconds} s: {what}. The page shows {shown!r}") from error

    def has(self, selector: str) -> None:
        self.wait(lambda: self.all(selector), f"{selector} exists")

    def shows(self, selector: str, text: str) -> None:
        self.wait(lambda: text in self.texts(selector), f"{selector} shows {text!r}")

    def open(self, path: str) -> None:
        """Load a page from scratch, as a link from outside does."""
        self.driver.get("about:blank")
        self.driver.get(f"{self.url}/#{path}")

    def click(self, selector: str) -> None:
        def clicked() -> bool:
            found = self.all(selector)
            if shown := bool(found) and found[0].is_displayed():
                found[0].click()
            return shown

        self.wait(clicked, f"{selector} is shown")

    def press(self, text: str) -> None:
        """Click the button or link with this text."""

        def pressed() -> bool:
            for each in self.all("main button, main a"):
                if each.text == text:
                    each.click()
                    return True
            return False

        self.wait(pressed, f"{text!r} is shown")

    def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            self.has(f"#field-{name}")
            self.find(f"#field-{name}").clear()
            self.find(f"#field-{name}").send_keys(text)

    def submit(self) -> None:
        self.click("form [type=submit]")

    def is_titled(self, title: str) -> None:
        self.wait(lambda: self.texts("main h1") == [title], f"the page is titled {title!r}")

    def register(self, name: str) -> None:
        self.name = f"{name} {secrets.token_hex(4)}"
        self.email = f"{secrets.token_hex(8)}@example.com"
        self.open("/sign-up")
        self.fill(username=self.name, email=self.email, password=PASSWORD)
        self.submit()
        self.wait(lambda: self.texts("#links .name") == [self.name], f"{name} is signed in")

    def sign_in(self) -> None:
        """Sign in on the current page."""
        self.fill(email=self.email, password=PASSWORD)
        self.submit()

    def write_article(self, title: str, body: str, *tags: str, description: str = "What it is about") -> str:
        """Publish an article and return its path."""
        self.open("/editor")
        self.fill(title=title, description=description, body=body)
        for tag in tags:
            self.find("#field-tagList").send_keys(tag, Keys.ENTER)
        self.submit()
        self.is_titled(title)
        return self.path()

    def path(self) -> str:
        return self.driver.current_url.partition("#")[2]

    def titles(self) -> list[str]:
        """The titles of the listed articles."""
        return self.texts(".articles h2")

    def script(self, code: str, *arguments: object) -> Any:
        return self.driver.execute_script(code, *arguments)

    def focused(self) -> str:
        return str(self.script("const a = document.activeElement; return a.id || a.tagName"))

    def rendered(self, text: str) -> str:
        """The HTML that the client renders from Markdown."""
        return str(
            self.driver.execute_async_script(
                """const [text, done] = arguments;
                import("/web/markdown.js").then(({ markdown }) => {
                  const page = document.createElement("div");
                  page.append(...markdown(text));
                  for (const each of page.querySelectorAll("[dir]")) each.removeAttribute("dir");
                  done(page.innerHTML);
                }, (problem) => done(String(problem)));""",
                text,
            )
        )
