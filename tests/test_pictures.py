"""The pictures of the README are complete, load nothing, and contain no metadata."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffolder.template import catalog
from tests.support import ROOT
from tests.tools.pictures import photographs, terminal

SHOWN = sorted(
    set(re.findall(r"\.github/pictures/[\w.-]+", (ROOT / "README.md").read_text(encoding="utf-8")))
)
OF_PROJECTS = [
    photographs.of_the_project(choice.name, scheme)
    for choice in catalog.load().choices("project")
    for scheme in photographs.SCHEMES
]
PHOTOGRAPHS = [ROOT / name for name in SHOWN if name.endswith(".png")] + OF_PROJECTS


def test_readme_shows_every_picture() -> None:
    found = sorted(str(path.relative_to(ROOT)) for path in photographs.FOLDER.iterdir())
    assert found == SHOWN


def test_the_terminal_loads_nothing_from_elsewhere() -> None:
    svg = terminal.PICTURE.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "", 1)
    drawn = re.sub(r"<text [^>]*>[^<]*</text>", "", svg)
    assert re.findall(r"https?:|@font-face|@import|<script|<image|href", drawn) == []


def test_the_text_of_a_terminal_can_be_read_from_its_picture() -> None:
    printed = "Working ...\rWorking ... 1 s\nok <b>\x1b[32m  fine\x1b[0m\n\nDone in 2 s.\n"
    svg = terminal.drawn({"work --hard": terminal.settled(printed), "rest": "no"})
    assert terminal.shown_by_command(svg) == {
        "work --hard": ["Working ... 1 s", "ok <b>  fine", "Done in 2 s."],
        "rest": ["no"],
    }


def test_lines_of_two_runs_are_compared_without_their_times() -> None:
    assert terminal.steady(["A ... 12 s", "Created it in 2.5 s: 12 files. Next steps:", ""]) == [
        "A ...",
        "Created it in. Next steps:",
    ]


@pytest.mark.parametrize("path", PHOTOGRAPHS, ids=lambda path: str(path.relative_to(ROOT)))
def test_screenshots_are_small_and_contain_no_metadata(path: Path) -> None:
    assert path.stat().st_size < 150_000
    assert set(chunks(path.read_bytes())) <= {"IHDR", "sRGB", "sBIT", "IDAT", "IEND"}


def chunks(png: bytes) -> Iterator[str]:
    """The names of a PNG's chunks. Texts, times and profiles are separate chunks."""
    at = 8
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        yield name.decode()
        at += 12 + length
