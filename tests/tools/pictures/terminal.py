"""A terminal after two real commands, as an SVG without external fonts or scripts."""

from __future__ import annotations

import io
import os
import re
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import pexpect
from rich.console import Console
from rich.text import Text

from tests.support import PATH, ROOT

PICTURE = ROOT / ".github" / "pictures" / "terminal.svg"
COMMANDS = (
    "scaffolder new chat my-chat --stack fastapi --defaults",
    'scaffolder verify my-chat -k "concurrent or missed"',
)
WIDTH = 84
HEIGHT = 40

# The template for rich, whose default loads a font from the network.
SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def take() -> None:
    with tempfile.TemporaryDirectory() as folder:
        seen = {command: printed_by(command, Path(folder)) for command in COMMANDS}
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(drawn(seen), encoding="utf-8")


def printed_by(command: str, folder: Path) -> str:
    """Run a command in a terminal, and return its output with colours.

    Raises:
        SystemExit: it failed, or its output depends on this machine.
    """
    environment = {**os.environ, "PATH": PATH, "TERM": "xterm-256color"}
    for name in ("COLUMNS", "LINES", "NO_COLOR", "SCAFFOLDER_TEMPLATE"):
        environment.pop(name, None)
    process = pexpect.spawn(
        *("sh", ["-c", command]),
        cwd=str(folder),
        env=environment,
        dimensions=(HEIGHT, WIDTH),
        encoding="utf-8",
        timeout=600,
    )
    process.expect(pexpect.EOF)
    process.close()
    printed = settled(str(process.before))
    if process.exitstatus != 0 or "Note:" in printed or str(folder) in printed:
        raise SystemExit(f"The output of {command} cannot be shown:\n{printed}")
    return printed


def settled(printed: str) -> str:
    """Keep only the last version of lines that were overwritten."""
    lines = printed.replace("\r\n", "\n").strip("\n").split("\n")
    return "\n".join(line.rpartition("\r")[2] for line in lines)


def drawn(seen: dict[str, str]) -> str:
    console = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False)
    for command, printed in seen.items():
        console.print(Text.assemble(("$ ", "bold green"), (command, "bold")), soft_wrap=True)
        console.print(Text.from_ansi(printed), soft_wrap=True)
        console.print()
    svg = console.export_svg(title="", code_format=SVG, unique_id="terminal")
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def lines_in(svg: str) -> list[str]:
    """The lines of text in a picture, without empty ones."""
    lines: dict[float, str] = {}
    for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        y = float(element.attrib["y"])
        lines[y] = lines.get(y, "") + (element.text or "").replace("\N{NO-BREAK SPACE}", " ")
    return [line for y in sorted(lines) if (line := lines[y].rstrip())]


def shown_by_command(svg: str) -> dict[str, list[str]]:
    """The lines of output below each command in a picture."""
    shown: dict[str, list[str]] = {}
    for line in lines_in(svg):
        if line.startswith("$ "):
            shown[line.removeprefix("$ ")] = []
        else:
            shown[next(reversed(shown))].append(line)
    return shown


def steady(lines: list[str]) -> list[str]:
    """Lines without times and the number of files, to compare runs."""
    timeless = (re.sub(r"(\.\.\.| in) \d+(\.\d+)? s\b", r"\1", line) for line in lines)
    # The picture is as wide as the window.
    return [re.sub(r": \d+ files\.", ".", line)[:WIDTH].rstrip() for line in timeless if line.strip()]
