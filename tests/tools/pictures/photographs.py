"""Screenshots of a generated project, in both colour schemes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Chrome

from tests.cells.browser import prefer
from tests.cells.servers import Server, running
from tests.proofs import cells
from tests.proofs.subject import Subject
from tests.support import ROOT

FOLDER = ROOT / ".github" / "pictures"
SCHEMES = ("light", "dark")


@contextmanager
def started(project: str, name: str, stack: str) -> Iterator[Server]:
    """Generate and run a project. Its pages show `name`."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / name
        cells.set_up(Subject(stack, project, "sqlite"), place)
        with running(place, stack, Path(folder) / "running") as server:
            yield server


def photograph(driver: Chrome, name: str) -> None:
    """Save `NAME-light.png` and `NAME-dark.png` for this README."""
    FOLDER.mkdir(exist_ok=True)
    driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    for scheme in SCHEMES:
        prefer(driver, scheme)
        # Wait for two frames: the first may still show the old colours.
        driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        driver.save_screenshot(str(FOLDER / f"{name}-{scheme}.png"))


def copy_to_project(name: str, project: str) -> None:
    """Copy the pictures with this name into the templates of a project."""
    for scheme in SCHEMES:
        target = of_the_project(project, scheme)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((FOLDER / f"{name}-{scheme}.png").read_bytes())


def of_the_project(project: str, scheme: str) -> Path:
    layer = f"[[only.project.{project.replace('-', '_')}]]"
    return ROOT / "templates" / "layers" / layer / "docs" / f"screenshot-{scheme}.png"
