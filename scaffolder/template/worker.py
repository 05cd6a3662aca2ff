"""A faster version of Copier's worker."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from types import CodeType
from typing import Any, Literal

import yaml
from copier import _user_data
from copier._jinja_ext import SandboxedEnvironment
from copier._main import Worker
from copier._template import Template
from copier._types import AnyByStrDict, AnyByStrMutableMapping, Phase
from jinja2 import Template as JinjaTemplate

from scaffolder.errors import ScaffolderError
from scaffolder.template import catalog, layers
from scaffolder.template.layers import File
from scaffolder.template.versions import TemplateVersion


class ExportedTemplate(Template):
    """A template that has already been exported to a folder, so that git is not needed."""

    source: TemplateVersion
    recorded: Collection[str] = ()

    @cached_property
    def questions_data(self) -> AnyByStrDict:
        """The questions. A recorded text is not validated again: a project keeps a name that is now reserved."""
        questions = super().questions_data
        for key in self.recorded:
            if key in questions and "choices" not in questions[key]:
                questions[key].pop("validator", None)
        return questions

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
    def _raw_config(self) -> AnyByStrDict:
        """Parse a single mapping quickly; leave other files and invalid ones to Copier."""
        found = list(self.local_abspath.glob("copier.*"))
        if len(found) == 1:
            with suppress(ScaffolderError):
                return catalog.read_mapping(found[0])
        return super()._raw_config


# Compiled templates by delimiters, text and name: an update renders most of them more than once, and most are the
# same in the next version, which is in another folder.
_COMPILED: dict[tuple[object, ...], CodeType] = {}


def _compile_once(environment: SandboxedEnvironment) -> SandboxedEnvironment:
    """Cache the compiled templates of `environment`."""
    compile_again = environment.compile
    delimiters = (environment.variable_start_string, environment.block_start_string)

    def compile_once(source: Any, name: str | None = None, filename: str | None = None) -> CodeType:
        key = (*delimiters, source, name)
        if key not in _COMPILED:
            _COMPILED[key] = compile_again(source, name, filename)
        return _COMPILED[key]

    environment.compile = compile_once  # type: ignore[method-assign, assignment]
    return environment


Parser = Callable[[str], Any]


def answer_parsers() -> dict[str, Parser]:
    """Copier's parsers of answers by type; empty if this version keeps them elsewhere."""
    return getattr(_user_data, "CAST_STR_TO_NATIVE", {})


def _quick(parse: Parser) -> Parser:
    """Parse YAML with the C library if available, with the errors of `parse`.

    Every render parses a project's facts several times. Nothing changes them afterwards.
    """

    @lru_cache(maxsize=1024)
    def parse_quickly(text: str) -> Any:
        try:
            return yaml.load(text, Loader=catalog.Loader)  # noqa: S506 - a safe loader
        except yaml.YAMLError:
            return parse(text)

    return parse_quickly


answer_parsers().update({kind: _quick(parse) for kind, parse in answer_parsers().items() if kind == "yaml"})


class QuickWorker(Worker):
    """Copier's worker without repeated work for every file and path part.

    Stock Copier also walks excluded folders, runs git for each file, compiles each path part and rebuilds the
    context each time, and asks its questions again to render. The resulting files have the same bytes and modes.
    """

    source: TemplateVersion
    recorded: Collection[str] = ()
    _context: AnyByStrMutableMapping | None = None
    _compiled: dict[str, JinjaTemplate]

    @cached_property
    def files(self) -> dict[str, File]:
        """The rendered files by path."""
        return {}

    @cached_property
    def template(self) -> Template:
        template = ExportedTemplate(url=str(self.src_path), ref="HEAD")
        template.source, template.recorded = self.source, self.recorded
        return template

    def complete(self) -> dict[str, Any]:
        """All answers that a project stores, with defaults for missing ones."""
        with Phase.use(Phase.PROMPT):
            super()._ask()
        return {key: value for key, value in self._answers_to_remember().items() if not key.startswith("_")}

    def _ask(self) -> None:
        """Do nothing: `complete` has asked already."""

    def _render_template(self) -> None:
        _ = (
            self.answers_relpath
        )  # If it were computed later, Copier would omit it from the context that is kept here.
        self._context, self._compiled = super()._render_context(), {}
        for place, entry in layers.places(
            self.template_copy_root,
            self._render_string,
            suffix=self.template.templates_suffix,
            template=self.template.local_abspath,
        ):
            if self.match_exclude(Path(place)):
                continue
            if str(place) in self.files:
                raise ScaffolderError(
                    f"The template has an error: two layers write {place}.",
                    code="template-conflict",
                    exit_code=1,
                )
            self.files[str(place)] = self._file(entry)

    def _file(self, entry: os.DirEntry[str]) -> File:
        """Render a file. The executable bit comes from git, because some file systems have none."""
        path = Path(entry.path)
        inside = path.relative_to(self.template.local_abspath).as_posix()
        if entry.name.endswith(self.template.templates_suffix):
            content = self.jinja_env.get_template(inside).render(self._context).encode()
        else:
            content = path.read_bytes()
        mode = entry.stat().st_mode & 0o777
        if (known := self.source.modes.get(inside)) is not None:
            mode = (mode & ~0o111) | (known & 0o111)
        return File(mode, content, path.relative_to(self.template_copy_root).as_posix())

    def _render_context(self) -> AnyByStrMutableMapping:
        return super()._render_context() if self._context is None else self._context

    @cached_property
    def jinja_env(self) -> SandboxedEnvironment:
        if extensions := self.template.jinja_extensions:
            raise ScaffolderError(
                f"The template needs Jinja extensions, which are never loaded: {', '.join(extensions)}.",
                code="template-extensions",
            )
        environment = _compile_once(super().jinja_env)
        environment.filters["from_yaml"] = _quick(environment.filters["from_yaml"])
        return environment

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

    @cached_property
    def _delimiters(self) -> tuple[str, ...]:
        environment = self.jinja_env
        return (
            environment.variable_start_string,
            environment.block_start_string,
            environment.comment_start_string,
        )
