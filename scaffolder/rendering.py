"""Copier, asked and made quick. The only module that imports it."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import CodeType
from typing import Any, Literal

from copier._jinja_ext import SandboxedEnvironment
from copier._main import Worker
from copier._settings import SettingsModel
from copier._template import Template
from copier._types import AnyByStrDict, AnyByStrMutableMapping, Phase
from copier.errors import ConfigFileError, CopierAnswersInterrupt, CopierError
from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError, TemplateSyntaxError

from scaffolder.errors import ScaffolderError
from scaffolder.repository import Source


@contextmanager
def answered(
    source: Source, *, answers: Mapping[str, object], suggestions: Mapping[str, object], interactive: bool
) -> Iterator[Draft]:
    """Complete `answers` from Copier's questionnaire, or from the defaults when not `interactive`."""
    with _Worker(
        src_path=source.url,
        data=dict(answers),
        user_defaults=dict(suggestions),
        defaults=not interactive,
        vcs_ref="HEAD",
        # What a user set for Copier would make two renders of one version differ.
        settings=SettingsModel(),
        quiet=True,
    ) as worker:
        worker.source = source
        with _sentences(source):
            yield Draft(worker)


class Draft:
    """A project that is decided and not yet written. `answers` are those that it will store."""

    def __init__(self, worker: _Worker) -> None:
        self._worker = worker
        self.answers = worker.complete()

    def write(self, folder: Path) -> None:
        """Render into the empty `folder`."""
        self._worker.dst_path = folder
        self._worker.__dict__.pop("subproject", None)
        self._worker.run_copy()
        _refuse_links_to_outside(folder)

    @property
    def templates(self) -> Mapping[str, str]:
        """The template that each written file came from, below the folder of layers."""
        return self._worker.origins


def _refuse_links_to_outside(folder: Path) -> None:
    """A template that keeps its links must not lead a project to files of the machine."""
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place, name)
            if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                where = path.relative_to(folder)
                raise ScaffolderError(f"The template has a link that leads out of the project: {where}.")


@contextmanager
def _sentences(source: Source) -> Iterator[None]:
    """Turn what Copier and Jinja raise into sentences."""
    try:
        yield
    except CopierAnswersInterrupt:
        raise KeyboardInterrupt from None
    except TemplateError as error:
        raise ScaffolderError(
            f"The template has an error in {_place(error, source)}: {error.message}", exit_code=1
        ) from None
    except ConfigFileError:
        raise ScaffolderError(
            "The template's copier.yml is not one that Copier reads.", exit_code=1
        ) from None
    except (CopierError, ValueError) as error:
        raise ScaffolderError(_sentence(error)) from None


def _sentence(error: Exception) -> str:
    """Copier's words for a refused answer, without its prefix."""
    return str(error).removeprefix("Validation error for question ")


def _place(error: TemplateError, source: Source) -> str:
    """File and line of a template error, which Jinja puts into the traceback."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    file, line = frame.filename, frame.lineno
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or file, error.lineno
    return f"{file.removeprefix(f'{source.folder}{os.sep}')}:{line}"


class _ExportedTemplate(Template):
    """A template that already lies in a folder, so that nothing is cloned or asked of git."""

    source: Source

    @property
    def local_abspath(self) -> Path:
        return self.source.folder

    @property
    def commit(self) -> str | None:
        return self.source.version

    @property
    def vcs(self) -> Literal["git"]:
        return "git"

    @cached_property
    def git_index_modes(self) -> Mapping[PurePosixPath, int]:
        return {PurePosixPath(path): mode for path, mode in self.source.modes.items()}


# What this process has compiled, by delimiters, text and place: an update renders most of it more than once.
_COMPILED: dict[tuple[object, ...], CodeType] = {}


def _compile_once(environment: SandboxedEnvironment) -> SandboxedEnvironment:
    """Let `environment` keep what it compiles."""
    compile_again = environment.compile
    delimiters = (environment.variable_start_string, environment.block_start_string)

    def compile_once(source: Any, name: str | None = None, filename: str | None = None) -> CodeType:
        key = (*delimiters, source, name, filename)
        if key not in _COMPILED:
            _COMPILED[key] = compile_again(source, name, filename)
        return _COMPILED[key]

    environment.compile = compile_once  # type: ignore[method-assign, assignment]
    return environment


class _Worker(Worker):
    """Copier's worker without the work it does again for every file and path part.

    Stock Copier asks git about each file, compiles each path part and rebuilds the context
    each time, walks what is left out, and asks its questions again to render. What is written is
    the same, byte and mode.
    """

    source: Source
    _context: AnyByStrMutableMapping | None = None
    _compiled: dict[str, JinjaTemplate]
    _left_out: set[Path]

    @cached_property
    def template(self) -> Template:
        template = _ExportedTemplate(url=str(self.src_path), ref="HEAD")
        template.source = self.source
        return template

    def complete(self) -> dict[str, Any]:
        """Every answer that a project stores, asked for where it is missing."""
        with Phase.use(Phase.PROMPT):
            super()._ask()
        return {key: value for key, value in self._answers_to_remember().items() if not key.startswith("_")}

    def _ask(self) -> None:
        """Nothing: `complete` has asked."""

    def _render_template(self) -> None:
        _ = self.answers_relpath  # Asked for later, Copier would blank it in the context kept here.
        self._context = super()._render_context()
        self._compiled, self._left_out = {}, set()
        super()._render_template()

    def _render_context(self) -> AnyByStrMutableMapping:
        return super()._render_context() if self._context is None else self._context

    @cached_property
    def jinja_env(self) -> SandboxedEnvironment:
        return _compile_once(super().jinja_env)

    def _render_path(self, relpath: Path) -> Iterable[tuple[Path, AnyByStrDict | None]]:
        """Where a path goes: nowhere below a folder that is left out, and a folder comes before what it holds."""
        places = [] if relpath.parent in self._left_out else list(super()._render_path(relpath))
        if not places and any(start in str(relpath) for start in self._delimiters):
            self._left_out.add(relpath)
        return places

    @cached_property
    def answers_relpath(self) -> Path:
        return super().answers_relpath

    def _render_string(self, string: str, extra_context: AnyByStrDict | None = None) -> str:
        if self._context is None:
            return super()._render_string(string, extra_context)
        if not any(start in string for start in self._delimiters):
            return string
        if string not in self._compiled:
            self._compiled[string] = self.jinja_env.from_string(string)
        return self._compiled[string].render(**self._context, **(extra_context or {}))

    def _render_file(
        self, src_relpath: Path, dst_relpath: Path, extra_context: AnyByStrDict | None = None
    ) -> None:
        source = self.template.local_abspath / src_relpath
        self.origins[dst_relpath.as_posix()] = source.relative_to(self.template_copy_root).as_posix()
        super()._render_file(src_relpath, dst_relpath, extra_context)

    @cached_property
    def origins(self) -> dict[str, str]:
        return {}

    @cached_property
    def _delimiters(self) -> tuple[str, ...]:
        environment = self.jinja_env
        return (
            environment.variable_start_string,
            environment.block_start_string,
            environment.comment_start_string,
        )

    def _solve_render_conflict(self, dst_relpath: Path) -> bool:
        raise ScaffolderError(f"The template has an error: two layers write {dst_relpath}.", exit_code=1)

    def _sync_git_index_executable_bit(self, dst_relpath: Path, src_mode: int) -> None:
        """Nothing: a new project has no index yet."""
