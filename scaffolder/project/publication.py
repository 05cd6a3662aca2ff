"""A project's first push: the host's program creates the remote repository."""

from __future__ import annotations

import html
import re
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scaffolder import processes
from scaffolder.errors import ScaffolderError
from scaffolder.git import branches, repository
from scaffolder.git.answers import answer
from scaffolder.project import record

REMOTE = "origin"

PAGE = "web/index.html"
PLACE = '<a href="/docs">API reference</a>'
"""A link to the repository is added after this one."""

Host = Literal["github", "gitlab"]
PROGRAMS: dict[Host, str] = {"github": "gh", "gitlab": "glab"}

# NAME or OWNER/NAME as both hosts accept it, and which no program takes for an option.
_NAME = re.compile(r"[A-Za-z0-9_][\w.-]*(/[\w.-]+)*")


@dataclass(frozen=True)
class Publication:
    """The commands that publish the project in `folder`.

    `program` creates the repository; None if it is not installed, so that the user has to do it.
    """

    folder: Path
    name: str
    host: Host
    branch: str
    private: bool
    program: str | None
    commands: Sequence[Sequence[str]]


def plan(folder: Path, *, name: str | None, host: Host | None, private: bool) -> Publication:
    """How to publish the project in `folder`; ScaffolderError if it cannot be published."""
    project = record.read(folder)
    ground = branches.ground(project.folder)
    if ground.top != project.folder:
        raise ScaffolderError(
            f"{folder} is part of the repository {ground.top}. Publish that one with git.",
            code="part-of-repository",
            exit_code=1,
        )
    _refuse_untracked(project.folder)
    if address := _remote(project.folder):
        raise ScaffolderError(
            f"{folder} already has a remote: {REMOTE} is {address}. Use `git push`.",
            code="remote-exists",
            exit_code=1,
        )
    name = name or str(project.answers.get("name", project.folder.name))
    if not _NAME.fullmatch(name):
        raise ScaffolderError(
            f'"{name}" is not a repository name. Give NAME or OWNER/NAME.', code="name-invalid"
        )
    host = host or _host(project)
    program = PROGRAMS[host] if shutil.which(PROGRAMS[host]) else None
    visibility = "--private" if private else "--public"
    commands = (
        _commands(host, name, ground.branch, visibility) if program else _by_hand(host, name, ground.branch)
    )
    return Publication(project.folder, name, host, ground.branch, private, program, commands)


def run(publication: Publication) -> str:
    """Run the commands and return the address of the remote. The page of a public project gets a link to it."""
    create, *rest = publication.commands
    _run(create, publication.folder)
    address = _remote(publication.folder)
    if address is None:
        raise ScaffolderError(
            f"{publication.program} created {publication.name} but set no remote. Run "
            f"`git remote add {REMOTE} ADDRESS`, then `{shlex.join(_push(publication.branch))}`.",
            code="remote-not-set",
            exit_code=1,
        )
    if not publication.private:
        _link(publication.folder, repository.page(address))
    for command in rest:
        _run(command, publication.folder)
    return address


def _link(folder: Path, address: str) -> None:
    """Add a link to the page of the project, unless its user has removed the place for it."""
    file = folder / PAGE
    page = file.read_text(encoding="utf-8") if file.is_file() else ""
    if PLACE in page and address.startswith("https://"):
        link = f'<a href="{html.escape(address)}">Source code</a>'
        file.write_text(page.replace(PLACE, f"{PLACE} · {link}"), encoding="utf-8")
        repository.commit_changes(folder, "Link to the repository")


def _run(command: Sequence[str], folder: Path) -> None:
    done = processes.finish(command, folder=folder, terminal=True)
    if not done.passed:
        raise ScaffolderError(
            f"`{shlex.join(command)}` failed: {done.words}", code="program-failed", exit_code=1
        )


def _remote(folder: Path) -> str | None:
    with repository.git_in(folder) as git:
        address = answer(git, "remote", "get-url", REMOTE, no=repository.NO_REMOTE)
    return repository.without_credentials(address) if address else None


def _refuse_untracked(folder: Path) -> None:
    with repository.git_in(folder) as git:
        lines = str(git.execute(["git", "status", "--porcelain"])).splitlines()
    if lines:
        raise ScaffolderError(
            f"{folder} has uncommitted files: {lines[0][3:]}. Commit or ignore them first.",
            code="uncommitted",
            exit_code=1,
        )


def _host(project: record.Project) -> Host:
    """The host of the project's CI, or else the one whose program is installed."""
    answered = project.answers.get("ci")
    there: list[Host] = [host for host, program in PROGRAMS.items() if shutil.which(program)]
    for host in PROGRAMS:
        if host == answered:
            return host
    return there[0] if there else "github"


def _commands(host: Host, name: str, branch: str, visibility: str) -> list[list[str]]:
    create = [PROGRAMS[host], "repo", "create", name, visibility]
    # Neither command pushes: this way a failed push is reported as such, and can be repeated.
    create += (
        ["--source", ".", "--remote", REMOTE]
        if host == "github"
        else ["--remoteName", REMOTE, "--defaultBranch", branch]
    )
    return [create, _push(branch)]


def _by_hand(host: Host, name: str, branch: str) -> list[list[str]]:
    owner = name if "/" in name else f"OWNER/{name}"
    return [["git", "remote", "add", REMOTE, f"git@{host}.com:{owner}.git"], _push(branch)]


def _push(branch: str) -> list[str]:
    return ["git", "push", "--set-upstream", REMOTE, branch]
