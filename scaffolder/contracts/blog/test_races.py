"""Concurrent requests: each test sends all of its requests from separate threads."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx

from scaffolder.contracts.blog.steps import comments, name, new_article, profile_path, read, unique, write
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import SignUp

THREADS = 8


def concurrently(send: Callable[[int], httpx.Response], times: int = THREADS) -> list[httpx.Response]:
    start = Barrier(times)

    def send_together(number: int) -> httpx.Response:
        start.wait()
        return send(number)

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(send_together, range(times)))


def statuses(answers: list[httpx.Response]) -> dict[int, int]:
    return dict(Counter(answer.status_code for answer in answers))


def user(username: str, email: str) -> dict[str, dict[str, str]]:
    return {"user": {"username": username, "email": email, "password": "long enough"}}


def test_of_many_concurrent_registrations_of_a_name_one_succeeds(api: Client) -> None:
    username = unique("user")
    answers = concurrently(
        lambda number: api.post("/users", json=user(username, f"{number}{username}@example.com"))
    )
    assert statuses(answers) == {201: 1, 409: THREADS - 1}


def test_of_many_concurrent_registrations_of_an_email_one_succeeds(api: Client) -> None:
    username = unique("user")
    answers = concurrently(
        lambda number: api.post("/users", json=user(f"{username}{number}", f"{username}@example.com"))
    )
    assert statuses(answers) == {201: 1, 409: THREADS - 1}


def test_of_many_concurrent_renames_to_a_name_one_succeeds(sign_up: SignUp) -> None:
    users = [sign_up() for _ in range(4)]
    username = unique("wanted")
    answers = concurrently(
        lambda number: users[number].put("/user", json={"user": {"username": username}}), times=len(users)
    )
    assert statuses(answers) == {200: 1, 409: len(users) - 1}
    assert [each.get("/user", expect=200).json()["user"]["username"] for each in users].count(username) == 1


def test_concurrent_articles_with_the_same_title_get_different_slugs(api: Client, alice: Client) -> None:
    title = unique("One title")
    answers = concurrently(
        lambda number: alice.post("/articles", json=new_article(title=title, body=f"{number}"))
    )
    assert statuses(answers) == {201: THREADS}
    created = {answer.json()["article"]["slug"]: answer.json()["article"]["body"] for answer in answers}
    assert len(created) == THREADS
    assert {slug: read(api, slug)["body"] for slug in created} == created


def test_concurrent_articles_with_the_same_new_tag_share_it(api: Client, alice: Client) -> None:
    tag = unique("tag")
    answers = concurrently(lambda _: alice.post("/articles", json=new_article(tagList=[tag, f"{tag}-2"])))
    assert statuses(answers) == {201: THREADS}
    assert api.get("/tags", expect=200).json()["tags"].count(tag) == 1
    assert api.get("/articles", params={"tag": tag}, expect=200).json()["articlesCount"] == THREADS


def test_concurrent_favourites_count_once_per_user(api: Client, alice: Client, bob: Client) -> None:
    slug = write(alice)["slug"]
    answers = concurrently(lambda number: (alice, bob)[number % 2].post(f"/articles/{slug}/favorite"))
    assert statuses(answers) == {200: THREADS}
    assert read(api, slug)["favoritesCount"] == 2
    answers = concurrently(lambda _: alice.delete(f"/articles/{slug}/favorite"))
    assert statuses(answers) == {200: THREADS}
    assert read(api, slug)["favoritesCount"] == 1


def test_concurrent_follows_are_one_follow(alice: Client, bob: Client) -> None:
    path = f"{profile_path(name(bob))}/follow"
    assert statuses(concurrently(lambda _: alice.post(path))) == {200: THREADS}
    assert alice.delete(path, expect=200).json()["profile"]["following"] is False
    assert statuses(concurrently(lambda _: alice.delete(path))) == {200: THREADS}


def test_concurrent_comments_are_all_stored(alice: Client) -> None:
    slug = write(alice)["slug"]
    answers = concurrently(
        lambda number: alice.post(f"/articles/{slug}/comments", json={"comment": {"body": f"{number}"}})
    )
    assert statuses(answers) == {201: THREADS}
    found = comments(alice, slug)
    assert {each["body"] for each in found} == {f"{number}" for number in range(THREADS)}
    assert len({each["id"] for each in found}) == THREADS


def test_concurrent_updates_of_different_fields_are_all_stored(alice: Client) -> None:
    slug = write(alice)["slug"]
    wanted = [{"description": "New description"}, {"body": "New body"}, {"tagList": ["new"]}]
    answers = concurrently(
        lambda number: alice.put(f"/articles/{slug}", json={"article": wanted[number]}), times=len(wanted)
    )
    assert statuses(answers) == {200: len(wanted)}
    seen = read(alice, slug)
    assert (seen["description"], seen["body"], seen["tagList"]) == ("New description", "New body", ["new"])


def test_concurrent_updates_each_return_their_own_result(alice: Client) -> None:
    slug = write(alice)["slug"]
    answers = concurrently(
        lambda number: alice.put(f"/articles/{slug}", json={"article": {"description": f"{number}"}})
    )
    assert statuses(answers) == {200: THREADS}
    changed = [answer.json()["article"] for answer in answers]
    assert [each["description"] for each in changed] == [f"{number}" for number in range(THREADS)]
    assert len({each["updatedAt"] for each in changed}) == THREADS


def test_deleting_an_article_while_others_use_it_causes_no_errors(alice: Client, bob: Client) -> None:
    slug = write(alice)["slug"]
    body = {"comment": {"body": "Well said"}}
    calls: list[Callable[[], httpx.Response]] = [
        lambda: alice.delete(f"/articles/{slug}"),
        lambda: alice.delete(f"/articles/{slug}"),
        lambda: bob.post(f"/articles/{slug}/favorite"),
        lambda: bob.post(f"/articles/{slug}/comments", json=body),
        lambda: alice.put(f"/articles/{slug}", json={"article": {"body": "New", "tagList": ["new"]}}),
        lambda: bob.get(f"/articles/{slug}"),
    ]
    answers = concurrently(lambda number: calls[number](), times=len(calls))
    assert {answer.status_code for answer in answers[:2]} <= {204, 404}
    assert {answer.status_code for answer in answers[2:]} <= {200, 201, 404}
    bob.get(f"/articles/{slug}", expect=404)
