"""Every cell on every database, with all possible deploy targets. Equal files are checked once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from scaffolder.template import versions
from tests.matrix import Answers, fullest, label
from tests.support import ROOT, render

Document = TypeVar("Document")
_seen: set[str] = set()


@dataclass
class Cell:
    answers: Answers
    folder: Path

    def unseen(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the documents that no earlier cell had."""
        for document in documents:
            key = json.dumps(document, sort_keys=True, default=str)
            if key not in _seen:
                _seen.add(key)
                yield document

    def files(self, pattern: str) -> list[Path]:
        """The files whose content no earlier cell had."""
        paths = sorted(self.folder.glob(pattern))
        texts = {f"{path.name} {path.read_text()}": path for path in paths}
        return [texts[text] for text in self.unseen(texts)]


@pytest.fixture(scope="session")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cell]:
    folder = tmp_path_factory.mktemp("cells")
    with versions.exported(ROOT) as source:
        return {label(each): Cell(each, render(source, folder / label(each), each)) for each in fullest()}


@pytest.fixture(params=[label(answers) for answers in fullest()])
def cell(request: pytest.FixtureRequest, cells: dict[str, Cell]) -> Cell:
    return cells[request.param]
