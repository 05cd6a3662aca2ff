from starlette.testclient import TestClient


def test_a_running_server_is_alive_and_ready(api: TestClient) -> None:
    assert api.get("/healthz").status_code == 200
    assert api.get("/readyz").status_code == 200


def test_without_its_database_the_server_is_alive_but_not_ready(without_database: TestClient) -> None:
    assert without_database.get("/healthz").status_code == 200
    assert without_database.get("/readyz").status_code == 503
