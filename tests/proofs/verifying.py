"""Running contract tests in proofs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support import run_in

Behaviours = list[dict[str, Any]]


def verify(folder: Path, *words: str) -> Behaviours:
    result = run_in(folder)("verify", "--json", *words, timeout=3000)
    assert result.returncode in (0, 1), f"{result.stdout}\n{result.stderr}"
    behaviours: Behaviours = json.loads(result.stdout)["behaviours"]
    return behaviours


def passed(behaviours: Behaviours) -> list[str]:
    return [each["sentence"] for each in behaviours if each["outcome"] == "passed"]


def failures(behaviours: Behaviours, *allowed: str) -> str:
    """Failed tests, and those skipped for a reason that is not `allowed`."""
    return "\n\n".join(
        f"{each['sentence']}\n{each['detail']}"
        for each in behaviours
        if each["outcome"] == "failed"
        or (each["outcome"] == "skipped" and not any(reason in each["detail"] for reason in allowed))
    )
