"""Update several projects in parallel: one worker per processor, and one repository per worker."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from scaffolder import processes
from scaffolder.errors import ScaffolderError, refused_by_system
from scaffolder.git import repository
from scaffolder.project import record
from scaffolder.template.sources import TemplateRepository
from scaffolder.update import apply
from scaffolder.update.apply import Result
from scaffolder.update.plan import UpdateRequest

PATIENCE = 3
"""Seconds for a stopped worker to clean up."""

# Inherited by forked workers, because a template cannot be sent to them.
_shared: tuple[TemplateRepository, UpdateRequest]


def update(folders: Sequence[Path], template: TemplateRepository, request: UpdateRequest) -> Iterator[Result]:
    """Update each project; yield the results as they finish. A failure does not stop the others."""
    global _shared
    _shared = template, request
    groups = _by_repository(folders)
    _export(folders, template, request)
    if len(groups) == 1 or "fork" not in multiprocessing.get_all_start_methods():
        for group in groups:
            yield from _update_group(group)
        return
    workers = min(len(groups), os.cpu_count() or 1)
    with multiprocessing.get_context("fork").Pool(workers, _stop_quietly) as pool:
        try:
            for results in pool.imap_unordered(_update_group, groups):
                yield from results
            # Leaving the pool sends workers a signal, which they can miss just before they start to wait.
            pool.close()
            pool.join()
        except BaseException:
            threading.Thread(target=_stop_again, daemon=True).start()
            raise


def _stop_again() -> None:
    """Repeat the signal, because a worker can miss it just before it starts to wait."""
    while True:
        time.sleep(PATIENCE)
        for worker in multiprocessing.active_children():
            worker.terminate()


def _stop_quietly() -> None:
    """Let a stopped worker clean up and exit without a traceback."""
    processes.stop_with(lambda *_: sys.exit(130))


def _by_repository(folders: Sequence[Path]) -> list[list[Path]]:
    groups: dict[Path, list[Path]] = defaultdict(list)
    for folder in folders:
        top = None
        with suppress(ScaffolderError):
            top = repository.enclosing(folder.absolute())
        groups[top or folder].append(folder)
    return list(groups.values())


def _export(folders: Sequence[Path], template: TemplateRepository, request: UpdateRequest) -> None:
    """Export the versions before workers start, so that they do not each do it again."""
    from scaffolder.template import rendering  # noqa: F401 - slow imports are shared with workers too

    versions = {request.to or template.newest(), *([request.since] if request.since else [])}
    for folder in folders:
        with suppress(ScaffolderError):
            versions.add(record.read(folder).version)
    for version in versions:
        if template.find(version) is not None:
            template.source(version)


def _update_group(folders: Sequence[Path]) -> list[Result]:
    return [_update(folder) for folder in folders]


def _update(folder: Path) -> Result:
    template, request = _shared
    try:
        return apply.update(folder, template, request)
    except ScaffolderError as error:
        return Result(folder, "", reason=str(error))
    except OSError as error:
        return Result(folder, "", reason=str(refused_by_system(error)))
    except Exception as error:  # noqa: BLE001 - a bug must not stop the other projects
        return Result(folder, "", reason=f"This is a bug in scaffolder: {type(error).__name__}: {error}.")
