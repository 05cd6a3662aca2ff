"""Slugs of articles, generated from their titles."""

import re
import secrets
import unicodedata
from collections.abc import Awaitable, Callable
from contextlib import suppress

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

MOST_CHARACTERS = 200
# An article with this slug would have the URL of the feed.
RESERVED = {"", "feed"}


async def save_under_slug(session: AsyncSession, title: str, save: Callable[[str], Awaitable[int]]) -> int:
    """Call `save` with the title's slug, or add a random suffix if that slug is taken."""
    slug = slugify(title)
    if slug not in RESERVED:
        with suppress(IntegrityError):
            # A failure only undoes this attempt, not what the caller wrote before.
            async with session.begin_nested():
                return await save(slug)
    return await save(f"{slug}-{secrets.token_hex(8)}".strip("-"))


def slugify(title: str) -> str:
    """Lower-case ASCII letters and digits joined by hyphens; empty if the title has none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MOST_CHARACTERS].strip("-")
