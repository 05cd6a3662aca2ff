"""The home page at `/`, and what pages are allowed to load."""

import re

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.document import Document

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
NOTHING = {"'none'"}
OWN = {"'self'"}
POLICY = {
    "default-src": NOTHING,
    "script-src": OWN,
    "style-src": OWN,
    # The blog shows images in articles, which are anywhere.
    "img-src": OWN | {"data:", "https:"},
    "connect-src": OWN,
    "base-uri": NOTHING,
    "form-action": NOTHING,
    "frame-ancestors": NOTHING,
}


def test_a_browser_gets_a_page(root: Client) -> None:
    page = root.get("/", headers=BROWSER, expect=200)
    assert page.headers["content-type"].replace(" ", "").lower() == "text/html;charset=utf-8"
    assert re.match(r"\s*<!doctype html>", page.text, re.IGNORECASE)
    assert re.search(r"<title>\s*\S[^<]*</title>", page.text)
    assert "accept" in page.headers["vary"].lower(), "a cache would return the page to programs"


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, */*;q=0.5", None, ""])
def test_a_program_gets_working_links(root: Client, contract: Document, accept: str | None) -> None:
    headers = {"Accept": accept} if accept is not None else {}
    answer = root.get("/", headers=headers, expect=200)
    assert answer.headers["content-type"].split(";")[0] == "application/json"
    assert "accept" in answer.headers["vary"].lower()
    body = answer.json()
    assert body.keys() == {"name", "links"}
    links = body["links"]
    assert links.keys() == {"docs", "openapi", "api", "health"}
    assert root.get(links["docs"], expect=200).headers["content-type"].startswith("text/html")
    assert root.get(links["openapi"], expect=200).json()["openapi"]
    root.get(links["health"], expect=200)
    assert links["api"] == contract.prefix


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_has_a_content_security_policy_that_only_allows_its_own_files(root: Client, path: str) -> None:
    found = policy_of(root.get(path, headers=BROWSER, expect=200))
    assert POLICY.keys() <= found.keys(), f"{POLICY.keys() - found.keys()} is missing"
    for directive, sources in found.items():
        assert sources <= POLICY.get(directive, OWN | NOTHING), f"{directive} allows {sources}"


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_contains_no_inline_scripts_or_styles(root: Client, path: str) -> None:
    text = root.get(path, headers=BROWSER, expect=200).text
    assert (
        re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|javascript:", text, re.IGNORECASE)
        == []
    )


def policy_of(page: httpx.Response) -> dict[str, set[str]]:
    parts = [part.split() for part in page.headers["content-security-policy"].split(";") if part.strip()]
    return {name: set(sources) for name, *sources in parts}
