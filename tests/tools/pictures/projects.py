"""Screenshots of the task manager and the blog with sample content, in both colour schemes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.cells.blog_page import BlogPage
from tests.cells.browser import browser
from tests.cells.page import PASSWORD
from tests.cells.tasks_page import TasksPage
from tests.tools.pictures.photographs import copy_to_project, photograph, started

TASKS = [
    ("Renew the TLS certificate", "todo", "high", ["ops"], -2),
    ("Plan the spring release", "todo", "low", ["docs"], 12),
    ("Rotate the signing keys", "in_progress", "high", ["ops", "security"], 1),
    ("Let a list load by cursor", "in_progress", "medium", ["api"], None),
    ("Answer a repeated POST once", "done", "high", ["api"], None),
    ("Delete guests after a day", "done", "low", ["api"], None),
]
ARTICLE = """\
Two people open the same record, and both save. **The second one must not win by accident.**

## Ask before you overwrite

1. Send an `ETag` with every answer.
2. Expect it back in `If-Match`.
3. Answer `412` if the record has changed in between.

> A lost update is a bug that nobody reports: the data just looks old.
"""
ARTICLES = [
    ("Cursors instead of offsets", "Pages that stay stable while others write", ["sql", "api"]),
    ("What an idempotency key is for", "Sending a request twice, on purpose", ["api", "http"]),
    ("Refresh tokens that rotate", "How a stolen token is noticed", ["security"]),
]


def take_tasks(stack: str = "fastapi") -> None:
    with started("task-manager", "my-tasks", stack) as server, browser(width=1280, height=640) as driver:
        page = TasksPage(driver, server.url)
        page.register("Ada")
        for title, status, priority, labels, days in TASKS:
            due = None if days is None else (datetime.now(UTC) + timedelta(days=days)).isoformat()
            page.add(title=title, status=status, priority=priority, labels=labels, due_at=due)
        driver.refresh()
        page.wait(lambda: len(page.listed()) == len(TASKS), "all tasks are shown")
        photograph(driver, "task-manager")
        copy_to_project("task-manager", "task-manager")


def take_blog(stack: str = "fastapi") -> None:
    with started("blog", "my-blog", stack) as server, browser(width=1100, height=640) as driver:
        with httpx.Client(base_url=f"{server.url}/api", trust_env=False) as api:
            write_articles(api)
            sign_up(api, "Ada")
        page = BlogPage(driver, server.url)
        page.open("/sign-in")
        page.email = "ada@example.com"
        page.sign_in()
        page.wait(lambda: page.texts("#links .name") == ["Ada"], "Ada is signed in")
        page.open("/")
        page.wait(lambda: len(page.titles()) == len(ARTICLES) + 1, "all articles are listed")
        photograph(driver, "blog")
        copy_to_project("blog", "blog")


def write_articles(api: httpx.Client) -> None:
    author = sign_up(api, "Grace")
    for title, description, tags in ARTICLES:
        publish(api, author, title=title, description=description, body=description, tags=tags)
    title, description = "Two people, one record", "How a lost update happens, and how to prevent it"
    slug = publish(api, author, title=title, description=description, body=ARTICLE, tags=["api", "http"])
    for name, words in (
        ("Edsger", "Which status do your clients retry?"),
        ("Grace", "None: they show both versions."),
    ):
        reader = author if name == "Grace" else sign_up(api, name)
        post(api, f"/articles/{slug}/comments", reader, comment={"body": words})
        post(api, f"/articles/{slug}/favorite", reader)


def sign_up(api: httpx.Client, name: str) -> str:
    user = {"username": name, "email": f"{name.lower()}@example.com", "password": PASSWORD}
    return str(post(api, "/users", "", user=user)["user"]["token"])


def publish(api: httpx.Client, token: str, *, tags: list[str], **texts: str) -> str:
    return str(post(api, "/articles", token, article={**texts, "tagList": tags})["article"]["slug"])


def post(api: httpx.Client, path: str, token: str, **body: object) -> dict[str, Any]:
    answer = api.post(path, json=body or None, headers={"Authorization": f"Token {token}"} if token else {})
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
