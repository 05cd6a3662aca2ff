"""Adds the templates to the wheel, as a git bundle with the tags of all releases."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TEMPLATES = "scaffolder/templates"
# Files for `scaffolder list` and `doctor`. The others are in the bundle, since pip would compile Python templates.
READ_DIRECTLY = (
    "copier.yml",
    "templates/defaults.yml",
    "templates/languages",
    "templates/stacks",
    "templates/projects",
    "templates/reserved-names.yml",
    "templates/tools.yml",
    "templates/files.yml",
)


class BundleHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        included = build_data["force_include"]
        included[str(self._bundle())] = f"{TEMPLATES}/repository.bundle"
        if self.target_name == "wheel":
            included.update({str(Path(self.root, path)): f"{TEMPLATES}/{path}" for path in READ_DIRECTLY})

    def _bundle(self) -> Path:
        """The bundle in a source distribution, or a new one of this repository."""
        bundle = Path(self.root, TEMPLATES, "repository.bundle")
        if bundle.is_file():
            return bundle
        self._temporary = tempfile.TemporaryDirectory(prefix="scaffolder-")
        bundle = Path(self._temporary.name, "repository.bundle")
        subprocess.run(
            ["git", "bundle", "create", "--quiet", bundle, "HEAD", "--tags=v*"], cwd=self.root, check=True
        )
        return bundle
