from urllib.parse import quote
from uuid import uuid4

from starlette.testclient import TestClient

from tests.sign_in import Person


def test_a_profile_shows_nothing_private(api: TestClient, alice: Person) -> None:
    name = f"Zoë 🐉 50% #1 & {uuid4().hex[:8]}"
    alice.put("/user", {"user": {"username": name, "bio": "Hello"}})
    profile = api.get(f"/api/profiles/{quote(name, safe='')}").json()["profile"]
    assert profile == {"username": name, "bio": "Hello", "image": None, "following": False}


def test_only_the_follower_sees_a_follow(alice: Person, bob: Person) -> None:
    path = f"/profiles/{bob.name}"
    for _ in range(2):
        assert alice.post(f"{path}/follow").json()["profile"]["following"] is True
    assert alice.get(path).json()["profile"]["following"] is True
    assert bob.get(f"/profiles/{alice.name}").json()["profile"]["following"] is False
    for _ in range(2):
        assert alice.delete(f"{path}/follow").json()["profile"]["following"] is False
    assert alice.get(path).json()["profile"]["following"] is False
