"""Run a suite against its reference server: `python -m tests.references task_manager [pytest arguments]`."""

import subprocess
import sys
import tempfile
from pathlib import Path

from scaffolder.contracts.plugin import suites_of
from tests.references import reference


def main(project: str, *arguments: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        launch = Path(folder) / "launch.json"
        reference(project).write(launch)
        suites = [str(suite) for suite in suites_of(project)]
        plugin = ["-p", "scaffolder.contracts.plugin", f"--launch={launch}"]
        return subprocess.call([sys.executable, "-m", "pytest", *plugin, *suites, *arguments])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
