"""DEMO=true: guests get an account with sample data."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.wire import Wire, new_address


@pytest.fixture(scope="module")
def demo(boot: Boot) -> Iterator[BootedServer]:
    with boot(DEMO="true") as server:
        yield server


@pytest.fixture
def server(demo: BootedServer) -> BootedServer:
    """Each test uses its own client address, because guests are limited per address."""
    return demo.from_address(new_address())


def test_without_demo_the_guest_endpoint_is_404(local: BootedServer, wire: Wire) -> None:
    wire.assert_error(local.api.post(wire.guest_path, expect=404))


@pytest.mark.parametrize("value", ["", "false"], ids=["empty", "false"])
def test_with_demo_off_the_guest_endpoint_is_404(boot: Boot, wire: Wire, value: str) -> None:
    with boot(DEMO=value) as server:
        wire.assert_error(server.api.post(wire.guest_path, expect=404))


def test_a_guest_is_signed_in_and_has_sample_data(server: BootedServer, wire: Wire) -> None:
    guest, other = wire.sign_up_as_guest(server.api), wire.sign_up_as_guest(server.api)
    for each in (guest, other):
        each.get(wire.me, expect=200)
        for path in wire.owned(each):
            each.get(path, expect=200)
    assert guest.email != other.email
    mine, theirs = wire.owned(guest), wire.owned(other)
    assert len(mine) >= 1
    assert len(mine) == len(theirs)
    assert not set(mine) & set(theirs)
    for path in mine:
        guest.delete(path, expect=204)
    assert wire.owned(guest) == []
    assert wire.owned(other) == theirs


def test_a_guest_can_do_what_a_user_can(server: BootedServer, wire: Wire) -> None:
    guest, user = wire.sign_up_as_guest(server.api), server.sign_up()
    before = wire.owned(guest)
    for client in (guest, user):
        client.post(wire.sample_path, json=wire.sample("Something else"), expect=201)
    assert len(wire.owned(guest)) == len(before) + 1
    assert len(wire.owned(user)) == 1


def test_nobody_can_sign_in_to_the_account_of_a_guest(server: BootedServer, wire: Wire) -> None:
    guest = wire.sign_up_as_guest(server.api)
    for password in ("password", "guest", guest.email):
        wire.sign_in(server.api, guest.email, password, expect=401)


def test_guests_are_limited_to_five_a_minute_from_one_address(server: BootedServer, wire: Wire) -> None:
    here, elsewhere = new_address(), new_address()
    for _ in range(5):
        server.api.post(wire.guest_path, headers=here, expect=201)
    refused = server.api.post(wire.guest_path, headers=here, expect=429)
    wire.assert_error(refused)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    server.api.post(wire.guest_path, headers=elsewhere, expect=201)
    server.sign_up()


def test_of_many_concurrent_guests_from_one_address_five_are_accepted(
    server: BootedServer, wire: Wire
) -> None:
    here = new_address()

    def create_guest(_: int) -> int:
        return server.api.post(wire.guest_path, headers=here).status_code

    with ThreadPoolExecutor(12) as pool:
        assert sorted(pool.map(create_guest, range(12))) == [201] * 5 + [429] * 7


def test_concurrent_guests_from_different_addresses_all_get_separate_accounts(
    server: BootedServer, wire: Wire
) -> None:
    with ThreadPoolExecutor(12) as pool:
        guests = list(pool.map(lambda _: wire.sign_up_as_guest(server.api, headers=new_address()), range(12)))
    assert len({guest.email for guest in guests}) == 12
    assert len({len(wire.owned(guest)) for guest in guests}) == 1
