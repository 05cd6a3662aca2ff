"""Authorizes subscriptions: a signature over the connection, the channel and the user."""

import hashlib
import hmac
from dataclasses import dataclass

from app.channels.settings import ChannelSettings


@dataclass(frozen=True)
class Signer:
    key: str
    secret: str

    @classmethod
    def of(cls, settings: ChannelSettings) -> "Signer":
        """Without its own secret, the WebSocket uses one that is derived from SECRET_KEY."""
        derived = hmac.digest(settings.secret_key.encode(), b"pusher", hashlib.sha256).hex()
        return cls(settings.pusher_key, settings.pusher_secret or derived)

    def sign(self, socket_id: str, channel: str, channel_data: str) -> str:
        # A private channel has no data.
        signed = ":".join(part for part in (socket_id, channel, channel_data) if part).encode()
        return f"{self.key}:{hmac.digest(self.secret.encode(), signed, hashlib.sha256).hex()}"

    def accepts(self, signature: str, socket_id: str, channel: str, channel_data: str) -> bool:
        return hmac.compare_digest(signature.encode(), self.sign(socket_id, channel, channel_data).encode())
