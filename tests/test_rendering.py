"""Rendering is fast, with the same results as Copier: test_layers.py compares whole projects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from copier import _user_data

from scaffolder.template import versions, worker
from tests.matrix import fullest
from tests.support import ROOT, files


@pytest.fixture
def source() -> Iterator[versions.TemplateVersion]:
    with versions.exported(ROOT) as exported:
        yield exported


def test_a_copier_with_other_internal_names_renders_the_same(
    source: versions.TemplateVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is slower, but correct."""
    quick = files(source, fullest()[-1])
    monkeypatch.delattr(worker.QuickWorker, "_render_template")
    monkeypatch.delattr(worker.ExportedTemplate, "_raw_config")
    monkeypatch.delattr(_user_data, "parse_yaml_string")
    monkeypatch.setitem(worker.answer_parsers(), "yaml", yaml.safe_load)
    assert files(source, fullest()[-1]) == quick
    monkeypatch.delattr(_user_data, "CAST_STR_TO_NATIVE")
    assert worker.answer_parsers() == {}


def test_answers_are_parsed_as_copier_parses_them() -> None:
    parse = worker.answer_parsers()["yaml"]
    texts = [path.read_text() for path in (ROOT / "templates").glob("[ps]*/*.yml")]
    assert len(texts) > 5
    for text in (
        *texts,
        (ROOT / "copier.yml").read_text(),
        "",
        "on",
        "0x1f",
        "2026-11-21",
        "a: &b [1]\nc: *b",
    ):
        assert parse(text) == yaml.safe_load(text)
    with pytest.raises(ValueError, match="while parsing a flow sequence"):
        parse("a: [b")
    assert _user_data.parse_yaml_string is not parse
