"""Secrets that stand in generated files, but for the values that are documented as public."""

from __future__ import annotations

from pathlib import Path

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings, get_settings

# Would ask whoever issued what was found.
ASKS_OUTSIDE = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"

PUBLIC = {
    # Of development's database, and the key that production refuses
    "development",
    "yes",
    "a-development-secret-that-production-refuses",
    # Of the demo account and the README's tours
    "correct horse battery",
    "correct horse battery staple",
    # Names and places in what a deploy target reads
    *("PASSWORD", "GetSecretValue", "app-certificate", "secret-key", "database-url"),
    *("32, ExcludePunctuation: true}", "64, ExcludePunctuation: true}"),
    # Examples in the contracts
    "5Kc9mzHSg1rVbBqQ2b5o0mYdHq3cQyQb1cZl7mYx2uE",
    "7d0c1f8e2b",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIzZjBhM2QyZSJ9.",
    "jakejake",
}


class Search:
    """A search of many projects, in which equal files are read once."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, bytes]] = set()

    def found_in(self, folder: Path) -> list[str]:
        """What each secret is and where, in files that were not seen before."""
        with default_settings():
            get_settings().disable_filters(ASKS_OUTSIDE)
            return [
                found for path in sorted(folder.rglob("*")) for found in self._found_in_file(path, folder)
            ]

    def _found_in_file(self, path: Path, folder: Path) -> list[str]:
        name = str(path.relative_to(folder))
        # The values of a project's own tests are nobody's.
        if not path.is_file() or path.suffix == ".png" or name.startswith(("tests/", ".git/")):
            return []
        key = (path.suffix, path.read_bytes())
        if key in self._seen:
            return []
        self._seen.add(key)
        secrets = SecretsCollection()
        secrets.scan_file(str(path))
        return [
            f"{name}:{secret.line_number}: {secret.type}"
            for _, secret in secrets
            if secret.secret_value not in PUBLIC
        ]
