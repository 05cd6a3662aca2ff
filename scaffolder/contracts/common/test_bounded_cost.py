"""No client can make the server use much processor time, memory or connections."""

import json
from collections.abc import Callable, Iterator

import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import Boot, BootedServer
from scaffolder.contracts.processes import Usage
from scaffolder.contracts.sockets import answer_on, answered, connected, ended, head, sent
from scaffolder.contracts.wire import Wire

MIB = 1024 * 1024
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

# Each function takes a size in bytes and a valid body, and returns a body of about that size.
ODD_BODIES: dict[str, Callable[[int, str], str]] = {
    "a long name with many values": lambda size, _: (
        '{"' + "k" * (size // 3) + '": [0' + ",0" * (size // 3 - 10) + "]}"
    ),
    "22,000 values": lambda _, __: json.dumps({"k" * 22_000: [0] * 22_000}),
    "61,500 unknown members": lambda _, __: json.dumps({f"m{n}": 0 for n in range(61_500)}),
    "unknown members": lambda size, valid: (
        valid[:-1] + "".join(f',"m{n}":0' for n in range(size // 12)) + "}"
    ),
    "a list instead of a text": lambda size, valid: valid.replace(
        '"TEXT"', "[0" + ",0" * (size // 2 - 200) + "]", 1
    ),
    "an object instead of a text": lambda size, valid: valid.replace(
        '"TEXT"', "{" + ",".join(f'"m{n}":0' for n in range(size // 12)) + "}", 1
    ),
    "empty lists": lambda size, _: "[[]" + ",[]" * (size // 3 - 2) + "]",
    "small objects": lambda size, _: '[{"":0}' + ',{"":0}' * (size // 7 - 2) + "]",
    "objects with different members": lambda size, _: (
        "[" + ",".join(f'{{"{n}":0}}' for n in range(size // 14)) + "]"
    ),
    "deep nesting": lambda size, _: "[" * (size // 2) + "]" * (size // 2),
    "escapes": lambda size, valid: valid.replace("TEXT", r"\u0041" * (size // 6 - 50), 1),
    "NULs": lambda size, valid: valid.replace("TEXT", r"\u0000" * (size // 6 - 50), 1),
    "a long text": lambda size, valid: valid.replace("TEXT", "é" * (size // 2 - 100), 1),
    "a long number": lambda size, valid: valid.replace('"TEXT"', "9" * (size - 200), 1),
    "a long fraction": lambda size, valid: valid.replace('"TEXT"', "0." + "9" * (size - 200), 1),
}


@pytest.fixture(scope="module")
def server(boot: Boot) -> Iterator[BootedServer]:
    """One server for all tests: its usage is measured from the start of each."""
    with boot() as server:
        yield server


@pytest.fixture(scope="module")
def user(server: BootedServer, wire: Wire) -> Client:
    """A user who has sent a request before, so that lazy loading is not measured."""
    user = server.sign_up()
    user.get(wire.me, expect=200)
    return user


@pytest.mark.parametrize("odd", ODD_BODIES.values(), ids=ODD_BODIES.keys())
def test_a_malformed_body_costs_little_memory_and_time(
    server: BootedServer, user: Client, wire: Wire, odd: Callable[[int, str], str]
) -> None:
    stranger = wire.sign_up_body(name="TEXT", email="odd@example.com", password="correct horse")
    for client, path, valid in [
        (server.api, wire.sign_up_path, stranger),
        (user, wire.sample_path, wire.sample("TEXT")),
    ]:
        assert_low_cost(server.process.pid, client, path, odd(MIB, json.dumps(valid)).encode(), JSON)


def test_a_form_with_very_many_fields_costs_little_memory_and_time(
    server: BootedServer, user: Client
) -> None:
    for method, path in operations_with_a_body(user):
        if method == "POST":
            assert_low_cost(server.process.pid, user, path, b"&a" * (MIB // 2), FORM)


def assert_low_cost(pid: int, client: Client, path: str, body: bytes, headers: dict[str, str]) -> None:
    assert len(body) <= MIB
    usage = Usage(pid)
    answer = client.post(path, content=body, headers=headers, validate=False)
    assert 400 <= answer.status_code < 500, client.explain(answer, "is not rejected")
    assert len(answer.content) < MIB / 4, "the response echoes the request body"
    assert usage.mebibytes < 64, f"{path} took {usage.mebibytes:.0f} MiB"
    assert usage.seconds < 5, f"{path} took {usage.seconds:.1f} s of processor time"


def test_a_body_in_very_small_chunks_costs_little_time(boot: Boot, wire: Wire) -> None:
    with boot() as server:
        user = server.sign_up()
        usage = Usage(server.process.pid)
        begin = head(user, "POST", wire.sample_path, **chunked())
        with sent(user, [begin]) as [connection]:
            try:
                for _ in range(MIB // 4096):
                    connection.sendall(b"1\r\n \r\n" * 4096)
                connection.sendall(b"0\r\n\r\n")
            except OSError:
                pass  # the server closed the connection
        server.root.get("/healthz", expect=200)
        assert usage.seconds < 3, f"it took {usage.seconds:.1f} s of processor time"


def chunked() -> dict[str, str]:
    return {"Content_Type": "application/json", "Transfer_Encoding": "chunked"}


def test_headers_of_up_to_30_kib_are_accepted(root: Client) -> None:
    root.get("/healthz", headers={"X-Long": "x" * 30 * 1024}, expect=200)


@pytest.mark.parametrize("size", [34 * 1024, 60 * 1024, 16 * MIB], ids=["34 KiB", "60 KiB", "16 MiB"])
@pytest.mark.parametrize("line", [10**9, 100], ids=["one line", "many lines"])
def test_headers_over_32_kib_close_the_connection(root: Client, size: int, line: int) -> None:
    long = "\r\n".join(f"X-{n}: {'x' * min(line, size)}" for n in range(max(1, size // (line + 8))))
    with connected(root) as connection:
        try:
            connection.sendall(head(root, "GET", "/healthz")[:-2] + long.encode() + b"\r\n\r\n")
        except OSError:
            return
        answer = answer_on(connection)
    assert not answer or answer.startswith(b"HTTP/1.1 4"), answer[:500]


def stalled_requests(root: Client, wire: Wire) -> list[str]:
    """The names of the requests whose connection is still open after 90 s."""
    api = root.with_prefix(root.document.prefix)
    body = {"Content_Type": "application/json", "Content_Length": "1000"}
    requests = {
        "nothing": b"",
        "half a head": b"GET /healthz HTTP/1.1\r\nX-Long: ",
        "half a head after another request": head(root, "GET", "/healthz")
        + b"GET /healthz HTTP/1.1\r\nX-Long: ",
        "half a body": head(api, "POST", wire.sign_up_path, **body) + b" ",
        "half a chunked body": head(api, "POST", wire.sign_up_path, **chunked()) + b"400\r\n ",
        "half a body of a rejected request": head(root, "POST", "/nowhere", **body) + b" ",
        "half a body that is too large": head(
            api, "POST", wire.sign_up_path, Content_Type="application/json", Content_Length=str(8 * MIB)
        ),
    }
    with sent(root, list(requests.values())) as connections:
        are_ended = ended(connections, within=90, trickle=b" ")
    return [name for name, is_ended in zip(requests, are_ended, strict=True) if not is_ended]


@pytest.mark.in_background(run=stalled_requests)
def test_a_request_that_never_completes_is_closed(background_result: list[str]) -> None:
    """The limits are 10 s for the headers and 30 s for the body; 90 s allow for a slow machine."""
    assert background_result == []


def test_stalled_requests_do_not_block_others(boot: Boot, wire: Wire) -> None:
    with boot() as server:
        user = server.sign_up()
        for method, path in operations_with_a_body(user):
            for media_type in ("application/json", FORM["Content-Type"]):
                start = head(user, method, path, Content_Type=media_type, Content_Length="1000")
                with sent(user, [start + b"{"] * 30):
                    assert_others_are_served(server.root, user, wire)


def test_a_hundred_registrations_do_not_block_others(boot: Boot, wire: Wire) -> None:
    """Requests that need no password hash get a response before most of the hashes are computed."""
    with boot() as server:
        user = server.sign_up()
        requests = [registration(server.api, wire, n) for n in range(100)]
        with sent(server.api, [request[:-1] for request in requests]) as connections:
            for connection, request in zip(connections, requests, strict=True):
                connection.sendall(request[-1:])
            assert_others_are_served(server.root, user, wire)
            first = answered(connections)
            assert first < 80, f"{first} of 100 registrations got a response first"


def assert_others_are_served(root: Client, user: Client, wire: Wire) -> None:
    user.get(wire.me, expect=200, timeout=10)
    root.get("/readyz", expect=200, timeout=10)


def registration(api: Client, wire: Wire, number: int) -> bytes:
    body = wire.sign_up_body(
        name=f"number-{number}", email=f"{number}@example.com", password="correct horse battery"
    )
    content = json.dumps(body).encode()
    fields = {"Content_Type": "application/json", "Content_Length": str(len(content))}
    return head(api, "POST", wire.sign_up_path, **fields) + content


def operations_with_a_body(client: Client) -> Iterator[tuple[str, str]]:
    """Method and path of each such operation; ids in the path do not exist in any database."""
    for path, item in client.document.raw["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "requestBody" in operation:
                for parameter in [part for part in path.split("/") if part.startswith("{")]:
                    path = path.replace(parameter, "00000000-0000-4000-8000-000000000000")
                yield method.upper(), path
