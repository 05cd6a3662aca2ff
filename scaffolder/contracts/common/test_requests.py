"""Rules for every request: ids, routes, methods, media types, sizes and text."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.sockets import CHUNK, head, sent
from scaffolder.contracts.wire import Wire

MIB = 1024 * 1024


@pytest.mark.parametrize(
    "given",
    ["a", "7f-own.id_1", "two words", '"quoted"; ~!', "x" * 128],
    ids=["one character", "id", "space", "punctuation", "128 characters"],
)
def test_the_request_id_of_the_caller_is_returned(root: Client, given: str) -> None:
    assert root.get("/healthz", headers={"X-Request-ID": given}, expect=200).headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given",
    [b"x" * 129, b"x" * 5000, b"", b"caf\xc3\xa9", b"a\tb"],
    ids=["129 characters", "5000 characters", "empty", "non-ASCII", "tab"],
)
def test_an_invalid_request_id_is_replaced(root: Client, given: bytes) -> None:
    answer = root.get("/healthz", headers=httpx.Headers([(b"X-Request-ID", given)]), expect=200)
    assert answer.headers.get_list("x-request-id") != [given.decode("latin-1")]
    assert 1 <= len(answer.headers["x-request-id"]) <= 128


def test_each_request_without_an_id_gets_a_new_one(root: Client) -> None:
    assert len({root.get("/healthz", expect=200).headers["x-request-id"] for _ in range(5)}) == 5


def test_all_errors_have_a_request_id_and_nosniff(alice: Client, api: Client, wire: Wire) -> None:
    answers = [
        api.get("/no-such-route", expect=404, validate=False, headers={"X-Request-ID": "mine"}),
        api.delete(wire.sign_in_path, expect=405, validate=False, headers={"X-Request-ID": "mine"}),
        api.get(wire.me, expect=401, headers={"X-Request-ID": "mine"}),
        alice.post(
            wire.sample_path, content="x" * (MIB + 1), expect=413, headers={**JSON, "X-Request-ID": "mine"}
        ),
        alice.post(wire.sample_path, content="{", expect=400, headers={**JSON, "X-Request-ID": "mine"}),
        alice.post(wire.sample_path, json={}, expect=422, headers={"X-Request-ID": "mine"}),
    ]
    for answer in answers:
        assert answer.headers["x-request-id"] == "mine", answer.request.url
        assert answer.headers["x-content-type-options"] == "nosniff", answer.request.url


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/nothing/here", "/.env", "/a%00b", "/%ff", "/..%2f..%2fetc%2fpasswd", "/" + "x" * 2000],
)
def test_an_unknown_route_is_404(root: Client, alice: Client, wire: Wire, path: str) -> None:
    for client in (root, alice):
        answer = client.get(path, expect=404, validate=False)
        wire.assert_error(answer)


def test_a_wrong_method_is_405_with_the_allowed_ones(alice: Client, root: Client, wire: Wire) -> None:
    for client, path, allowed, wrong in [
        (alice, wire.sample_path, {"GET", "POST"}, "DELETE"),
        (alice, wire.sign_in_path, {"POST"}, "GET"),
        (root, "/healthz", {"GET"}, "POST"),
    ]:
        answer = client.request(wrong, path, expect=405, validate=False)
        wire.assert_error(answer)
        listed = {each.strip() for each in answer.headers["allow"].split(",")}
        assert allowed <= listed, f"{path} allows {listed}"
        assert wrong not in listed


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "multipart/form-data; boundary=x",
        None,
    ],
)
def test_a_media_type_other_than_json_is_415(alice: Client, wire: Wire, media_type: str | None) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    body = json.dumps(wire.sample("Read the manual"))
    wire.assert_error(alice.post(wire.sample_path, content=body, headers=headers, expect=415))


def test_a_request_that_names_two_hosts_is_400(root: Client) -> None:
    with sent(root, [head(root, "GET", "/healthz", host="another.example")]) as [connection]:
        assert connection.recv(CHUNK).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "APPLICATION/JSON"])
def test_json_with_a_charset_or_in_upper_case_is_accepted(alice: Client, wire: Wire, media_type: str) -> None:
    body = json.dumps(wire.sample("Read the manual"))
    alice.post(wire.sample_path, content=body, headers={"Content-Type": media_type}, expect=201)


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"a": }', b"{'a': 1}", b'{"a": 1} x', b'{"a": "\n"}', b"not json", b'{"a": 1,}', b"// {}"],
)
def test_malformed_json_is_400(alice: Client, wire: Wire, body: bytes) -> None:
    wire.assert_error(alice.post(wire.sample_path, content=body, headers=JSON, expect=400))


@pytest.mark.parametrize(
    "body", [b"", b'{"a": NaN}', b'{"a": "\xff\xfe"}', b'{"a": "\\ud800"}', b"\xff\xfe{\x00}\x00"]
)
def test_almost_valid_json_is_rejected(alice: Client, wire: Wire, body: bytes) -> None:
    answer = alice.post(wire.sample_path, content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    wire.assert_error(answer)


@pytest.mark.parametrize("body", [[], "text", 1, True, None])
def test_json_that_is_not_an_object_is_422(alice: Client, wire: Wire, body: object) -> None:
    wire.assert_error(alice.post(wire.sample_path, content=json.dumps(body), headers=JSON, expect=422))


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_a_deeply_nested_body_is_rejected(alice: Client, wire: Wire, opening: str) -> None:
    answer = alice.post(wire.sample_path, content=opening * 100_000, headers=JSON)
    assert answer.status_code in (400, 422)
    wire.assert_error(answer)
    closing = "]" if opening == "[" else "}"
    whole = opening * 50_000 + "1" + closing * 50_000
    answer = alice.post(wire.sample_path, content=whole, headers=JSON)
    assert answer.status_code in (400, 422)
    wire.assert_error(answer)


def test_a_body_over_one_mib_is_413_for_anyone(alice: Client, api: Client, wire: Wire) -> None:
    wire.assert_error(alice.post(wire.sample_path, content=padded(wire, MIB + 1), headers=JSON, expect=413))
    wire.assert_error(api.post(wire.sign_in_path, content=padded(wire, MIB + 1), headers=JSON, expect=413))


def test_a_chunked_body_over_one_mib_is_413(alice: Client, wire: Wire) -> None:
    body = padded(wire, MIB + 1)

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(body), 64 * 1024):
            yield body[start : start + 64 * 1024]

    wire.assert_error(alice.post(wire.sample_path, content=chunks(), headers=JSON, expect=413))


def test_a_body_announced_as_too_large_is_413_before_it_arrives(alice: Client, wire: Wire) -> None:
    announced = {"Content_Type": "application/json", "Content_Length": str(MIB + 1)}
    begin = head(alice, "POST", wire.sample_path, **announced)
    with sent(alice, [begin]) as [connection]:
        assert connection.recv(CHUNK).startswith(b"HTTP/1.1 413 ")


def test_a_chunked_body_is_413_as_soon_as_it_is_too_large(alice: Client, wire: Wire) -> None:
    endless = {"Content_Type": "application/json", "Transfer_Encoding": "chunked"}
    begin = head(alice, "POST", wire.sample_path, **endless)
    with sent(alice, [begin + b"%x\r\n" % (MIB + 1) + b" " * (MIB + 1)]) as [connection]:
        assert connection.recv(CHUNK).startswith(b"HTTP/1.1 413 ")


def test_a_body_of_exactly_one_mib_is_read(alice: Client, wire: Wire) -> None:
    alice.post(wire.sample_path, content=padded(wire, MIB), headers=JSON, expect=201)


@pytest.mark.parametrize(
    "text",
    [
        "Rocket 🚀, family 👩‍👩‍👧‍👦, flag 🏳️‍🌈",
        "combining e\u0301 and composed \u00e9",
        "right to left: שלום عالم",
        "\u202eturned\u202c",
        "日本語 \U0001d4b3 ß İ \u0131",
        "line\nbreak\ttab",
        "{{7*7}} ${7*7} <%= 7*7 %>",
        "<script>alert(1)</script>",
        "'; DROP TABLE users; --",
        '" OR ""="',
        "%s %d %n \\ \\\\ \\u0041",
        "a\r\nX-Injected: 1",
    ],
)
def test_text_is_stored_as_sent(alice: Client, wire: Wire, text: str) -> None:
    answer = alice.post(wire.sample_path, json=wire.sample(text), expect=201)
    assert wire.sample_text(answer) == text
    assert "x-injected" not in answer.headers
    location = answer.headers.get("location")
    if location is not None:
        assert wire.sample_text(alice.get(location, expect=200)) == text


@pytest.mark.parametrize("text", ["\0", "before\0after", "end\0"])
def test_nul_in_text_is_422(alice: Client, wire: Wire, text: str) -> None:
    wire.assert_error(alice.post(wire.sample_path, json=wire.sample(text), expect=422))


def test_nul_in_registration_and_sign_in_is_422(api: Client, wire: Wire) -> None:
    good = {"name": "nobody", "email": "nobody@example.com", "password": "long enough to be one"}
    for member, value in good.items():
        body = wire.sign_up_body(**{**good, member: f"{value}\0"})
        wire.assert_error(api.post(wire.sign_up_path, json=body, expect=422))
    body = wire.sign_in_body(email="nobody@example.com", password="long\0enough")
    wire.assert_error(api.post(wire.sign_in_path, json=body, expect=422))


@pytest.mark.parametrize(
    "query", ["%00", "%ff", "'", "a=b&a=c", "[]=1&[a][b]=2", "a" * 4000, quote("\r\nX-Injected: 1")]
)
def test_an_unusual_query_string_causes_no_errors(alice: Client, wire: Wire, query: str) -> None:
    answer = alice.get(f"{wire.sample_path}?{query}", validate=False)
    assert answer.status_code < 500
    assert "x-injected" not in answer.headers
    if answer.status_code != 200:
        wire.assert_error(answer)


def padded(wire: Wire, size: int) -> bytes:
    """A valid body of exactly `size` bytes, padded with whitespace."""
    body = json.dumps(wire.sample("Padded")).encode()
    return body + b" " * (size - len(body))


JSON = {"Content-Type": "application/json"}
