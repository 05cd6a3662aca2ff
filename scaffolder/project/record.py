"""A generated project: its answers file, and rendering its template again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder.errors import ScaffolderError
from scaffolder.git.repository import REMOTE
from scaffolder.template import catalog
from scaffolder.template.sources import TemplateRepository, release_number
from scaffolder.template.versions import HOME, TemplateVersion

if TYPE_CHECKING:
    from scaffolder.git.trees import Change
    from scaffolder.template.rendering import Draft

ANSWERS = ".copier-answers.yml"

# Adds answers to the other questions of a template.
Ask = Callable[[TemplateVersion, Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Project:
    """A project in `folder`, generated from `version` of the template at `url` with `answers`."""

    folder: Path
    url: str
    version: str
    answers: Mapping[str, Any]

    @property
    def kind(self) -> tuple[str, str]:
        return str(self.answers.get("project", "?")), str(self.answers.get("stack", "?"))


def read(folder: Path) -> Project:
    """The project in `folder` or in a parent folder, read from its answers file."""
    folder = root(folder)
    file = folder / ANSWERS
    document = catalog.read_mapping(file)
    for key in ("_src_path", "_commit"):
        if not isinstance(document.get(key), str):
            raise ScaffolderError(
                f"{file} has no {key}, which says where the project comes from.",
                code="project-incomplete",
            )
    return Project(
        folder=folder.resolve(),
        url=document["_src_path"],
        version=document["_commit"],
        answers={key: value for key, value in document.items() if not key.startswith("_")},
    )


def root(folder: Path) -> Path:
    """The folder of the project that contains `folder`."""
    if (folder / ANSWERS).is_file():
        return folder
    for above in folder.resolve().parents:
        if (above / ANSWERS).is_file():
            return above
    raise ScaffolderError(
        f"{folder} is not a generated project: there is no {ANSWERS} in it or in a folder above.",
        code="project-missing",
    )


def check_source(project: Project, template: TemplateRepository) -> None:
    """Raise for other templates than the named one: an answers file alone must not choose what is read."""
    if template.shipped and project.url not in (template.url, HOME):
        raise ScaffolderError(
            f'{project.folder} was generated from "{project.url}", not from the templates of this scaffolder. '
            "If you trust it, give it with --template.",
            code="template-untrusted",
        )


def check_version(project: Project, template: TemplateRepository) -> None:
    """Raise if the template does not have the version, with the likely reason."""
    if template.find(project.version) is not None:
        return
    releases = template.releases()
    newest = release_number(releases[-1]) if releases else ()
    sentence = f"{project.folder} was generated from {project.version}, which {template.url} does not have."
    if newest and release_number(project.version) > newest:
        raise ScaffolderError(
            f"{sentence} Its newest version is {releases[-1]}. Upgrade scaffolder.",
            code="version-newer",
            exit_code=1,
        )
    known = f" It has {', '.join(releases)}." if releases else ""
    raise ScaffolderError(
        f"{sentence}{known} Give another with `scaffolder update --from VERSION`.",
        code="version-unknown",
        exit_code=1,
    )


def render(
    project: Project, template: TemplateRepository, folder: Path, *, version: str | None = None
) -> tuple[catalog.Catalog, Mapping[str, str]]:
    """Write the files that `project` was generated with into the new `folder`; return the template of each.

    `version` replaces the recorded one, which may no longer exist.
    """
    source = template.source(version or project.version)
    known = catalog.load(source.folder)
    known.check(project.answers)
    # The answers file must be the recorded one, wherever the template was read from.
    recorded = replace(source, url=project.url, version=project.version)
    return known, _write(recorded, folder, project.answers, recorded=project.answers.keys()).templates


def render_again(
    project: Project,
    template: TemplateRepository,
    folder: Path,
    *,
    version: str,
    answers: Mapping[str, object],
    ask: Ask | None = None,
) -> tuple[catalog.Catalog, Mapping[str, Any]]:
    """Write the files that `version` generates for `project`, and return its new answers.

    `answers` override the recorded ones. `ask` adds answers to new questions; without it they get their defaults.
    """
    source = template.source(version)
    known = catalog.load(source.folder)
    known.check(answers)
    asked = {question.key for question in known.questions}
    given = {key: answer for key, answer in project.answers.items() if key in asked} | dict(answers)
    known.check(given)
    given = ask(source, given) if ask else given
    url = template.url if _is_url(template.url) or not _is_url(project.url) else project.url
    recorded = project.answers.keys() - answers.keys()
    return known, _write(replace(source, url=url), folder, given, recorded=recorded).answers


def lock(known: catalog.Catalog, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts about the stack's lock file; empty if it has none."""
    facts: Mapping[str, Any] = known.facts(answers["stack"]).get("lock") or {}
    return facts


def is_stale(lock: Mapping[str, Any], changes: Iterable[Change]) -> bool:
    """Whether an input of the lock file has changed; without a list, any file could be one."""
    reads = lock.get("reads")
    return any(not reads or change.path in reads for change in changes)


def _write(
    source: TemplateVersion, folder: Path, answers: Mapping[str, object], *, recorded: Collection[str]
) -> Draft:
    from scaffolder.template import rendering

    folder.mkdir()
    with rendering.answered(source, answers=answers, suggestions={}, recorded=recorded) as draft:
        draft.write(folder)
        return draft


def _is_url(address: str) -> bool:
    return REMOTE.match(address) is not None
