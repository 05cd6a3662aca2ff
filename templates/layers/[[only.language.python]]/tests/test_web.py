import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import web_files
from app.web_files import FOLDER
from tests.conftest import Start


def test_everything_that_the_page_loads_is_served(api: TestClient) -> None:
    page = api.get("/", headers={"Accept": "text/html,*/*;q=0.8"})
    loaded = set(re.findall(r'(?:src|href)="(/[^"]+)"', page.text))
    for path in FOLDER.glob("*.js"):
        loaded |= {f"/web/{name}" for name in re.findall(r'from "\./([^"]+)"', path.read_text())}
    assert "/web/style.css" in loaded
    for each in loaded:
        assert api.get(each).status_code == 200, each


def test_the_links_lead_to_a_guest_account_only_in_a_demo(api: TestClient, start: Start) -> None:
    assert "guest" not in api.get("/").json()["links"]
    demo = start(demo=True)
    assert demo.post(demo.get("/").json()["links"]["guest"]).status_code == 201


def test_no_other_file_is_served(api: TestClient) -> None:
    for path in ("/web/", "/web/nothing.js", "/web/..%2fopenapi.yaml", "/web/%2e%2e", "/web/.hidden"):
        assert api.get(path).status_code == 404, path


def test_any_file_is_served_but_no_hidden_file_and_no_folder(
    api: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_files, "FOLDER", tmp_path)
    (tmp_path / "images").mkdir()
    for name in ("app.js", "logo.png", "data.unknown", ".DS_Store"):
        (tmp_path / name).write_text("content")

    def media_type(name: str) -> str:
        return str(api.get(f"/web/{name}").headers["Content-Type"].partition(";")[0])

    assert media_type("app.js") == "text/javascript"
    assert media_type("logo.png") == "image/png"
    assert media_type("data.unknown") == "application/octet-stream"
    for name in (".DS_Store", "images"):
        assert api.get(f"/web/{name}").status_code == 404, name
