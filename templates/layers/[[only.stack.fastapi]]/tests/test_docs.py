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


def test_every_operation_of_the_contract_has_a_route(api: TestClient) -> None:
    contract = api.get("/openapi.json").json()
    for path, item in contract["paths"].items():
        prefix = item.get("servers", contract["servers"])[0]["url"].rstrip("/")
        allowed = api.options(prefix + path).headers["allow"].lower().split(", ")
        assert item.keys() & {"get", "post", "put", "patch", "delete"} <= set(allowed), path


def test_the_server_does_not_start_without_its_contract(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(docs, "CONTRACT", tmp_path / "openapi.yaml")
    with pytest.raises(SystemExit, match=r"openapi\.yaml cannot be read"):
        docs.build_router()
