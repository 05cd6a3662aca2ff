"""Page object of the blog's web client."""

from __future__ import annotations

import secrets

from selenium.webdriver import Chrome, Keys

from tests.cells.page import PASSWORD, Page


class BlogPage(Page):
    def __init__(self, driver: Chrome, url: str) -> None:
        super().__init__(driver, url)
        self.name = ""

    def shows(self, selector: str, text: str) -> None:
        self.wait(lambda: text in self.texts(selector), f"{selector} shows {text!r}")

    def open(self, path: str) -> None:
        """Load a page from scratch, as a link from outside does."""
        if self.driver.current_url.startswith(self.url):
            self.run("history.pushState(null, '', arguments[0])", f"/#{path}")
            self.driver.refresh()
        else:
            self.driver.get(f"{self.url}/#{path}")

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
            self.see(f"#field-{name}")
            self.find(f"#field-{name}").clear()
            self.run("document.getElementById(arguments[0]).focus()", f"field-{name}")
            # At once, as if pasted: thousands of keys take seconds.
            self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

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

    def visit_sign_in(self) -> None:
        self.open("/sign-in")

    def sign_out(self) -> None:
        self.open("/settings")
        self.click("#sign-out")
        self.wait(lambda: not self.user_name(), "nobody is signed in")

    def open_settings(self) -> None:
        self.open("/settings")

    def user_name(self) -> str:
        return "".join(self.texts("#links .name"))

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

    def focused(self) -> str:
        return str(self.run("const a = document.activeElement; return a.id || a.tagName"))

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
