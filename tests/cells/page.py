"""What the page objects of all web clients share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE = 20
PASSWORD = "correct horse battery"

TEXTS = "return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent)"
# A label can also be the content of the control.
UNNAMED = """
  return [...document.querySelectorAll("a, button, input, select, textarea, dialog, meter, [role]")].filter((each) => {
    const labelled = document.getElementById(each.getAttribute("aria-labelledby"));
    const label = each.getAttribute("aria-label") || each.labels?.[0]?.textContent || labelled?.textContent;
    const isEmptyUntilNeeded = ["status", "alert"].includes(each.getAttribute("role"));
    return each.checkVisibility() && !isEmptyUntilNeeded && !(label || each.textContent).trim();
  }).map((each) => each.outerHTML)"""
OUTSIDE = """
  const { innerWidth } = window;
  if (document.documentElement.scrollWidth > innerWidth) return ["the page scrolls sideways"];
  return [...document.querySelectorAll("dialog[open] *")].filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    return each.checkVisibility() && (left < 0 || right > innerWidth);
  }).map((each) => each.outerHTML)"""
MOVING = """
  return [...document.querySelectorAll("*")].filter((each) => ["", "::before", "::after"].some((part) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each, part);
    return /[1-9]/.test(transitionDuration) || animationName !== "none" || scrollBehavior === "smooth";
  })).length"""
# A request fails after two seconds without a response.
IMPATIENT = """
  const { timeout } = AbortSignal;
  AbortSignal.timeout = (limit) => timeout.call(AbortSignal, Math.min(limit, 2000));"""


class Page(ABC):
    def __init__(self, driver: Chrome, url: str) -> None:
        self.driver = driver
        self.url = url
        self.email = ""

    @abstractmethod
    def register(self, name: str) -> None: ...

    @abstractmethod
    def visit_sign_in(self) -> None: ...

    @abstractmethod
    def sign_in(self) -> None:
        """Sign in on the sign-in page, with the password."""

    @abstractmethod
    def sign_out(self) -> None: ...

    @abstractmethod
    def open_settings(self) -> None: ...

    @abstractmethod
    def user_name(self) -> str:
        """The name of the user, as the page shows it; empty if nobody is signed in."""

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def texts(self, selector: str) -> list[str]:
        found: list[str] = self.run(TEXTS, selector)
        return found

    def text(self) -> str:
        """All visible text."""
        return str(self.run("return document.body.innerText"))

    def wait(self, condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> None:
        # The page may replace or cover an element between finding and using it.
        again = [StaleElementReferenceException, ElementClickInterceptedException]
        waiting = WebDriverWait(self.driver, seconds, poll_frequency=0.1, ignored_exceptions=again)
        try:
            waiting.until(lambda _: condition())
        except TimeoutException as error:
            raise AssertionError(f"Not within {seconds} s: {what}. The page shows {self.text()!r}") from error

    def reads(self, text: str) -> None:
        self.wait(lambda: text in self.text(), f"{text!r} is shown")

    def reads_no_more(self, text: str) -> None:
        self.wait(lambda: text not in self.text(), f"{text!r} is not shown", 30)

    def see(self, selector: str) -> None:
        self.wait(lambda: self.all(selector), f"{selector} is there")

    def click(self, selector: str) -> None:
        def clicked() -> bool:
            found = self.all(selector)
            if shown := bool(found) and found[0].is_displayed() and found[0].is_enabled():
                found[0].click()
            return shown

        self.wait(clicked, f"{selector} is shown")

    def follow(self, text: str) -> None:
        """Press Enter on the provider's button with this text."""

        def followed() -> bool:
            shown = [each for each in self.all(".providers button") if each.is_displayed()]
            found = [each for each in shown if each.text == text]
            for each in found:
                each.send_keys(Keys.ENTER)
            return bool(found)

        self.wait(followed, f"{text!r} is shown")

    def offers_providers(self, texts: list[str]) -> None:
        def shown() -> list[str]:
            return [each.text for each in self.all(".providers button") if each.is_displayed()]

        self.wait(lambda: shown() == texts, f"{texts} are shown")

    def assert_it_fits_and_all_controls_have_a_name(self) -> None:
        assert self.run(OUTSIDE) == []
        assert self.run(UNNAMED) == []

    def moving(self) -> int:
        """How many elements have a transition or an animation."""
        return int(self.run(MOVING))

    def give_up_soon(self) -> None:
        """Wait only two seconds for each response, until the page is loaded again."""
        self.run(IMPATIENT)
