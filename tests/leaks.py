"""Finds secrets in generated files, except values that are documented as public."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings, get_settings

# This filter would send a found secret to its issuer.
ASKS_OUTSIDE = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"

PUBLIC = {
    # The password of the development database, and the key that production rejects
    "development",
    "yes",
    "a-development-secret-that-production-refuses",
    # Passwords of the demo account and the README's tours
    "correct horse battery",
    "correct horse battery staple",
    # Names and references in files of deploy targets
    *("PASSWORD", "GetSecretValue", "app-certificate", "secret-key", "database-url"),
    *("oidc-client-secret", "github-client-secret", "my-tasks-*-client-secret-*"),
    *("32, ExcludePunctuation: true}", "64, ExcludePunctuation: true}"),
    # Examples in the contracts
    "5Kc9mzHSg1rVbBqQ2b5o0mYdHq3cQyQb1cZl7mYx2uE",
    "7d0c1f8e2b",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIzZjBhM2QyZSJ9.",
    "jakejake",
    # In a comment with an example of an address
    "password",
}


# These files are parsed, so they have to be complete.
PARSED = {".yaml", ".yml", ".json", ".toml", ".ini", ".example"}


class Search:
    """A search of many projects, which share most lines: each line is searched once for each type of file."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, bytes]] = set()

    def found_in(self, files: Iterable[tuple[str, bytes]]) -> list[str]:
        """The kind and location of each secret, in lines that were not searched before."""
        with default_settings():
            get_settings().disable_filters(ASKS_OUTSIDE)
            return [found for name, content in files for found in self._found_in_file(Path(name), content)]

    def _found_in_file(self, path: Path, content: bytes) -> list[str]:
        # A project's own tests contain made-up values.
        if path.suffix == ".png" or path.parts[0] == "tests":
            return []
        lines = content.splitlines(keepends=True)
        numbers = [number for number, line in enumerate(lines, 1) if self._is_new(path, line)]
        if not numbers:
            return []
        if path.suffix in PARSED:
            numbers = list(range(1, len(lines) + 1))
        with NamedTemporaryFile(suffix=path.suffix) as file:
            file.writelines(lines[number - 1] for number in numbers)
            file.flush()
            secrets = SecretsCollection()
            secrets.scan_file(file.name)
        return [
            f"{path}:{numbers[secret.line_number - 1]}: {secret.type}"
            for _, secret in secrets
            if secret.secret_value not in PUBLIC
        ]

    def _is_new(self, path: Path, content: bytes) -> bool:
        key = (path.suffix, content)
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new
