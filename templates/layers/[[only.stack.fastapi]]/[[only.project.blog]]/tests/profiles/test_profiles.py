from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote
from uuid import uuid4

from fastapi.testclient import TestClient

from tests.sign_in import Person


def test_a_profile_shows_nothing_private(api: TestClient, alice: Person) -> None:
    alice.put("/user", {"user": {"bio": "Hello"}})
    answer = api.get(f"/api/profiles/{alice.name}")
    assert answer.json() == {
        "profile": {"username": alice.name, "bio": "Hello", "image": None, "following": False}
    }


def test_a_follow_shows_to_the_follower_alone(alice: Person, bob: Person, api: TestClient) -> None:
    path = f"/profiles/{bob.name}"
    for _ in range(2):
        assert alice.post(f"{path}/follow").json()["profile"]["following"] is True
    assert alice.get(path).json()["profile"]["following"] is True
    assert bob.get(path).json()["profile"]["following"] is False
    assert bob.get(f"/profiles/{alice.name}").json()["profile"]["following"] is False
    for _ in range(2):
        assert alice.delete(f"{path}/follow").json()["profile"]["following"] is False
    assert alice.get(path).json()["profile"]["following"] is False


def test_follows_at_once_are_one_follow(alice: Person, bob: Person) -> None:
    path = f"/profiles/{bob.name}/follow"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: alice.post(path), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert alice.delete(path).json()["profile"]["following"] is False


def test_any_name_can_be_looked_up(alice: Person) -> None:
    name = f"Zoë 🐉 50% #1 & {uuid4().hex[:8]}"
    alice.put("/user", {"user": {"username": name}})
    assert alice.get(f"/profiles/{quote(name, safe='')}").json()["profile"]["username"] == name


def test_names_are_compared_exactly(alice: Person) -> None:
    assert alice.get(f"/profiles/{alice.name.upper()}").status_code == 404
