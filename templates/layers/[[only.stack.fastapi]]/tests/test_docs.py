import re
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient

from app import docs
from tests.conftest import ROOT


def test_the_contract_is_served_as_json(api: TestClient) -> None:
    contract = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    served = api.get("/openapi.json").json()
    assert served["info"] == contract["info"]
    assert served["paths"].keys() == contract["paths"].keys()


def test_the_reference_loads_everything_from_here(api: TestClient) -> None:
    page = api.get("/docs")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    links = re.findall(r'(?:src|href)="(/[^"]*)"', page.text)
    assert "//" not in re.sub(r"<!--.*?-->", "", page.text)
    assert len(links) == 3
    for link in links:
        assert api.get(link).status_code == 200


def test_a_missing_contract_stops_the_start_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(docs, "CONTRACT", tmp_path / "openapi.yaml")
    with pytest.raises(SystemExit, match=r"openapi\.yaml cannot be read"):
        docs.build_router()
