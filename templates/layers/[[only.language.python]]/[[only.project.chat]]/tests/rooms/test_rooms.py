from tests.conversation import id_of, membership, open_room
from tests.sign_in import Person


def test_the_creator_of_a_room_is_its_first_member(alice: Person) -> None:
    room = open_room(alice, topic="Plans")
    assert (room["member_count"], room["unread_count"], room["topic"]) == (1, 0, "Plans")
    assert room["created_by"] == id_of(alice)
    assert alice.get(f"/rooms/{room['id']}").json() == room


def test_rooms_are_listed_newest_first_in_pages(alice: Person) -> None:
    made = [open_room(alice, private=True)["id"] for _ in range(3)]
    page = alice.get("/rooms?limit=2").json()
    rest = alice.get(f"/rooms?limit=2&cursor={page['next_cursor']}").json()
    assert [room["id"] for room in page["items"] + rest["items"]][:3] == made[::-1]


def test_a_private_room_does_not_exist_for_a_stranger(alice: Person, bob: Person) -> None:
    room = open_room(alice, private=True)
    for method in ("GET", "DELETE"):
        assert bob(method, f"/rooms/{room['id']}").status_code == 404
    assert bob("PUT", membership(room, bob)).status_code == 404
    assert room["id"] not in [each["id"] for each in bob.get("/rooms?limit=100").json()["items"]]


def test_room_names_are_unique_in_any_case(alice: Person, bob: Person) -> None:
    room = open_room(alice)
    assert bob.post("/rooms", {"name": room["name"].upper()}).status_code == 409
    other = open_room(bob)
    assert bob.patch(f"/rooms/{other['id']}", {"name": room["name"]}).status_code == 409


def test_an_invalid_name_is_refused(alice: Person) -> None:
    for name in (" \t", "x" * 81, None):
        assert alice.post("/rooms", {"name": name}).status_code == 422


def test_only_the_creator_changes_or_deletes_a_room(alice: Person, bob: Person) -> None:
    room = open_room(alice, bob)
    assert bob.patch(f"/rooms/{room['id']}", {"topic": "Mine"}).status_code == 403
    assert bob.delete(f"/rooms/{room['id']}").status_code == 403
    changed = alice.patch(f"/rooms/{room['id']}", {"topic": "Ours"}).json()
    assert changed == room | {"topic": "Ours", "member_count": 2}
    assert alice.delete(f"/rooms/{room['id']}").status_code == 204
    assert bob.get(f"/rooms/{room['id']}").status_code == 404


def test_users_only_add_themselves_to_a_public_room(alice: Person, bob: Person) -> None:
    room = open_room(alice)
    assert alice("PUT", membership(room, bob)).status_code == 403
    for _ in range(2):
        assert bob("PUT", membership(room, bob)).status_code == 204
    members = alice.get(f"/rooms/{room['id']}/members").json()["items"]
    assert [member["id"] for member in members] == [id_of(alice), id_of(bob)]


def test_members_add_others_to_a_private_room(alice: Person, bob: Person) -> None:
    room = open_room(alice, private=True)
    assert alice("PUT", membership(room, bob)).status_code == 204
    assert bob.get(f"/rooms/{room['id']}").status_code == 200
    nobody = f"/rooms/{room['id']}/members/00000000-0000-4000-8000-000000000000"
    assert alice("PUT", nobody).status_code == 404


def test_the_creator_can_remove_anyone_and_others_only_themselves(alice: Person, bob: Person) -> None:
    room = open_room(alice, bob)
    assert bob.delete(membership(room, alice)).status_code == 403
    for _ in range(2):
        assert alice.delete(membership(room, bob)).status_code == 204
    assert bob.delete(membership(room, bob)).status_code == 204
    assert alice.get(f"/rooms/{room['id']}").json()["member_count"] == 1
