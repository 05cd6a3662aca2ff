"""Which request bodies are read: valid JSON that a client and every database can store."""

import json
from typing import Any, NoReturn

from app.failures import Invalid, Malformed, UnsupportedType

DEEPEST = 100
# Limits, because parsing costs memory and time before validation.
MOST_VALUES = 5_000


def check_media_type(content_type: str, *, accepted: set[str]) -> None:
    media_type, *parameters = (part.strip() for part in content_type.lower().split(";"))
    in_utf_8 = all(parameter in ("", "charset=utf-8", 'charset="utf-8"') for parameter in parameters)
    if media_type not in accepted or not in_utf_8:
        raise UnsupportedType(f"The body must be {' or '.join(sorted(accepted))}, in UTF-8.")


def parse(body: bytes) -> Any:
    try:
        # As float, because int has a limit on digits. No field is a number: the first one will need int.
        value = json.loads(body.decode("utf-8"), parse_int=float, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Malformed("The body is not valid JSON.") from None
    check_values(value)
    return value


# The location of a value: its parent's location, and the step from there. Empty for the root.
Place = tuple[Any, ...]


def check_values(value: object) -> None:
    """Reject complex bodies, NUL (PostgreSQL cannot store it), and lone surrogates."""
    parts: list[tuple[int, Place, object]] = [(0, (), value)]
    for depth, place, part in parts:
        if depth >= DEEPEST and isinstance(part, dict | list):
            raise Malformed(f"The body is nested more than {DEEPEST} levels deep.")
        if isinstance(part, dict | list) and len(parts) + len(part) > MOST_VALUES:
            raise Invalid({"": f"A body has at most {MOST_VALUES} values."})
        if isinstance(part, dict):
            parts += [(depth, place, key) for key in part]
            parts += [(depth + 1, (place, key), child) for key, child in part.items()]
        elif isinstance(part, list):
            parts += [(depth + 1, (place, index), child) for index, child in enumerate(part)]
        elif isinstance(part, str) and not is_sound(part):
            pointer = pointer_to(place).encode("utf-8", "replace").decode()
            raise Invalid({pointer: "Text must not contain NUL or lone surrogates."})


def pointer_to(place: Place) -> str:
    steps = []
    while place:
        place, step = place
        steps.append(f"/{escape(str(step))}")
    return "".join(reversed(steps))


def is_sound(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def escape(key: str) -> str:
    """Escape one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
