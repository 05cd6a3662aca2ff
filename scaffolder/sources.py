"""Where templates come from: what the user names, else what this tool brings along."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolder import catalog, repository
from scaffolder.errors import ScaffolderError
from scaffolder.repository import Source

VARIABLE = "SCAFFOLDER_TEMPLATE"

_URL = re.compile(r"(https?|ssh|git|file)://\S+$|[\w.-]+@[\w.-]+:\S+$")
_RELEASE = re.compile(r"v(\d+)\.(\d+)\.(\d+)$")
# Never a transport that runs a command, such as ext::.
_PROTOCOLS = "file:git:http:https:ssh"


@dataclass(frozen=True)
class Template:
    """A repository of templates. `url` is what answers files record.

    `default` is the version that new projects are made from: None stands for the work tree.
    """

    repository: Path
    url: str
    default: str | None
    shipped: bool = False

    @contextmanager
    def exported(self, version: str | None = None) -> Iterator[Source]:
        """The template in a temporary folder, as of `version` or the default one."""
        commit = self.commit(version) if version else self.default
        with repository.exported(self.repository, commit) as source:
            if not (source.folder / "copier.yml").is_file():
                raise ScaffolderError(f"{self.url} holds no template: it has no copier.yml.")
            yield replace(source, url=self.url)

    def commit(self, version: str) -> str:
        """The commit that a version names: a tag, a commit, or what `git describe` made of one."""
        found = self.find(version)
        if found is None:
            known = ", ".join(self.releases()) or "no release yet"
            raise ScaffolderError(f'The template {self.url} has no version "{version}". It has: {known}.')
        return found

    def find(self, version: str) -> str | None:
        with repository.git_in(self.repository) as git:
            return repository.answer(
                git, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{version}^{{commit}}"
            )

    def releases(self) -> list[str]:
        """The released versions, oldest first."""
        with repository.git_in(self.repository) as git:
            tags = str(git.execute(["git", "tag", "--list"])).split()
        return sorted(filter(_RELEASE.match, tags), key=release_number)

    def newest(self) -> str:
        """The newest release; before the first one, the newest commit."""
        return releases[-1] if (releases := self.releases()) else "HEAD"


def release_number(version: str) -> tuple[int, ...]:
    """(1, 2, 3) of v1.2.3, and an empty tuple of what is no release."""
    found = _RELEASE.match(version)
    return tuple(map(int, found.groups())) if found else ()


@contextmanager
def opened(named: str | None = None) -> Iterator[Template]:
    """The template that is `named`, or SCAFFOLDER_TEMPLATE, or else the one that this tool ships."""
    named = named or os.environ.get(VARIABLE)
    with ExitStack() as stack:
        if not named:
            yield _shipped(stack)
        elif Path(named).is_dir():
            yield _at(Path(named).resolve())
        elif Path(named).is_file():
            path = str(Path(named).resolve())
            yield _newest(Template(_cloned(path, stack), url=path, default="HEAD"))
        elif _URL.match(named):
            yield _newest(
                Template(_cloned(named, stack), url=repository.without_credentials(named), default="HEAD")
            )
        else:
            raise ScaffolderError(f'There is no template "{named}": it is no folder, bundle or URL.')


def _shipped(stack: ExitStack) -> Template:
    root = catalog.template_root()
    if (bundle := root / "repository.bundle").is_file():
        return Template(_cloned(str(bundle), stack), url=repository.HOME, default="HEAD", shipped=True)
    with repository.git_in(root) as git:
        url = repository.address(git) or repository.HOME
    return Template(root, url=url, default=None, shipped=True)


def _at(folder: Path) -> Template:
    """A repository on this machine: a bare one at its newest release, a checkout as it lies there."""
    with repository.git_in(folder) as git:
        bare = repository.answer(git, "rev-parse", "--is-bare-repository")
        if bare is None or (bare == "false" and git.execute(["git", "rev-parse", "--show-prefix"])):
            raise ScaffolderError(f"{folder} is no repository: templates come from a git repository.")
        url = repository.address(git) or str(folder)
    template = Template(folder, url=url, default=None)
    return _newest(template) if bare == "true" else template


def _newest(template: Template) -> Template:
    return replace(template, default=template.newest())


def _cloned(address: str, stack: ExitStack) -> Path:
    """A copy of a bundle or of what a URL holds, for as long as the command runs."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="scaffolder-")), "template.git")
    clone = ["git", "clone", "--bare", "--quiet", "--template=", "--", address, str(folder)]
    with repository.git_in(folder.parent) as git:
        git.update_environment(GIT_ALLOW_PROTOCOL=_PROTOCOLS, GIT_TERMINAL_PROMPT="0")
        git.execute(clone)
    return folder
