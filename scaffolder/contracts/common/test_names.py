"""Names have visible characters on a single line and are otherwise stored as sent."""

import httpx
import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.wire import Wire

CONTROLS = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\ufeff"]
INVISIBLE = [
    *" \u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b\u180e\u2000\u200b\u200c\u200d\u200e",
    *"\u2028\u2029\u202e\u202f\u205f\u2060\u2066\u206f\u2800\u3000\u3164\ufe00\ufe0f\uffa0\ufff8",
    *"\U0001bca0\U0001d173\U000e0001\U000e0020\U000e0100",
]
VISIBLE = [
    "x",
    "é",
    "e\u0301",
    "ß",
    "日",
    "ع",
    "🐉",
    "👩\u200d💻",
    "a\u200bb",
    "\u202eabc",
    "a b",
    "ﬁ",
    "\ue000",
]


def refused(wire: Wire, answer: httpx.Response) -> None:
    assert answer.status_code == 422, f"{answer.request.content!r} returned {answer.status_code}"
    wire.assert_error(answer)


def test_a_name_with_control_characters_is_rejected(alice: Client, wire: Wire) -> None:
    for change in wire.names(alice):
        for character in CONTROLS:
            for text in (f"a{character}b", f"{character}a", f"a{character}"):
                refused(wire, change(text))


def test_a_name_without_visible_characters_is_rejected(alice: Client, wire: Wire) -> None:
    for change in wire.names(alice):
        for text in ("", *INVISIBLE, *(f"{one}{one}" for one in INVISIBLE), "".join(INVISIBLE)[:40]):
            refused(wire, change(text))


def test_a_name_with_half_a_surrogate_pair_is_rejected(alice: Client, wire: Wire) -> None:
    for change in wire.names(alice):
        for text in ("a\ud800", "\udc00b", "a\udc00\ud800b"):
            answer = change(text)
            assert answer.status_code in (400, 422)
            wire.assert_error(answer)


def test_any_other_name_is_stored_as_sent(alice: Client, wire: Wire) -> None:
    for change in wire.names(alice):
        for text in VISIBLE:
            answer = change(text)
            if answer.status_code == 409:  # The name is taken.
                continue
            assert answer.status_code in (200, 201), f"{text!r} returned {answer.status_code}"
            assert text in values_of(answer.json()), f"{text!r} is not in the response"


@pytest.mark.parametrize(
    "character", ["\0", "\t", "\x1f", "\x7f", "\x85", "\x9b", "\u200b", "\u2028", "\ufeff", " "]
)
def test_an_email_address_with_invisible_characters_is_rejected(
    api: Client, wire: Wire, character: str
) -> None:
    for email in (f"a{character}b@example.com", f"{character}a@example.com", f"a@exam{character}ple.com"):
        body = wire.sign_up_body(name="Ada", email=email, password="long enough")
        refused(wire, api.post(wire.sign_up_path, json=body))


def values_of(value: object) -> list[object]:
    """All texts in a JSON value."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in values_of(each)]
    if isinstance(value, list):
        return [text for each in value for text in values_of(each)]
    return [value]
