"""Errors are RFC 9457 problems."""

from scaffolder.contracts.client import Client
from scaffolder.contracts.wire import Wire


def test_a_problem_has_type_title_status_and_detail(api: Client, alice: Client, wire: Wire) -> None:
    answers = [
        api.get("/me", expect=401),
        api.get("/no-such-route", expect=404, validate=False),
        api.put("/me", expect=405, validate=False),
        alice.post(wire.sample_path, content="{", headers={"Content-Type": "application/json"}, expect=400),
        alice.post(wire.sample_path, content="{}", headers={"Content-Type": "text/plain"}, expect=415),
        alice.post(wire.sample_path, json={}, expect=422),
    ]
    for answer in answers:
        problem = answer.json()
        assert answer.headers["content-type"].split(";")[0] == "application/problem+json"
        assert problem.keys() - {"instance", "errors"} == {"type", "title", "status", "detail"}
        assert problem["status"] == answer.status_code
        assert ("errors" in problem) == (answer.status_code == 422)


def test_a_problem_points_to_the_invalid_member(alice: Client, wire: Wire) -> None:
    (error,) = alice.patch("/me", json={"name": 7}, expect=422).json()["errors"]
    assert error["pointer"] == "/name"
    assert error["detail"]


def test_a_pointer_is_escaped_according_to_rfc_6901(alice: Client, wire: Wire) -> None:
    (error,) = alice.patch("/me", json={"a/b~c": 7}, expect=422).json()["errors"]
    assert error["pointer"] == "/a~1b~0c"
