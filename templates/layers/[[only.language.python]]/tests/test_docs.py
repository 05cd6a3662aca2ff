import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.reference import read_contract
from tests.conftest import ROOT


def test_the_contract_is_served_as_json(api: TestClient) -> None:
    contract = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    paths = re.findall(r"^  (/\S*):$", contract, re.MULTILINE)
    assert paths
    assert list(api.get("/openapi.json").json()["paths"]) == paths


def test_every_operation_of_the_contract_has_a_route(api: TestClient) -> None:
    contract = api.get("/openapi.json").json()
    for path, item in contract["paths"].items():
        prefix = item.get("servers", contract["servers"])[0]["url"].rstrip("/")
        allowed = api.options(prefix + path).headers["allow"].lower().split(", ")
        assert item.keys() & {"get", "post", "put", "patch", "delete"} <= set(allowed), path


def test_a_contract_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^openapi\.yaml cannot be read"):
        read_contract(tmp_path / "openapi.yaml")
