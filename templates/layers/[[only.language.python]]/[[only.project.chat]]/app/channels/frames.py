"""Frames of the Pusher Channels protocol, version 7: JSON objects with an `event`."""

import json
from dataclasses import asdict, dataclass
from typing import Any, NoReturn


class UnreadableFrameError(ValueError):
    """Not a JSON object with an event, or contains values that cannot be forwarded as JSON."""


@dataclass(frozen=True)
class PresentUser:
    """A user who is present: the protocol's `channel_data`."""

    user_id: str
    name: str

    @classmethod
    def parse(cls, channel_data: str) -> "PresentUser":
        data = json.loads(channel_data)
        return cls(data["user_id"], data["user_info"]["name"])

    def as_data(self) -> dict[str, Any]:
        return {"user_id": self.user_id, "user_info": {"name": self.name}}


@dataclass(frozen=True)
class Received:
    event: str
    channel: Any
    data: Any


def read(text: str) -> Received:
    try:
        values = json.loads(text, parse_constant=_refuse_constant)
        encode(values).encode()
        event = values["event"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableFrameError("A frame must be a JSON object with an event.") from None
    if not isinstance(event, str):
        raise UnreadableFrameError("The event must be a string.")
    return Received(event, values.get("channel"), values.get("data"))


def encode(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def frame(event: str, data: object, *, channel: str | None = None, user_id: str | None = None) -> str:
    values = {"event": event, "channel": channel, "data": data, "user_id": user_id}
    optional = {"channel", "user_id"}
    return encode({name: part for name, part in values.items() if part is not None or name not in optional})


def error(code: int, message: str) -> str:
    return frame("pusher:error", {"code": code, "message": message})


def subscription_succeeded(channel: str, data: str) -> str:
    return frame("pusher_internal:subscription_succeeded", data, channel=channel)


def subscription_error(channel: str, *, status: int, message: str) -> str:
    data = {"type": "AuthError", "error": message, "status": status}
    return frame("pusher:subscription_error", data, channel=channel)


def presence(users: dict[str, PresentUser]) -> str:
    """The data of a successful subscription, from the users present on a channel, by connection."""
    by_id = {user.user_id: {"name": user.name} for user in users.values()}
    return encode({"presence": {"ids": list(by_id), "hash": by_id, "count": len(by_id)}})


@dataclass(frozen=True)
class Announcement:
    """A message to a channel's connections in every process: unsubscribe some, forward the frame."""

    channel: str
    frame: str | None = None
    except_for: str | None = None
    expelled: tuple[str, ...] = ()
    status: int = 403

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str | bytes) -> "Announcement":
        values = json.loads(text)
        return cls(**values | {"expelled": tuple(values["expelled"])})


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
