import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from scaffolder.contracts.client import Client


class Page(HTMLParser):
    """The resources that a page loads, and its inline scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self.loaded += [
            values[name] for name in ("src", "href", "action", "poster", "data") if values.get(name)
        ]
        self.inline += [name for name in values if name.startswith("on") or name == "style"]
        self._open = tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.inline.append(f"<{self._open}>{data.strip()[:80]}")


@pytest.fixture
def answer(root: Client) -> httpx.Response:
    return root.get("/", headers={"Accept": "text/html"}, expect=200)


def test_a_web_client_is_served(answer: httpx.Response) -> None:
    assert answer.headers["content-type"].replace(" ", "").lower() == "text/html;charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert re.match(r"\s*<!doctype html>", answer.text, re.IGNORECASE)


def test_the_web_client_has_no_inline_scripts(answer: httpx.Response) -> None:
    policy = {
        name: values
        for name, *values in (
            part.split() for part in answer.headers["content-security-policy"].split(";") if part.strip()
        )
    }
    scripts = policy.get("script-src", policy.get("default-src"))
    assert scripts is not None
    for name, values in policy.items():
        unsafe = {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:", "data:"} & set(values)
        assert not (unsafe and name in ("default-src", "script-src", "style-src")), f"{name} allows {unsafe}"
    assert Page(answer.text).inline == []


def test_the_web_client_loads_everything_from_its_own_server(answer: httpx.Response, root: Client) -> None:
    loaded = Page(answer.text).loaded
    assert [
        each for each in loaded if urlsplit(each).netloc or urlsplit(each).scheme not in ("", "data")
    ] == []
    for each in loaded:
        path = urlsplit(urljoin("/", each)).path
        if path != "/" and not each.startswith(("#", "data:")):
            asset = root.get(path, expect=200, validate=False)
            assert "//cdn" not in asset.text


# APIs that turn text into HTML or code; the text comes from users.
SINKS = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|srcdoc|DOMParser"
    r"|document\.write(ln)?|eval|Function)\b|\bset(Timeout|Interval)\(\s*[\"'`]|javascript:|\.on[a-z]+\s*=\s*[\"'`]"
    r"|setAttribute\(\s*[\"'`]on|import\((?!\s*[\"'])"
)


def scripts_of(root: Client, page: str) -> Iterator[str]:
    """All scripts of the page, including imported ones."""
    waiting, seen = [path for path in Page(page).loaded if path.endswith(".js")], set[str]()
    while waiting:
        path = urlsplit(waiting.pop()).path
        if path not in seen:
            seen.add(path)
            script = root.get(path, expect=200, validate=False).text
            yield script
            imported = re.findall(r"""(?:from|import)\s*["']([^"']+)["']""", script)
            waiting += [urljoin(path, each) for each in imported]


def test_user_input_is_never_rendered_as_html(answer: httpx.Response, root: Client) -> None:
    scripts = list(scripts_of(root, answer.text))
    assert len(scripts) > 3
    assert [found.group() for script in scripts for found in SINKS.finditer(script)] == []
