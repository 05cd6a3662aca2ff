import re

from fastapi.testclient import TestClient
from httpx2 import Response

from app.web import FOLDER


def get_page(api: TestClient) -> Response:
    return api.get("/", headers={"Accept": "text/html,*/*;q=0.8"})


def test_a_browser_gets_a_page_that_may_run_its_own_files_only(api: TestClient) -> None:
    page = get_page(api)
    assert page.headers["Content-Type"].startswith("text/html")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=|//", page.text)


def test_a_program_gets_links_that_work(api: TestClient) -> None:
    links = api.get("/").json()["links"]
    for name in ("docs", "openapi", "health"):
        assert api.get(links[name]).status_code == 200


def test_everything_that_the_page_loads_is_there(api: TestClient) -> None:
    loaded = set(re.findall(r'(?:src|href)="(/[^"]+)"', get_page(api).text))
    for path in FOLDER.glob("*.js"):
        loaded |= {f"/web/{name}" for name in re.findall(r'from "\./([^"]+)"', path.read_text())}
    assert "/web/style.css" in loaded
    for each in loaded:
        assert api.get(each).status_code == 200, each


def test_nothing_else_of_the_folder_or_above_it_is_served(api: TestClient) -> None:
    for path in ("/web/", "/web/nothing.js", "/web/..%2fopenapi.yaml", "/web/%2e%2e", "/web/.hidden"):
        assert api.get(path).status_code == 404, path
