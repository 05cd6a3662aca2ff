"""Git settings for the tool's own operations, independent of the repository's programs and the user's preferences."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scaffolder.git.answers import answer

if TYPE_CHECKING:
    from scaffolder.git import Git

# A template folder or an unpacked project must not start its own programs.
HARMLESS = {"core.fsmonitor": "false", "core.hooksPath": os.devnull}

# Threads are no faster in repositories of this size, and git 2.39 has crashed in one.
SINGLE_THREADED = {"core.preloadIndex": "false", "index.threads": "1", "pack.threads": "1"}

# Output that is parsed here, or applied with `git apply`, must always have the same format.
PLAIN = {"diff.mnemonicPrefix": "false", "diff.noprefix": "false", "diff.relative": "false"}

# The content of a new project must not depend on the user's settings for files, nor on globally ignored files.
NEUTRAL = {
    "core.attributesFile": os.devnull,
    "core.autocrlf": "false",
    "core.eol": "lf",
    "core.excludesFile": os.devnull,
    "core.safecrlf": "false",
    "init.defaultObjectFormat": "sha1",
}

# Settings of a repository that name a program.
_PROGRAMS = r"^(filter\..*\.(clean|smudge|process)|merge\..*\.driver|gpg\.(.*\.)?program|gpg\.ssh\.defaultkeycommand)$"
_SIGNS_WITH = {"gpg.program": "gpg", "gpg.openpgp.program": "gpg", "gpg.ssh.program": "ssh-keygen"}
_MERGE = "git merge-file --quiet --marker-size=%L %A %O %B"


def given(settings: Mapping[str, str]) -> dict[str, str]:
    """An environment in which git uses these `settings`, which override all files."""
    count = os.environ.get("GIT_CONFIG_COUNT", "")
    first = int(count) if count.isdigit() else 0
    environment = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    for number, (key, value) in enumerate(settings.items(), first):
        environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return environment


def without_programs(git: Git) -> dict[str, str]:
    """Settings that disable the repository's own programs; those of the user are kept."""
    settings: dict[str, str] = {}
    for key in _named_by_repository(git):
        if key.startswith("filter."):
            settings |= {key: "", f"{key.rpartition('.')[0]}.required": "false"}
        elif key.startswith("merge."):
            settings[key] = _MERGE
        else:
            settings[key] = _of_user(git, key)
    return settings


def _named_by_repository(git: Git) -> Iterator[str]:
    found = answer(git, "config", "--show-scope", "--name-only", "-z", "--get-regexp", _PROGRAMS)
    if found is not None:
        fields = iter(found.rstrip("\0").split("\0"))
        yield from (key for scope, key in zip(fields, fields, strict=True) if scope in ("local", "worktree"))


def _of_user(git: Git, key: str) -> str:
    return answer(git, "config", "--global", "--includes", "--get", key) or _SIGNS_WITH.get(key, "")
