"""Unusual input, which every stack handles the same way."""

import json
from typing import Any

import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.sockets import answer_on, connected
from scaffolder.contracts.wire import Wire

JSON = {"Content-Type": "application/json"}
NUMBERS = {
    "1": 200,
    "5": 200,
    "100": 200,
    **dict.fromkeys(
        [
            *["", "0", "-1", "-0", "00", "05", "+5", "%2B5", "5.0", "1_0", "1e1", "0x5", "101", "5,6", "5;"],
            *[
                "%205",
                "5%20",
                "5%0A",
                "%0A5",
                "5%00",
                "%D9%A5",
                "%EF%BC%95",
                "%ff",
                "%",
                "true",
                "null",
                "NaN",
            ],
            *["1e400", "99999999999999999999", "1" * 400],
        ],
        422,
    ),
}
BODIES: dict[bytes, int] = {
    **dict.fromkeys(
        [
            *[
                b"",
                b" ",
                b"\xef\xbb\xbf{}",
                b"\xff\xfe{\x00}\x00",
                b"{",
                b"{}x",
                b"{}\x00",
                b"\x0b{}",
                b"\xc2\xa0{}",
            ],
            *[
                b'{"a": NaN}',
                b'{"a": Infinity}',
                b'{"a": -Infinity}',
                b'{"a": 01}',
                b'{"a": .5}',
                b'{"a": 5.}',
            ],
            *[
                b'{"a": +5}',
                b'{"a": 0x5}',
                b'{"a": 1,}',
                b"{'a': 1}",
                b"/**/{}",
                b'{"a": "\t"}',
                b'{"a": "\\x41"}',
            ],
            *[
                b'{"a": "\xff"}',
                b'{"a": "\xc0\x80"}',
                b'{"a": "\xed\xa0\x80"}',
                b"TRUE",
                b"[" * 101 + b"]" * 101,
            ],
        ],
        400,
    ),
    **dict.fromkeys(
        [
            *[
                b"null",
                b"[]",
                b"{}",
                b'"x"',
                b"1",
                b"true",
                b"{}\n\n",
                b'{"__proto__": 1}',
                b'{"": 1}',
                b'{"a": -0}',
            ],
            *[b'{"a": 1e400}', b'{"a": 1' + b"0" * 5000 + b"}", b'{"a": "\\u0000"}', b'{"\\u0000": 1}'],
            *[b'{"a": "\\ud800"}', b'{"a": "\\ude00\\ud83d"}', b"[" * 100 + b"]" * 100],
        ],
        422,
    ),
}
MEDIA_TYPES = {
    **dict.fromkeys(
        [
            *["application/json", "APPLICATION/json", "application/json;", "application/json;;"],
            *[
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                'application/json; charset="utf-8"',
            ],
            *["application/json ; charset=utf-8;"],
        ],
        201,
    ),
    **dict.fromkeys(
        [
            *[
                "",
                "json",
                "text/json",
                "*/*",
                "application/*",
                "application/vnd.api+json",
                "application/problem+json",
            ],
            *[
                "application/merge-patch+json",
                "application/json, text/plain",
                "application/json charset=utf-8",
            ],
            *[
                "application/json; charset=latin1",
                "application/json; charset=utf-16",
                "application/json; charset=",
            ],
            *[
                "application/json; charset=utf8",
                "application/json; version=1",
                "application/json; charset=utf-8; v=1",
            ],
        ],
        415,
    ),
}
TARGETS = {
    **dict.fromkeys(
        ["/healthz", "/health%7a", "/healthz?x=%FF", "/healthz#x", "http://any.example/healthz"], 200
    ),
    **dict.fromkeys(["HTTPS://any.example:1/healthz?x", "http://any.example", "http://any.example?x"], 200),
    **dict.fromkeys(
        ["/%2Fhealthz", "//healthz", "/./healthz", "/healthz/", "/healthz%00", "/healthz%3Fx"], 404
    ),
    **dict.fromkeys(["/%ff", "/web/%ff", "/web/%2e%2e", "/HEALTHZ", "http://any.example/no", "*"], 404),
    **dict.fromkeys(["healthz", "\\healthz", "/\x01", "ftp:/healthz"], 400),
}
CONDITIONS = {
    "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT": 304,
    "If-Modified-Since: Mon, 01 Jan 1990 00:00:00 GMT": 200,
    "If-Modified-Since: yesterday": 200,
    **dict.fromkeys(['If-Match: "x"', "If-Unmodified-Since: Mon, 01 Jan 1990 00:00:00 GMT"], 200),
    **dict.fromkeys(["Range: bytes=0-3", "Range: bytes=9999999-", "Range: bytes=x", "Range: x"], 200),
}
CODINGS = {
    **dict.fromkeys(["identity", "IDENTITY", ""], 201),
    **dict.fromkeys(["gzip", "GZIP", "br", "deflate", "zstd", "x-unheard-of", "identity, gzip"], 415),
}


@pytest.mark.parametrize(("number", "status"), NUMBERS.items())
def test_a_number_in_a_query_has_only_plain_digits(
    alice: Client, wire: Wire, number: str, status: int
) -> None:
    answer = alice.get(f"{wire.sample_path}?limit={number}", expect=status)
    if status != 200:
        wire.assert_error(answer)


@pytest.mark.parametrize("second", ["1", "2", "x", ""])
def test_repeating_a_single_value_parameter_is_rejected(alice: Client, wire: Wire, second: str) -> None:
    for name, value in {"limit": "1", **wire.single_parameters}.items():
        wire.assert_error(
            alice.get(f"{wire.sample_path}?{name}={value}&{name}={second or value}", expect=422)
        )


def test_unknown_parameters_are_ignored(alice: Client, wire: Wire) -> None:
    for query in (
        "x=1&x=2",
        "LIMIT=x",
        "limit[]=x",
        "limit[a]=x",
        "&limit=1&&",
        "%6cimit=1",
        "__proto__=1",
        "=1",
    ):
        alice.get(f"{wire.sample_path}?{query}", expect=200)


@pytest.mark.parametrize(("target", "status"), TARGETS.items())
def test_equivalent_urls_get_the_same_response(root: Client, target: str, status: int) -> None:
    assert status_of(root, f"GET {target}") == status


def test_a_url_with_an_invalid_escape_is_refused(root: Client) -> None:
    """Some servers refuse it before they look for a route."""
    assert status_of(root, "GET /%zz") in (400, 404)


@pytest.mark.parametrize("method", ["PROPFIND", "FOO", "get", "Get", "G\u00c9T"])
def test_an_unknown_method_is_400(root: Client, method: str) -> None:
    for path in ("/healthz", "/no-such-route"):
        assert status_of(root, f"{method} {path}") == 400


@pytest.mark.parametrize(("condition", "status"), CONDITIONS.items())
def test_pages_do_not_support_range_requests(root: Client, condition: str, status: int) -> None:
    name, _, value = condition.partition(": ")
    for path in ("/", "/docs/swagger-ui.css"):
        answer = root.get(path, headers={name: value}, expect=status, validate=False)
        assert "accept-ranges" not in answer.headers


def test_a_cached_page_is_304(root: Client) -> None:
    answer = root.get("/", expect=200)
    again = root.get(
        "/", headers={"If-Modified-Since": answer.headers["last-modified"]}, expect=304, validate=False
    )
    assert again.content == b""


@pytest.mark.parametrize(("body", "status"), BODIES.items(), ids=lambda value: repr(value)[:40])
def test_a_body_has_to_be_standard_json(alice: Client, wire: Wire, body: bytes, status: int) -> None:
    wire.assert_error(alice.post(wire.sample_path, content=body, headers=JSON, expect=status))


@pytest.mark.parametrize(("media_type", "status"), MEDIA_TYPES.items())
def test_a_body_has_to_be_declared_as_json_in_utf_8(
    alice: Client, wire: Wire, media_type: str, status: int
) -> None:
    content = json.dumps(wire.sample("Typed"))
    answer = alice.post(
        wire.sample_path, content=content, headers={"Content-Type": media_type}, expect=status
    )
    if status != 201:
        wire.assert_error(answer)


@pytest.mark.parametrize(("coding", "status"), CODINGS.items())
def test_a_compressed_body_is_rejected(
    alice: Client, api: Client, wire: Wire, coding: str, status: int
) -> None:
    content = json.dumps(wire.sample("Plain"))
    headers = {**JSON, "Content-Encoding": coding}
    answer = alice.post(wire.sample_path, content=content, headers=headers, expect=status)
    if status != 201:
        wire.assert_error(answer)
        wire.assert_error(api.post(wire.sign_in_path, content=content, headers=headers, expect=415))


def test_of_duplicate_keys_the_last_one_wins(alice: Client, wire: Wire) -> None:
    answer = alice.post(
        wire.sample_path,
        content=repeated(wire.sample("First"), wire.sample("Last")),
        headers=JSON,
        expect=201,
    )
    assert wire.sample_text(answer) == "Last"
    last = wire.sample("Last")
    wrong = {key: with_wrong_types(value) for key, value in last.items()}
    wire.assert_error(alice.post(wire.sample_path, content=repeated(last, wrong), headers=JSON, expect=422))
    answer = alice.post(wire.sample_path, content=repeated(wrong, last), headers=JSON, expect=201)
    assert wire.sample_text(answer) == "Last"


@pytest.mark.parametrize("value", ["{scheme}  {token}", "{scheme}\t{token}", '{scheme} "{token}"', "{token}"])
def test_exactly_one_space_separates_scheme_and_token(
    alice: Client, api: Client, wire: Wire, value: str
) -> None:
    authorization = value.format(scheme=wire.scheme, token=alice.token)
    wire.assert_error(api.get(wire.me, headers={"Authorization": authorization}, expect=401))
    for scheme in (wire.scheme.lower(), wire.scheme.upper()):
        api.get(wire.me, headers={"Authorization": f"{scheme} {alice.token}"}, expect=200)


def status_of(root: Client, request: str) -> int:
    """The status for a request line that a client library would not send."""
    with connected(root) as connection:
        connection.sendall(f"{request} HTTP/1.1\r\nHost: any.example\r\nConnection: close\r\n\r\n".encode())
        return int(answer_on(connection).split()[1])


def repeated(first: dict[str, Any], second: dict[str, Any]) -> str:
    """A JSON object with the members of both, in this order."""
    return f"{json.dumps(first)[:-1]}, {json.dumps(second)[1:]}"


def with_wrong_types(value: object) -> object:
    return dict.fromkeys(value, 5) if isinstance(value, dict) else 5
