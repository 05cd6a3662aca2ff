"""GET /profiles/{username}, and following."""

from typing import Any

import pytest

from scaffolder.contracts.blog.steps import errors, follow, name, profile_path, unique
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import SignUp


def profile(viewer: Client, user: Client) -> dict[str, Any]:
    found: dict[str, Any] = viewer.get(profile_path(name(user)), expect=200).json()["profile"]
    return found


def test_a_profile_shows_name_bio_image_and_nothing_private(api: Client, alice: Client) -> None:
    alice.put("/user", json={"user": {"bio": "Hello", "image": "https://images.example/a.png"}}, expect=200)
    assert profile(api, alice) == {
        "username": name(alice),
        "bio": "Hello",
        "image": "https://images.example/a.png",
        "following": False,
    }


def test_following_is_only_visible_to_the_follower(
    api: Client, alice: Client, bob: Client, sign_up: SignUp
) -> None:
    carol = sign_up(name="carol")
    answer = alice.post(f"{profile_path(name(bob))}/follow", expect=200)
    assert answer.json()["profile"] == {"username": name(bob), "bio": None, "image": None, "following": True}
    assert profile(alice, bob)["following"] is True
    assert profile(carol, bob)["following"] is False
    assert profile(api, bob)["following"] is False
    assert profile(bob, alice)["following"] is False


def test_following_twice_is_the_same_as_following_once(alice: Client, bob: Client) -> None:
    follow(alice, bob)
    follow(alice, bob)
    answer = alice.delete(f"{profile_path(name(bob))}/follow", expect=200)
    assert answer.json()["profile"]["following"] is False
    assert profile(alice, bob)["following"] is False


def test_unfollowing_does_not_affect_other_follows(alice: Client, bob: Client, sign_up: SignUp) -> None:
    carol = sign_up(name="carol")
    for follower, followed in ((alice, bob), (alice, carol), (carol, bob)):
        follow(follower, followed)
    alice.delete(f"{profile_path(name(bob))}/follow", expect=200)
    assert profile(alice, carol)["following"] is True
    assert profile(carol, bob)["following"] is True


def test_unfollowing_someone_not_followed_is_not_an_error(alice: Client, bob: Client) -> None:
    answer = alice.delete(f"{profile_path(name(bob))}/follow", expect=200)
    assert answer.json()["profile"]["following"] is False


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_user_who_does_not_exist_is_not_found(alice: Client, method: str) -> None:
    path = profile_path(unique("nobody")) + ("" if method == "GET" else "/follow")
    assert errors(alice.request(method, path, expect=404)) == {"profile": ["not found"]}


@pytest.mark.parametrize(
    "username", ["Zoë 🐉 Østergård", "قلم-{}", "50% off? #1 & a+b;c=d", "semi;colon", "日本語"]
)
def test_any_name_can_be_looked_up_and_followed(api: Client, alice: Client, username: str) -> None:
    username = f"{username} {unique()}"[-64:].strip()
    user = {"username": username, "email": f"{unique()}@example.com", "password": "long enough"}
    assert api.post("/users", json={"user": user}, expect=201).json()["user"]["username"] == username
    assert alice.post(f"{profile_path(username)}/follow", expect=200).json()["profile"]["following"] is True
    assert alice.get(profile_path(username), expect=200).json()["profile"]["username"] == username
