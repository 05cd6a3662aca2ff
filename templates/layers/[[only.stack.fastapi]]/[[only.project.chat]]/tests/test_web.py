import re

from fastapi.testclient import TestClient

from app.web import FOLDER


def test_the_web_client_may_run_its_own_files_only(api: TestClient) -> None:
    page = api.get("/")
    assert page.headers["Content-Type"].startswith("text/html")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=|//", page.text)


def test_everything_that_the_web_client_loads_is_there(api: TestClient) -> None:
    loaded = set(re.findall(r'(?:src|href)="(/[^"]+)"', api.get("/").text))
    for path in FOLDER.glob("*.js"):
        loaded |= {f"/web/{name}" for name in re.findall(r'from "\./([^"]+)"', path.read_text())}
    assert len(loaded) > 10
    for each in loaded:
        assert api.get(each).status_code == 200, each


def test_nothing_else_of_the_folder_or_above_it_is_served(api: TestClient) -> None:
    for path in ("/web/", "/web/nothing.js", "/web/..%2fopenapi.yaml", "/web/%2e%2e", "/web/.hidden"):
        assert api.get(path).status_code == 404, path
