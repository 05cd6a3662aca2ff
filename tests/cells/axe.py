"""axe-core, which finds what keeps people from using a page."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from selenium.webdriver import Chrome

from tests.support import PATH

PACKAGE = "axe-core@4"
RUN = """
const done = arguments[0];
axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => done(
  violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`)),
));
"""


def install(folder: Path) -> str:
    """Return its source, from npm."""
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent", "--prefix", "."]
    subprocess.run([*command, PACKAGE], cwd=folder, env=os.environ | {"PATH": PATH}, check=True, timeout=240)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def serious_findings(driver: Chrome, source: str) -> list[str]:
    driver.execute_script(source)
    found: list[str] = driver.execute_async_script(RUN)
    return found
