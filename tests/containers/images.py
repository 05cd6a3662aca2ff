"""The images that generated files start from, and what is inside the ones that they build."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.support import PATH

# After these the engine kills what has not stopped, and its exit code is not 0.
STOP_SECONDS = 10


def engine_answers() -> bool:
    with suppress(FileNotFoundError):
        return subprocess.run(["docker", "version"], capture_output=True, check=False).returncode == 0
    return False


def provide(*images: str) -> None:
    """Pull each, or build what stands in for it, with the npm that the tests have."""
    script = Path(__file__).with_name("base_images")
    subprocess.run([script, *images], env={**os.environ, "PATH": PATH}, check=True)


def inspect(name: str) -> dict[str, Any]:
    """What the engine knows of an image or a container."""
    document = json.loads(subprocess.check_output(["docker", "inspect", name], text=True))[0]
    assert isinstance(document, dict)
    return document


def said_inside(image: str, script: str) -> str:
    words = ["docker", "run", "--rm", "--network", "none", "--entrypoint", "sh", image, "-c", script]
    return subprocess.check_output(words, text=True)
