"""Preloaded by `tests.forking`: imports all modules and compiles the templates."""

from __future__ import annotations

import importlib
import pkgutil

import scaffolder
from scaffolder.template import catalog, rendering, sources

for package in ("cli", "git", "portfolio", "project", "template", "update", "verification"):
    for module in pkgutil.iter_modules([f"{scaffolder.__path__[0]}/{package}"], f"scaffolder.{package}."):
        importlib.import_module(module.name)

with sources.opened() as repository:
    for project, stack in catalog.load().cells():
        answers = {"name": "my-project", "project": project, "stack": stack}
        with rendering.answered(repository.source(), answers=answers, suggestions={}) as generated:
            assert generated.files
