"""Small servers that keep the contracts, so that the suites can be tested. For nothing else."""

import sys
import tempfile
from pathlib import Path

from scaffolder.contracts.servers import DatabaseServer, Launch

DEVELOPMENT_SECRET = "development-only-secret-key-change-me-please"
REPOSITORY = Path(__file__).parents[2]
SECRET_KEY = "a-secret-of-the-reference-servers-alone"
DATABASES = tempfile.TemporaryDirectory(prefix="scaffolder-references-")


def reference(project: str, *, directory: Path = REPOSITORY) -> Launch:
    """How to start the reference server of a project; `directory` holds the tree to run it from."""
    return Launch(
        project=project,
        directory=str(directory),
        serve=f"{sys.executable} -m tests.references.{project}",
        environment={"SECRET_KEY": SECRET_KEY},
        known_secrets=[DEVELOPMENT_SECRET],
        database=DatabaseServer(
            kind="sqlite",
            url=f"sqlite:///{DATABASES.name}/{{name}}.db",
            broken_url="sqlite:////missing/folder/database.db",
        ),
    )
