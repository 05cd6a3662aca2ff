from app.accounts.models import User
from app.accounts.users import change_user
from tests.sign_in import Person


def test_a_change_keeps_what_another_request_changed_in_the_meantime(alice: Person) -> None:
    read_before = User.objects.get(username=alice.name)
    alice.put("/user", {"user": {"image": "https://example.com/alice.png"}})
    changed = change_user(read_before, {"bio": "I write."})
    assert (changed.image, changed.bio) == ("https://example.com/alice.png", "I write.")
