"""Render templates with Copier. Only this package imports it."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from copier._settings import SettingsModel
from copier.errors import ConfigFileError, CopierError
from jinja2 import TemplateError, TemplateSyntaxError

from scaffolder import temporary
from scaffolder.errors import ScaffolderError
from scaffolder.template import layers
from scaffolder.template.layers import File
from scaffolder.template.versions import TemplateVersion
from scaffolder.template.worker import QuickWorker

_REFUSED = re.compile(r"Validation error for question '(\w+)': (.*)", re.DOTALL)


@contextmanager
def answered(
    source: TemplateVersion,
    *,
    answers: Mapping[str, object],
    suggestions: Mapping[str, object],
    recorded: Collection[str] = (),
) -> Iterator[Draft]:
    """Complete `answers` with the `suggestions` and the template's defaults.

    `recorded` are the keys of answers that an existing project has stored: its texts are not validated again.
    """
    with QuickWorker(
        src_path=source.url,
        data=dict(answers),
        user_defaults=dict(suggestions),
        defaults=True,
        vcs_ref="HEAD",
        # With the user's own Copier settings, two renders of one version could differ.
        settings=SettingsModel(),
        quiet=True,
    ) as worker:
        worker.source, worker.recorded = source, recorded
        with _sentences(source):
            yield Draft(worker)


class Draft:
    """A project that has not been written yet. `answers` are those that it will store."""

    def __init__(self, worker: QuickWorker) -> None:
        self._worker = worker
        self.answers = worker.complete()

    @cached_property
    def files(self) -> Mapping[str, File]:
        """The files by path."""
        with temporary.folder() as folder:
            self._worker.dst_path = folder
            self._worker.__dict__.pop("subproject", None)
            self._worker.run_copy()
            # A Copier version with other internal methods has written the files itself.
            return self._worker.files or layers.read(folder)

    def write(self, folder: Path) -> None:
        """Write it into the empty `folder`."""
        layers.write(self.files, folder)

    @property
    def templates(self) -> Mapping[str, str]:
        """The template that each file came from, below the folder of layers."""
        return {path: file.template for path, file in self.files.items()}


@contextmanager
def _sentences(source: TemplateVersion) -> Iterator[None]:
    """Turn errors of Copier and Jinja into sentences."""
    try:
        yield
    except TemplateError as error:
        raise ScaffolderError(
            f"The template has an error in {_place(error, source)}: {error.message}",
            code="template-broken",
            exit_code=1,
        ) from None
    except ConfigFileError:
        raise ScaffolderError(
            "Copier cannot read the template's copier.yml.", code="template-invalid", exit_code=1
        ) from None
    except (CopierError, ValueError) as error:
        raise _refused_answer(error) from None


def _refused_answer(error: Exception) -> ScaffolderError:
    """The error for an answer that the template's validator rejected, or for any other error of Copier."""
    found = _REFUSED.fullmatch(str(error))
    key, words = found.groups() if found else (None, str(error))
    return ScaffolderError(f"--{key}: {words}" if key else words, code="answer-invalid", question=key)


def _place(error: TemplateError, source: TemplateVersion) -> str:
    """File and line of a template error, from the traceback."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    file, line = frame.filename, frame.lineno
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or file, error.lineno
    return f"{file.removeprefix(f'{source.folder}{os.sep}')}:{line}"
