"""Where templates come from: the source that the user names, or else the shipped one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from scaffolder import temporary
from scaffolder.errors import ScaffolderError
from scaffolder.git import repository
from scaffolder.git.answers import answer
from scaffolder.template import catalog, versions
from scaffolder.template.versions import TemplateVersion

VARIABLE = "SCAFFOLDER_TEMPLATE"

_URL = re.compile(r"(https?|ssh|git|file)://\S+$|[\w.-]+@[\w.-]+:\S+$")
_RELEASE = re.compile(r"v(\d+)\.(\d+)\.(\d+)$")
# No transports that run commands, such as ext::.
_PROTOCOLS = "file:git:http:https:ssh"


@dataclass(frozen=True)
class TemplateRepository:
    """A repository of templates. `url` is stored in answers files.

    `default` is the version for new projects; None stands for the work tree.
    """

    repository: Path
    url: str
    default: str | None
    stack: ExitStack
    shipped: bool = False
    _exported: dict[str | None, TemplateVersion] = field(default_factory=dict)

    def source(self, version: str | None = None) -> TemplateVersion:
        """The template at `version` or the default one, in a folder that is removed when the template is closed."""
        commit = self.commit(version) if version else self.default
        if commit not in self._exported:
            source = self.stack.enter_context(versions.exported(self.repository, commit))
            if not (source.folder / "copier.yml").is_file():
                raise ScaffolderError(
                    f"{self.url} is not a template: it has no copier.yml.", code="template-empty"
                )
            self._exported[commit] = replace(source, url=self.url)
        return self._exported[commit]

    def contains(self, version: str, other: str) -> bool:
        """Whether `version` is `other` or was released after it."""
        if release_number(version) and release_number(other):
            return release_number(version) >= release_number(other)
        with repository.git_in(self.repository) as git:
            return answer(git, "merge-base", "--is-ancestor", other, version) is not None

    def described(self, version: str) -> str:
        """The version as answers files store it."""
        self.commit(version)
        with repository.git_in(self.repository) as git:
            return str(git.execute(["git", "describe", "--tags", "--always", version]))

    def commit(self, version: str) -> str:
        """The commit of a version, which is a tag, a commit or an output of `git describe`."""
        found = self.find(version)
        if found is None:
            known = ", ".join(self.releases()) or "no release yet"
            raise ScaffolderError(
                f'The template {self.url} has no version "{version}". It has: {known}.',
                code="version-unknown",
            )
        return found

    def find(self, version: str) -> str | None:
        with repository.git_in(self.repository) as git:
            return answer(
                git, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{version}^{{commit}}"
            )

    def releases(self) -> list[str]:
        """The released versions, oldest first."""
        with repository.git_in(self.repository) as git:
            tags = str(git.execute(["git", "tag", "--list"])).split()
        return sorted(filter(_RELEASE.match, tags), key=release_number)

    def newest(self) -> str:
        """The newest release, or the newest commit if there is no release."""
        return releases[-1] if (releases := self.releases()) else "HEAD"


def release_number(version: str) -> tuple[int, ...]:
    """(1, 2, 3) for v1.2.3, and an empty tuple for other names."""
    found = _RELEASE.match(version)
    return tuple(map(int, found.groups())) if found else ()


@contextmanager
def opened(named: str | None = None) -> Iterator[TemplateRepository]:
    """The template that is `named`, or else in SCAFFOLDER_TEMPLATE, or else the shipped one."""
    named = named or os.environ.get(VARIABLE)
    with ExitStack() as stack:
        if not named:
            yield _shipped(stack)
        elif Path(named).is_dir():
            yield _at(Path(named).resolve(), stack)
        elif Path(named).is_file():
            path = str(Path(named).resolve())
            yield _released(_cloned(path, stack), path, stack)
        elif _URL.match(named):
            yield _released(_cloned(named, stack), repository.without_credentials(named), stack)
        else:
            raise ScaffolderError(
                f'There is no template "{named}": it is not a folder, bundle or URL.', code="template-unknown"
            )


def _shipped(stack: ExitStack) -> TemplateRepository:
    root = catalog.template_root()
    if (bundle := root / "repository.bundle").is_file():
        clone = _cloned(str(bundle), stack)
        return TemplateRepository(clone, versions.HOME, default="HEAD", stack=stack, shipped=True)
    with repository.git_in(root) as git:
        url = repository.address(git) or versions.HOME
    return TemplateRepository(root, url, default=None, stack=stack, shipped=True)


def _at(folder: Path, stack: ExitStack) -> TemplateRepository:
    """A local repository: a bare one at its newest release, a checkout with its current files."""
    with repository.git_in(folder) as git:
        bare = repository.is_bare(git)
        if not bare and repository.top_level(git) != folder:
            raise ScaffolderError(
                f"{folder} is not a git repository, which templates come from.",
                code="template-unversioned",
            )
        url = repository.address(git) or str(folder)
    return _released(folder, url, stack) if bare else TemplateRepository(folder, url, None, stack)


def _released(repository: Path, url: str, stack: ExitStack) -> TemplateRepository:
    template = TemplateRepository(repository, url, default=None, stack=stack)
    return replace(template, default=template.newest())


def _cloned(address: str, stack: ExitStack) -> Path:
    """Clone a bundle or URL temporarily, while the command runs."""
    folder = stack.enter_context(temporary.folder()) / "template.git"
    clone = ["git", "clone", "--bare", "--quiet", "--template=", "--", address, str(folder)]
    with repository.git_in(folder.parent) as git:
        git.update_environment(GIT_ALLOW_PROTOCOL=_PROTOCOLS, GIT_TERMINAL_PROMPT="0")
        git.execute(clone)
    return folder
