"""Providing base images, and inspecting images and containers."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.support import PATH

# The engine kills a container that has not stopped by then, and its exit code is not 0.
STOP_SECONDS = 10


def engine_answers() -> bool:
    with suppress(FileNotFoundError):
        return subprocess.run(["docker", "version"], capture_output=True, check=False).returncode == 0
    return False


def provide(*images: str) -> None:
    """Pull each image, or build a stand-in with the npm of the tests."""
    script = Path(__file__).with_name("base_images")
    subprocess.run([script, *images], env={**os.environ, "PATH": PATH}, check=True)


def inspect(name: str) -> dict[str, Any]:
    """Run `docker inspect` on an image or a container."""
    document = json.loads(subprocess.check_output(["docker", "inspect", name], text=True))[0]
    assert isinstance(document, dict)
    return document


def run_inside(image: str, script: str) -> str:
    words = ["docker", "run", "--rm", "--network", "none", "--entrypoint", "sh", image, "-c", script]
    return subprocess.check_output(words, text=True)
