"""Requests that several tests of the blog share."""

import secrets
from typing import Any
from urllib.parse import quote

import httpx

from scaffolder.contracts.client import Client

BLANK = ["can't be blank"]
TAKEN = ["has already been taken"]


def unique(text: str = "word") -> str:
    """A text that no other test uses."""
    return f"{text}-{secrets.token_hex(5)}"


def new_article(**overrides: Any) -> dict[str, Any]:
    """A request body with a unique title; an override of None sends null."""
    return {
        "article": {"title": unique("title"), "description": "About it", "body": "All of it", **overrides}
    }


def write(author: Client, /, **overrides: Any) -> dict[str, Any]:
    article: dict[str, Any] = author.post("/articles", json=new_article(**overrides), expect=201).json()[
        "article"
    ]
    return article


def change(author: Client, slug: str, /, **fields: Any) -> dict[str, Any]:
    answer = author.put(f"/articles/{slug}", json={"article": fields}, expect=200)
    article: dict[str, Any] = answer.json()["article"]
    return article


def read(reader: Client, slug: str) -> dict[str, Any]:
    article: dict[str, Any] = reader.get(f"/articles/{slug}", expect=200).json()["article"]
    return article


def listed(reader: Client, path: str = "/articles", /, **query: Any) -> list[dict[str, Any]]:
    articles: list[dict[str, Any]] = reader.get(path, params=query, expect=200).json()["articles"]
    return articles


def slugs(reader: Client, path: str = "/articles", /, **query: Any) -> list[str]:
    return [article["slug"] for article in listed(reader, path, **query)]


def comment(author: Client, slug: str, body: str = "Well said") -> dict[str, Any]:
    answer = author.post(f"/articles/{slug}/comments", json={"comment": {"body": body}}, expect=201)
    created: dict[str, Any] = answer.json()["comment"]
    return created


def comments(reader: Client, slug: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reader.get(f"/articles/{slug}/comments", expect=200).json()["comments"]
    return found


def name(client: Client) -> str:
    username: str = client.user["username"]
    return username


def profile_path(username: str) -> str:
    return f"/profiles/{quote(username, safe='')}"


def follow(follower: Client, followed: Client) -> None:
    follower.post(f"{profile_path(name(followed))}/follow", expect=200)


def errors(answer: httpx.Response) -> dict[str, list[str]]:
    found: dict[str, list[str]] = answer.json()["errors"]
    return found
