"""How providers are connected to: securely, and with limits on what they can cost."""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx2

# For all requests of one sign-in together.
SECONDS = 10
MOST_BYTES = 1024 * 1024


def connection_options() -> dict[str, Any]:
    """Options of an httpx2 client."""
    return {
        "timeout": SECONDS,
        # Shared, because reading the certificates takes long.
        "verify": httpx2.create_ssl_context(),
        # Otherwise a response could become large when it is decompressed.
        "headers": {"Accept-Encoding": "identity"},
        "event_hooks": {"response": [limit_size]},
    }


async def limit_size(response: httpx2.Response) -> None:
    if "Content-Encoding" in response.headers:
        raise ValueError("The response is compressed.")
    response.stream = LimitedStream(cast(httpx2.AsyncByteStream, response.stream))


class LimitedStream(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self.stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self.stream:
            size += len(chunk)
            if size > MOST_BYTES:
                raise ValueError("The response is too large.")
            yield chunk

    async def aclose(self) -> None:
        await self.stream.aclose()
