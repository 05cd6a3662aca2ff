"""Tests of the task manager's web client: on a desktop, and on a phone with the dark colour scheme."""

from __future__ import annotations

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys

from scaffolder.contracts.identity_provider import Provider, new_person
from tests.cells import provider_stories
from tests.cells.axe import serious_findings
from tests.cells.browser import console_errors, prefer, slow
from tests.cells.page import PASSWORD
from tests.cells.servers import Server
from tests.cells.tasks_page import TasksPage

pytest_plugins = ["tests.cells.fixtures"]

SCRIPT = "<script>document.title = 'taken'</script><img src=x onerror=alert(1)>"
ARABIC = "اشتر الحليب من السوق"

# Lose the first `times` responses to requests with `method`. The requests still reach the server.
LOSE = """
const [method, times] = arguments;
const original = window.fetch;
window.sent = [];
window.fetch = async (url, options = {}) => {
  const answer = await original(url, options);
  if (options.method !== method || !url.includes("/tasks")) return answer;
  window.sent.push(options.headers["Idempotency-Key"] ?? options.headers["If-Match"]);
  if (window.sent.length <= times) throw new TypeError("lost");
  return answer;
};
"""


SLOW_REFRESH = """
const original = window.fetch;
window.refreshes = 0;
window.fetch = async (url, options) => {
  if (!url.endsWith("/auth/refresh")) return original(url, options);
  window.refreshes += 1;
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return original(url, options);
};
"""

# Show what other tabs write to localStorage 300 ms late. Chrome itself is late by milliseconds.
LATE_STORAGE = """
const original = Storage.prototype.getItem;
const [key, old] = Object.entries(localStorage)[0];
let isLate = true;
Storage.prototype.getItem = function (name) {
  return isLate && name === key ? old : original.call(this, name);
};
const watching = setInterval(() => {
  if (original.call(localStorage, key) === old) return;
  clearInterval(watching);
  setTimeout(() => (isLate = false), 300);
}, 10);
"""


@pytest.fixture
def alice(desk: Chrome, server: Server) -> TasksPage:
    """A new user at the board, without tasks."""
    page = TasksPage(desk, server.url)
    forget_everything(page)
    page.enter("Alice", project=server.folder.name)
    return page


@pytest.fixture
def bob(phone: Chrome, server: Server) -> TasksPage:
    page = TasksPage(phone, server.url)
    forget_everything(page)
    page.register("Bob")
    page.wait(lambda: page.texts("#view-title") == ["Board"], "the board is shown")
    return page


def forget_everything(page: TasksPage) -> None:
    """From a page of this origin without scripts, which could store something again."""
    page.driver.get(f"{page.url}/web/icon.svg")
    page.run("localStorage.clear(); sessionStorage.clear()")


def test_a_task_can_be_created_edited_and_deleted(alice: TasksPage) -> None:
    alice.create("Paint the wall", description="Two coats.", priority="urgent")
    alice.has("todo", ["Paint the wall"])
    alice.open("Paint the wall")
    alice.type_task(title="Paint the door", status="in_progress")
    alice.click("#task-save")
    alice.has("in_progress", ["Paint the door"])
    alice.has("todo", [])
    alice.open("Paint the door")
    alice.run("window.confirm = () => true")
    alice.click("#task-delete")
    alice.has("in_progress", [])
    assert alice.stored() == []


def test_tasks_show_and_filter_by_labels_and_project(alice: TasksPage) -> None:
    alice.go("#/projects")
    alice.click("#view .primary")
    alice.fill("#project-dialog [name=name]", "Kitchen")
    alice.click("#project-dialog [type=submit]")
    alice.wait(lambda: alice.texts(".projects .title") == ["Kitchen"], "the project is listed")
    alice.click(".projects .title")
    alice.click("#new-task")
    alice.type_task(title="Paint the wall")
    for label in ("home", "red, or blue"):
        alice.find("#label-input").send_keys(label, Keys.ENTER)
    alice.click("#task-save")
    alice.wait(lambda: alice.texts(".card .label") == ["home", "red, or blue"], "both labels are shown")
    assert alice.texts(".card .project") == ["Kitchen"]
    alice.add(title="Somewhere else", labels=["home"])
    alice.driver.refresh()
    alice.has("todo", ["Paint the wall"])
    alice.click("#clear-filters")
    alice.has("todo", ["Somewhere else", "Paint the wall"])
    alice.choose("#filters [name=label]", "red, or blue")
    alice.has("todo", ["Paint the wall"])


def test_the_address_contains_filters_and_search(alice: TasksPage) -> None:
    for title in ("Buy paint", "Buy milk", "Paint the wall"):
        alice.add(title=title, priority="high" if title.endswith("t") else "low")
    alice.go("#/list?sort=title")
    alice.lists(["Buy milk", "Buy paint", "Paint the wall"])
    alice.find("#filters [name=q]").send_keys("paint")
    alice.lists(["Buy paint", "Paint the wall"])
    alice.choose("#filters [name=priority]", "low")
    alice.lists(["Paint the wall"])
    assert alice.driver.current_url.endswith("#/list?q=paint&priority=low&sort=title")
    alice.driver.refresh()
    alice.lists(["Paint the wall"])
    assert alice.find("#filters [name=q]").get_attribute("value") == "paint"
    alice.find("#filters [name=q]").send_keys(" nothing like it")
    alice.wait(lambda: alice.texts(".note") == ["No tasks match."], "the list is empty")


def test_an_overdue_task_is_marked_and_counted(alice: TasksPage) -> None:
    alice.add(title="Late", due_at="2020-01-01T12:00:00Z")
    alice.add(title="In time", due_at="2090-01-01T12:00:00Z")
    alice.add(title="Done late", due_at="2020-01-01T12:00:00Z", status="done")
    alice.driver.refresh()
    alice.wait(lambda: len(alice.texts(".due")) == 3, "the dates are shown")
    assert [text.split(":")[0] for text in alice.texts(".due.late")] == ["Overdue"]
    alice.go("#/statistics")
    alice.wait(lambda: alice.texts(".number") == ["1 Overdue", "1 Completed in the last 7 days"], "counted")
    alice.click(".number")
    alice.has("todo", ["Late"])


def test_a_task_can_be_dragged_to_another_column(alice: TasksPage) -> None:
    task = alice.add(title="Paint")
    alice.driver.refresh()
    alice.has("todo", ["Paint"])
    card = alice.find(f"[data-task='{task['id']}'] .marks")
    ActionChains(alice.driver).drag_and_drop(card, alice.find("[data-status=done]")).perform()
    alice.has("done", ["Paint"])
    alice.wait(lambda: alice.stored()[0]["status"] == "done", "it is stored")


def test_a_task_can_be_moved_by_keyboard_and_keeps_the_focus(alice: TasksPage) -> None:
    alice.add(title="First")
    alice.add(title="Second")
    alice.driver.refresh()
    alice.has("todo", ["Second", "First"])
    alice.run("document.querySelector('.card .title').focus()")
    press(alice, Keys.ARROW_DOWN)
    assert alice.focused() == "First"
    press(alice, Keys.SHIFT, Keys.ARROW_RIGHT)
    alice.has("in_progress", ["First"])
    alice.wait(
        lambda: {each["status"] for each in alice.stored(q="First")} == {"in_progress"}, "it is stored"
    )
    alice.wait(lambda: "is in In progress" in "".join(alice.texts("[data-shows=said]")), "it is announced")
    assert alice.focused() == "First"
    press(alice, Keys.ARROW_LEFT)
    assert alice.focused() == "Second"
    press(alice, Keys.ENTER)
    alice.wait(lambda: alice.is_open("task-dialog"), "Enter opens it")


def test_the_focus_returns_to_an_edited_task(alice: TasksPage) -> None:
    task = alice.add(title="Paint")
    alice.add(title="Sweep")
    alice.driver.refresh()
    alice.open("Paint")
    alice.change(task, description="Two coats.")
    alice.run("document.dispatchEvent(new Event('visibilitychange'))")
    press(alice, Keys.ESCAPE)
    without_form(alice)
    alice.wait(lambda: alice.focused() == "Paint", "the task has the focus again")
    press(alice, Keys.ENTER)
    alice.type_task(status="done", title="Painted")
    press(alice, Keys.ENTER)
    alice.has("done", ["Painted"])
    alice.has("todo", ["Sweep"])
    alice.wait(lambda: alice.focused() == "Painted", "the focus has moved with the task")


def without_form(page: TasksPage) -> None:
    """Wait for the address without a task. It follows a moment after the form; until then, a reload opens it again."""
    page.wait(lambda: page.run("return location.hash").count("/") < 2, "the form is closed")


def press(page: TasksPage, *keys: str) -> None:
    """Press keys together, whatever has the focus: the page may replace that element at any time."""
    chain = ActionChains(page.driver)
    for key in keys:
        chain.key_down(key)
    for key in reversed(keys):
        chain.key_up(key)
    chain.perform()


def test_a_conflict_shows_both_versions(alice: TasksPage) -> None:
    task = alice.add(title="Paint the wall", description="Two coats.")
    alice.driver.refresh()
    alice.open("Paint the wall")
    alice.type_task(title="Paint my wall", description="Three coats.")
    alice.change(task, title="Paint their wall", priority="urgent")
    alice.click("#task-save")
    alice.wait(lambda: alice.is_open("conflict-dialog"), "both versions are shown")
    assert alice.texts("#conflict-fields legend") == ["Title", "Description", "Priority"]
    assert alice.texts("#conflict-fields .value") == [
        *("Paint my wall", "Paint their wall"),
        *("Three coats.", "Two coats."),
        *("Medium", "Urgent"),
    ]
    alice.click("[name=choice-title][value=newer]")
    alice.click("#conflict-dialog [type=submit]")
    alice.wait(lambda: not alice.is_open("task-dialog"), "it is saved")
    [saved] = alice.stored()
    assert [saved[name] for name in ("title", "description", "priority")] == [
        "Paint their wall",
        "Three coats.",
        "urgent",
    ]


def test_editing_can_continue_after_a_conflict(alice: TasksPage) -> None:
    task = alice.add(title="Paint")
    alice.driver.refresh()
    alice.open("Paint")
    alice.type_task(title="Mine")
    alice.change(task, title="Theirs")
    alice.click("#task-save")
    alice.click("#conflict-close")
    alice.type_task(title="Mine after all")
    assert [each["title"] for each in alice.stored()] == ["Theirs"]
    alice.click("#task-save")
    alice.click("#conflict-dialog [type=submit]")
    alice.has("todo", ["Mine after all"])


def test_lost_responses_create_only_one_task(alice: TasksPage) -> None:
    alice.run(LOSE, "POST", 2)
    alice.create("Once")
    alice.has("todo", ["Once"])
    sent = alice.run("return window.sent")
    assert len(sent) == 3
    assert len(set(sent)) == 1
    assert [each["title"] for each in alice.stored()] == ["Once"]


def test_a_lost_response_to_an_edit_is_not_a_conflict(alice: TasksPage) -> None:
    alice.add(title="Paint")
    alice.driver.refresh()
    alice.open("Paint")
    alice.run(LOSE, "PATCH", 1)
    alice.type_task(title="Painted")
    alice.click("#task-save")
    alice.has("todo", ["Painted"])
    assert not alice.is_open("conflict-dialog")
    assert len(alice.run("return window.sent")) == 2
    assert alice.stored()[0]["version"] == 2


def test_unconfirmed_tasks_survive_a_reload(alice: TasksPage) -> None:
    alice.run(LOSE, "POST", 1000)
    for title in ("Arrives, but is not confirmed", "Waits behind it"):
        alice.click("#new-task")
        alice.type_task(title=title)
        alice.click("#task-save")
        alice.see_being_saved(title)
        press(alice, Keys.ESCAPE)
        without_form(alice)
    alice.wait(lambda: len(alice.stored()) == 1, "the first has arrived")
    alice.driver.refresh()
    alice.wait(lambda: len(alice.stored()) == 2, "the second has arrived")
    alice.wait(lambda: alice.texts("#waiting li") == [], "both are confirmed")
    alice.has("todo", ["Waits behind it", "Arrives, but is not confirmed"])


def test_the_page_recovers_after_a_server_restart(alice: TasksPage, server: Server) -> None:
    alice.add(title="Before")
    alice.driver.refresh()
    alice.open("Before")
    assert server.stop() == 0
    alice.type_task(title="Edited meanwhile")
    alice.click("#task-save")
    status = "#task-dialog [data-shows=connection]"
    alice.wait(lambda: "unavailable" in alice.texts(status)[0], "the page reports it")
    server.start()
    alice.has("todo", ["Edited meanwhile"])
    alice.wait(lambda: set(alice.texts("[data-shows=connection]")) == {""}, "the report is gone")


def test_nothing_typed_is_lost_when_the_session_ends(alice: TasksPage) -> None:
    alice.add(title="Paint")
    alice.driver.refresh()
    alice.open("Paint")
    alice.type_task(title="Paint it all")
    expire(alice, refresh_token="0" * 43)
    alice.click("#task-save")
    alice.wait(lambda: alice.is_open("again-dialog"), "Alice is asked to sign in again")
    alice.fill("#again-dialog [name=password]", PASSWORD)
    alice.click("#again-dialog [type=submit]")
    alice.has("todo", ["Paint it all"])


def test_two_tabs_do_not_sign_each_other_out(alice: TasksPage) -> None:
    alice.add(title="Paint")
    first = alice.driver.current_window_handle
    alice.driver.switch_to.new_window("tab")
    second = alice.driver.current_window_handle
    alice.driver.get(alice.url)
    alice.has("todo", ["Paint"])
    for tab in (first, second):
        alice.driver.switch_to.window(tab)
        alice.run(SLOW_REFRESH)
    expire(alice)
    alice.run(LATE_STORAGE)
    # Both need a new token while the first one is still on its way.
    for tab in (first, second):
        alice.driver.switch_to.window(tab)
        alice.go("#/list")
    refreshes = 0
    for tab in (second, first):
        alice.driver.switch_to.window(tab)
        alice.lists(["Paint"])
        assert not alice.is_open("again-dialog")
        refreshes += alice.run("return window.refreshes")
    assert refreshes == 1
    alice.driver.switch_to.window(second)
    alice.driver.close()
    alice.driver.switch_to.window(first)


def expire(page: TasksPage, **changes: str) -> None:
    page.run(
        """const [key, session] = Object.entries(localStorage)[0];
        localStorage.setItem(key, JSON.stringify({ ...JSON.parse(session), expires_at: 0, ...arguments[0] }));""",
        changes,
    )


def test_a_draft_survives_closing_and_a_reload(alice: TasksPage) -> None:
    alice.click("#new-task")
    alice.type_task(title="Half a thou")
    press(alice, Keys.ESCAPE)
    without_form(alice)
    alice.driver.refresh()
    alice.click("#new-task")
    alice.wait(lambda: value(alice) == "Half a thou", "the draft is back")
    alice.click("#task-discard")
    without_form(alice)
    alice.click("#new-task")
    alice.wait(alice.has_form, "the form is open")
    assert value(alice) == ""


def value(page: TasksPage) -> str:
    return page.find("#task-dialog [name=title]").get_attribute("value") or ""


def test_validation_errors_are_shown_at_their_fields(alice: TasksPage) -> None:
    alice.click("#new-task")
    alice.type_task(title="\u200b", description="Kept")
    alice.click("#task-save")
    alice.wait(lambda: alice.all("#task-dialog [name=title][aria-invalid]"), "the title is marked")
    assert alice.texts("#task-dialog .problem") != [""]
    assert alice.focused() == "title"
    alice.type_task(title="Visible")
    alice.click("#task-save")
    alice.has("todo", ["Visible"])
    assert alice.stored()[0]["description"] == "Kept"


def test_a_deleted_task_can_be_created_again(alice: TasksPage) -> None:
    task = alice.add(title="Paint")
    alice.driver.refresh()
    alice.open("Paint")
    alice.type_task(title="Paint it")
    with alice.api() as api:
        api.delete(f"/tasks/{task['id']}")
    alice.click("#task-save")
    alice.wait(lambda: "create it again" in alice.texts("#task-dialog .problem")[0], "the form explains it")
    alice.click("#task-save")
    alice.has("todo", ["Paint it"])


def test_a_long_list_loads_page_by_page(alice: TasksPage) -> None:
    for number in range(45):
        alice.add(title=f"Task {number:02}")
    alice.go("#/list?sort=title")
    alice.wait(lambda: len(alice.listed()) >= 20, "the first page is shown")
    for _ in range(3):
        alice.run("window.scrollTo(0, document.body.scrollHeight)")
        alice.wait(lambda: len(alice.listed()) >= 40, "more is shown")
    alice.lists([f"Task {number:02}" for number in range(45)])


def test_user_content_is_shown_as_text_in_its_direction(alice: TasksPage) -> None:
    long = "x" * 200
    alice.add(title=SCRIPT, labels=[SCRIPT[:50]])
    alice.add(title=ARABIC)
    alice.add(title=long)
    alice.driver.refresh()
    alice.has("todo", [long, ARABIC, SCRIPT])
    assert alice.all("#view script, #view img") == []
    assert alice.driver.title != "taken"
    directions = "return [...document.querySelectorAll('.card .title')].map((each) => getComputedStyle(each).direction)"
    assert alice.run(directions) == ["ltr", "rtl", "ltr"]
    assert_page_fits(alice)


def test_a_guest_needs_no_account(newcomer: Chrome, server: Server) -> None:
    page = TasksPage(newcomer, server.url)
    newcomer.get(server.url)
    page.see("#guest:not([hidden])")
    assert page.all(".providers button") == []
    page.click("#guest")
    page.wait(page.listed, "sample tasks are shown")
    assert not page.find("#settings").is_displayed()


def test_tasks_can_be_created_and_moved_on_a_phone(bob: TasksPage) -> None:
    bob.create("Paint")
    bob.has("todo", ["Paint"])
    bob.choose(".card .mover", "done")
    bob.has("done", ["Paint"])
    for view in ("board", "list", "projects", "statistics"):
        bob.visit(view)
        assert_page_fits(bob)


def test_all_controls_have_a_name_and_fit(alice: TasksPage, bob: TasksPage) -> None:
    for page in (alice, bob):
        page.add(title="Paint", due_at="2020-01-01T12:00:00Z")
        page.click("#new-task")
        page.assert_it_fits_and_all_controls_have_a_name()
        page.click("#task-close")
        for view in ("board", "list", "projects", "statistics"):
            page.visit(view)
            page.loads_its_view()
            page.assert_it_fits_and_all_controls_have_a_name()


def test_a_slow_server_is_announced(alice: TasksPage) -> None:
    alice.add(title="Sweep")
    with slow(alice.driver, 1):
        alice.go("#/list")
        alice.wait(
            lambda: alice.texts("#view .quiet") == ["Loading…"], "Alice sees that the tasks are loading"
        )
        alice.lists(["Sweep"])
        alice.click("#new-task")
        alice.type_task(title="Paint")
        alice.click("#task-save")
        alice.see_being_saved("Paint")
        alice.lists(["Paint", "Sweep"])


def test_a_server_that_hangs_is_reported_until_it_is_back(bob: TasksPage, server: Server) -> None:
    bob.add(title="Paint")
    bob.driver.refresh()
    bob.has("todo", ["Paint"])
    bob.give_up_soon()
    with server.frozen():
        bob.choose(".card .mover", "done")
        bob.reads("The server is unavailable.")
    bob.wait(lambda: [each["status"] for each in bob.stored()] == ["done"], "the task is moved", 30)
    bob.reads_no_more("The server is unavailable.")


def test_nothing_moves_for_users_who_prefer_that(alice: TasksPage) -> None:
    assert alice.moving()
    prefer(alice.driver, "light", motion="reduce")
    assert not alice.moving()
    prefer(alice.driver, "light")


def test_axe_finds_nothing_serious(alice: TasksPage, bob: TasksPage, axe: str) -> None:
    for page in (alice, bob):
        page.add(title="Late", priority="urgent", labels=["red"], due_at="2020-01-01T12:00:00Z")
        for view in ("board", "list", "projects", "statistics"):
            page.visit(view)
            page.loads_its_view()
            assert_axe_finds_nothing(page, axe, view)
        page.click("#new-task")
        assert_axe_finds_nothing(page, axe, "dialog")
    prefer(alice.driver, "light")


def assert_axe_finds_nothing(page: TasksPage, axe: str, where: str) -> None:
    for scheme in ("light", "dark"):
        prefer(page.driver, scheme, motion="reduce")
        assert serious_findings(page.driver, axe) == [], f"{where}, {scheme}"


def assert_page_fits(page: TasksPage) -> None:
    assert page.run("return document.documentElement.scrollWidth <= window.innerWidth")


def test_the_console_shows_no_error(desk: Chrome, phone: Chrome) -> None:
    """Nor a violation of the content security policy, in any test above."""
    for driver in (desk, phone):
        assert console_errors(driver) == []


@pytest.fixture
def visitor(newcomer: Chrome, server: Server) -> TasksPage:
    return TasksPage(newcomer, server.url)


def test_a_new_user_signs_in_with_a_provider(visitor: TasksPage, provider: Provider, axe: str) -> None:
    provider_stories.a_new_user_signs_in(visitor, provider, axe)


def test_a_user_refuses_to_sign_in_with_a_provider(visitor: TasksPage, provider: Provider, axe: str) -> None:
    provider_stories.a_user_refuses(visitor, provider, axe)


def test_an_account_is_linked_to_a_provider_and_unlinked(
    visitor: TasksPage, provider: Provider, axe: str
) -> None:
    provider_stories.an_account_is_linked_and_unlinked(visitor, provider, axe)


def test_linking_a_provider_can_fail(visitor: TasksPage, provider: Provider) -> None:
    provider_stories.linking_fails(visitor, provider)


def test_a_provider_can_be_down(visitor: TasksPage, provider: Provider, server: Server) -> None:
    provider_stories.a_provider_is_down(visitor, provider, server)


def test_what_was_typed_survives_signing_in_again_with_a_provider(
    visitor: TasksPage, provider: Provider
) -> None:
    provider.browser_person = new_person(name="Alice")
    visitor.visit_sign_in()
    visitor.follow(f"Sign in with {provider_stories.NAME}")
    visitor.wait(
        lambda: visitor.texts("#view-title") == ["Board"], "Alice, who has no password, is signed in"
    )
    visitor.go("#/list?sort=title")
    visitor.click("#new-task")
    visitor.type_task(title="Half a thou")
    expire(visitor, refresh_token="0" * 43)
    visitor.click("#task-save")
    visitor.wait(lambda: visitor.is_open("again-dialog"), "Alice is asked to sign in again")
    visitor.follow(f"Sign in with {provider_stories.NAME}")
    visitor.lists(["Half a thou"])
    assert "sort=title" in visitor.driver.current_url
