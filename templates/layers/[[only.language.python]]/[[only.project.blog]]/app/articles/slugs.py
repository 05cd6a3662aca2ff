"""Slugs of articles, generated from their titles."""

import re
import unicodedata

MOST_CHARACTERS = 200
# An article with this slug would have the URL of the feed.
RESERVED = {"", "feed"}


def slugify(title: str) -> str:
    """Lower-case ASCII letters and digits joined by hyphens; empty if the title has none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MOST_CHARACTERS].strip("-")
