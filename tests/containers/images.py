"""The images that generated files start from."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.support import PATH


def provide(*images: str) -> None:
    """Pull each, or build what stands in for it, with the npm that the tests have."""
    script = Path(__file__).with_name("base_images")
    subprocess.run([script, *images], env={**os.environ, "PATH": PATH}, check=True)
