from concurrent.futures import ThreadPoolExecutor
from typing import Any

from scaffolder.contracts.chat.conversation import membership, open_room, walk
from scaffolder.contracts.client import Client

NOBODY = "00000000-0000-4000-8000-000000000000"


def members(reader: Client, room: dict[str, Any]) -> list[str]:
    return [member["id"] for member in walk(reader, f"/rooms/{room['id']}/members", limit=1)]


def test_anyone_can_join_a_public_room(alice: Client, bob: Client) -> None:
    room = open_room(alice)
    bob.put(membership(room, bob), expect=204)
    assert members(alice, room) == [alice.user["id"], bob.user["id"]]
    assert bob.get(f"/rooms/{room['id']}", expect=200).json()["member_count"] == 2


def test_joining_twice_changes_nothing(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    before = alice.get(f"/rooms/{room['id']}/members", expect=200).json()
    bob.put(membership(room, bob), expect=204)
    assert alice.get(f"/rooms/{room['id']}/members", expect=200).json() == before


def test_nobody_can_be_added_to_a_public_room_by_others(alice: Client, bob: Client, sign_up: Any) -> None:
    room = open_room(alice)
    alice.put(membership(room, bob), expect=403)
    sign_up().put(membership(room, bob), expect=403)
    assert members(alice, room) == [alice.user["id"]]


def test_members_of_a_private_room_can_add_others(alice: Client, bob: Client, sign_up: Any) -> None:
    carol = sign_up(name="carol")
    room = open_room(alice, bob, private=True)
    bob.put(membership(room, carol), expect=204)
    assert members(carol, room) == [alice.user["id"], bob.user["id"], carol.user["id"]]


def test_nobody_can_add_themselves_to_a_private_room(alice: Client, bob: Client) -> None:
    room = open_room(alice, private=True)
    hidden = bob.put(membership(room, bob), expect=404)
    missing = bob.put(f"/rooms/{NOBODY}/members/{bob.user['id']}", expect=404)
    assert hidden.json() == missing.json()
    assert members(alice, room) == [alice.user["id"]]


def test_only_members_can_add_others_to_a_private_room(alice: Client, bob: Client, sign_up: Any) -> None:
    room = open_room(alice, private=True)
    bob.put(membership(room, sign_up()), expect=404)
    assert members(alice, room) == [alice.user["id"]]


def test_an_unknown_user_cannot_be_added(alice: Client) -> None:
    room = open_room(alice, private=True)
    alice.put(f"/rooms/{room['id']}/members/{NOBODY}", expect=404)
    alice.put(f"/rooms/{room['id']}/members/bob", expect=404)
    assert members(alice, room) == [alice.user["id"]]


def test_a_member_shows_only_id_name_and_join_time(alice: Client) -> None:
    room = open_room(alice)
    [member] = alice.get(f"/rooms/{room['id']}/members", expect=200).json()["items"]
    assert member == {"id": alice.user["id"], "name": alice.user["name"], "joined_at": member["joined_at"]}
    assert member["joined_at"] >= room["created_at"]


def test_everyone_can_see_the_members_of_a_public_room(alice: Client, bob: Client) -> None:
    assert members(bob, open_room(alice)) == [alice.user["id"]]


def test_only_members_can_see_the_members_of_a_private_room(alice: Client, bob: Client) -> None:
    room = open_room(alice, private=True)
    hidden = bob.get(f"/rooms/{room['id']}/members", expect=404)
    assert hidden.json() == bob.get(f"/rooms/{NOBODY}/members", expect=404).json()


def test_paging_through_members_while_others_join_misses_and_repeats_none(
    alice: Client, sign_up: Any
) -> None:
    guests = [sign_up() for _ in range(3)]
    room = open_room(alice, *guests)
    path = f"/rooms/{room['id']}/members"
    first = alice.get(path, params={"limit": 2}, expect=200).json()
    late = sign_up()
    late.put(membership(room, late), expect=204)
    rest = walk(alice, path, limit=2, cursor=first["next_cursor"])
    seen = [member["id"] for member in first["items"] + rest]
    assert seen == [user.user["id"] for user in (alice, *guests, late)]


def test_leaving_a_public_room_is_idempotent(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    bob.delete(membership(room, bob), expect=204)
    bob.delete(membership(room, bob), expect=204)
    assert members(alice, room) == [alice.user["id"]]
    assert alice.get(f"/rooms/{room['id']}", expect=200).json()["member_count"] == 1


def test_a_private_room_is_404_after_leaving_it(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob, private=True)
    bob.delete(membership(room, bob), expect=204)
    bob.get(f"/rooms/{room['id']}", expect=404)
    bob.delete(membership(room, bob), expect=404)
    bob.put(membership(room, bob), expect=404)
    assert members(alice, room) == [alice.user["id"]]


def test_the_creator_can_remove_anyone(alice: Client, bob: Client) -> None:
    for private in (False, True):
        room = open_room(alice, bob, private=private)
        alice.delete(membership(room, bob), expect=204)
        alice.delete(membership(room, bob), expect=204)
        assert members(alice, room) == [alice.user["id"]]


def test_other_members_can_only_remove_themselves(alice: Client, bob: Client, sign_up: Any) -> None:
    carol = sign_up(name="carol")
    public, private = open_room(alice, bob, carol), open_room(alice, bob, carol, private=True)
    for room in (public, private):
        bob.delete(membership(room, carol), expect=403)
        bob.delete(membership(room, alice), expect=403)
    sign_up().delete(membership(public, bob), expect=403)
    sign_up().delete(membership(private, bob), expect=404)
    assert len(members(alice, public)) == len(members(alice, private)) == 3


def test_a_user_who_left_can_join_again(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    bob.delete(membership(room, bob), expect=204)
    bob.put(membership(room, bob), expect=204)
    assert members(alice, room) == [alice.user["id"], bob.user["id"]]


def test_concurrent_joins_are_one_join(alice: Client, bob: Client, sign_up: Any) -> None:
    carol = sign_up(name="carol")
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            public, private = open_room(alice), open_room(alice, private=True)
            joins = [pool.submit(bob.put, membership(public, bob), expect=204) for _ in range(8)]
            joins += [pool.submit(alice.put, membership(private, carol), expect=204) for _ in range(8)]
            for join in joins:
                join.result()
            assert members(alice, public) == [alice.user["id"], bob.user["id"]]
            assert members(alice, private) == [alice.user["id"], carol.user["id"]]


def test_a_private_room_is_deleted_with_its_last_member(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob, private=True)
    alice.delete(membership(room, alice), expect=204)
    assert members(bob, room) == [bob.user["id"]]
    bob.post("/rooms", json={"name": room["name"]}, expect=409)
    bob.delete(membership(room, bob), expect=204)
    bob.get(f"/rooms/{room['id']}", expect=404)
    bob.post("/rooms", json={"name": room["name"]}, expect=201)


def test_a_public_room_stays_when_its_last_member_leaves(alice: Client, bob: Client) -> None:
    room = open_room(alice)
    alice.delete(membership(room, alice), expect=204)
    assert bob.get(f"/rooms/{room['id']}", expect=200).json()["member_count"] == 0
