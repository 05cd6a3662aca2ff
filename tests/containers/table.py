"""What the images of a run weigh, and how long each takes to start."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

HEAD = ("image", "size", "cold start")


def rows(reports: Iterable[pytest.TestReport]) -> list[tuple[str, ...]]:
    told = [value for report in reports for name, value in report.user_properties if name == HEAD[0]]
    return sorted(tuple(map(str, value)) for value in told if isinstance(value, (list, tuple)))


def write(reporter: pytest.TerminalReporter) -> None:
    found = rows(report for report in reporter.stats.get("passed", []) if report.when == "call")
    if not found:
        return
    reporter.section("images, from the start of a new container to the first /readyz that answers 200")
    widths = [max(len(row[column]) for row in (HEAD, *found)) for column in range(len(HEAD))]
    for name, *figures in (HEAD, *found):
        cells = [
            name.ljust(widths[0]),
            *(figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True)),
        ]
        reporter.write_line("  ".join(cells))
