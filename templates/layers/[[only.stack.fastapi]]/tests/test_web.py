import re

from fastapi.testclient import TestClient

from app.web import FOLDER
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
