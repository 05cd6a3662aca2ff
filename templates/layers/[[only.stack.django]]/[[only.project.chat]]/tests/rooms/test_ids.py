import pytest

from tests.conversation import open_room
from tests.sign_in import Person


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_nobody_has_an_id_that_is_none(alice: Person, method: str) -> None:
    room = open_room(alice)
    assert alice(method, f"/rooms/{room['id']}/members/somebody").status_code == 404
