"""A generated project: what it recorded when it was made, and its files as the template made them."""

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

# Completes the answers to the questions of a template.
Ask = Callable[[TemplateVersion, Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Project:
    """A project in `folder`, made from `version` of the template at `url` with `answers`."""

    folder: Path
    url: str
    version: str
    answers: Mapping[str, Any]

    @property
    def kind(self) -> tuple[str, str]:
        return str(self.answers.get("project", "?")), str(self.answers.get("stack", "?"))


def read(folder: Path) -> Project:
    """The project that `folder` is, or lies in, by its answers file."""
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
    """The folder of the project that `folder` is, or lies in."""
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
    """Refuse what nobody named: an answers file alone is no reason to read another template."""
    if template.shipped and project.url not in (template.url, HOME):
        raise ScaffolderError(
            f'{project.folder} was generated from "{project.url}", not from the templates of this scaffolder. '
            "If you trust it, give it with --template.",
            code="template-untrusted",
        )


def check_version(project: Project, template: TemplateRepository) -> None:
    """Refuse a version that the template does not have, with the likely reason."""
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
    """Write the files that the template made for `project` into the new `folder`; what each came from.

    `version` is the one to take instead of the recorded one, which may be gone.
    """
    source = template.source(version or project.version)
    known = catalog.load(source.folder)
    known.check(project.answers)
    # The answers file is to come out as it is recorded, wherever the template was read from.
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
    """Write the files that `version` makes for `project`, and return the answers it has then.

    `answers` win over the recorded ones. `ask` adds those to new questions, which take their defaults without it.
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
    """The facts about the stack's lock file; empty where it has none."""
    facts: Mapping[str, Any] = known.facts(answers["stack"]).get("lock") or {}
    return facts


def is_stale(lock: Mapping[str, Any], changes: Iterable[Change]) -> bool:
    """Whether a file that the lock file is made of has changed; without a list, any could be."""
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
