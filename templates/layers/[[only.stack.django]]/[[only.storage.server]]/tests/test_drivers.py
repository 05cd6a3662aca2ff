import os
import subprocess
import sys

import pytest

from app.databases import DRIVERS
from tests.conftest import ROOT


@pytest.mark.parametrize("scheme", sorted(DRIVERS.keys() - {"sqlite"}))
def test_a_missing_driver_is_reported_by_the_name_of_the_setting(scheme: str) -> None:
    uninstalled = f"import sys; sys.modules[{DRIVERS[scheme]!r}] = None; import config.settings"
    environment = os.environ | {"DATABASE_URL": f"{scheme}://user@localhost/app"}
    words = [sys.executable, "-c", uninstalled]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"DATABASE_URL: {DRIVERS[scheme]}, the driver for {scheme}, is not installed\n"
