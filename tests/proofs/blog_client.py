"""Tests of the blog's web client: two users, each in a separate browser."""

from __future__ import annotations

import secrets
import time

import httpx
import pytest
from selenium.webdriver import Chrome, Keys

from scaffolder.contracts.identity_provider import Provider, new_person
from tests.cells import provider_stories
from tests.cells.axe import serious_findings
from tests.cells.blog_page import BlogPage
from tests.cells.browser import console_errors, prefer, slow
from tests.cells.page import PASSWORD
from tests.cells.servers import Server

pytest_plugins = ["tests.cells.fixtures"]

SCRIPT = "<script>document.title = 'taken'</script><img src=x onerror=alert(1)>"
REL = 'rel="noopener noreferrer nofollow" title=""'
MARKDOWN = [
    ("# One *two*", "<h2>One <em>two</em></h2>"),
    ("###### Six", "<h6>Six</h6>"),
    ("a\nb\n\nc  \nd", "<p>a\nb</p><p>c  <br>d</p>"),
    ("**a *b* c** ***d*** ~~e~~", "<p><strong>a <em>b</em> c</strong> <strong><em>d</em></strong> <del>e</del></p>"),
    ("snake_case_name 2 * 3 * 4 \\*a\\*", "<p>snake_case_name 2 * 3 * 4 *a*</p>"),
    ("`*a* <b>` ``a`b``", "<p><code>*a* &lt;b&gt;</code> <code>a`b</code></p>"),
    ("```js\n<b>\n\n# a\n```\nb", '<pre tabindex="0"><code>&lt;b&gt;\n\n# a</code></pre><p>b</p>'),
    ("- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
    ("3. a\n\n   b\n4. c", '<ol start="3"><li><p>a</p><p>b</p></li><li>c</li></ol>'),
    ("> a\n> > b", "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>"),
    ("---", "<hr>"),
    ("[a](https://b.example/c_(d))", f'<p><a href="https://b.example/c_(d)" {REL}>a</a></p>'),
    ("https://b.example/a_b_c.", f'<p><a href="https://b.example/a_b_c" {REL}>https://b.example/a_b_c</a>.</p>'),
    ("[a](javascript:alert(1)) [b](/c) [d](data:text/html,e)", "<p><span>a</span> <span>b</span> <span>d</span></p>"),
    ("![a](http://b.example/c.png) ![d](data:image/png,e)", "<p>a d</p>"),
    ("<b>a</b> <!-- b -->", "<p>&lt;b&gt;a&lt;/b&gt; &lt;!-- b --&gt;</p>"),
]  # fmt: skip
SLOW_MARKDOWN = [
    "`a``b",
    "[",
    "![",
    "[![a](b",
    "*a **b ",
    "_a ",
    "*1*",
    "~~a ",
    "\\",
    "> ",
    "- ",
    "1. a\n\n",
    "  - a\n",
    "a" + " " * 5000,
]


@pytest.fixture(scope="module")
def ada(desk: Chrome, server: Server) -> BlogPage:
    return signed_up(desk, server, "Ada")


@pytest.fixture(scope="module")
def grace(phone: Chrome, server: Server) -> BlogPage:
    return signed_up(phone, server, "Grace")


def signed_up(driver: Chrome, server: Server, name: str) -> BlogPage:
    page = BlogPage(driver, server.url)
    page.register(name)
    return page


def new_title() -> str:
    return f"Title {secrets.token_hex(4)}"


def test_an_article_can_be_written_read_edited_and_deleted(ada: BlogPage, grace: BlogPage) -> None:
    title = new_title()
    path = ada.write_article(title, "# Part\n\nSome *text*", "two words", "a,b")
    grace.open(path)
    grace.is_titled(title)
    assert grace.texts(".prose h2") == ["Part"]
    assert grace.texts(".reading .tags li") == ["a,b", "two words"]
    assert "Edit" not in grace.find("main").text

    ada.press("Edit")
    ada.wait(lambda: ada.texts("main h1") == ["Edit article"], "the editor is open")
    ada.find("#field-body").send_keys(" and more")
    ada.click('[aria-label="Remove the tag a,b"]')
    ada.submit()
    ada.wait(lambda: ada.texts(".prose p") == ["Some text and more"], "the change is shown")
    grace.driver.refresh()
    grace.wait(lambda: grace.texts(".prose p") == ["Some text and more"], "Grace sees the change")
    assert grace.texts(".reading .tags li") == ["two words"]

    ada.run("window.confirm = () => true")
    ada.press("Delete")
    ada.is_titled(ada.name)
    assert title not in ada.titles()
    grace.driver.refresh()
    grace.is_titled("Not found")


@pytest.mark.parametrize(("text", "html"), MARKDOWN)
def test_markdown_becomes_elements_and_html_stays_text(ada: BlogPage, text: str, html: str) -> None:
    assert ada.rendered(text) == html


def test_an_https_image_is_shown_without_a_referrer(ada: BlogPage) -> None:
    html = ada.rendered('![a "b"](https://127.0.0.1:1/c.png)')
    assert 'src="https://127.0.0.1:1/c.png"' in html
    assert 'referrerpolicy="no-referrer"' in html
    assert 'alt="a &quot;b&quot;"' in html


@pytest.mark.parametrize("part", SLOW_MARKDOWN, ids=range(len(SLOW_MARKDOWN)))
def test_every_article_renders_in_linear_time(ada: BlogPage, part: str) -> None:
    """With quadratic time, rendering would take minutes."""
    ada.driver.set_script_timeout(30)
    assert ada.rendered((part * 100_000)[:100_000])


def test_user_content_is_shown_as_text(ada: BlogPage, grace: BlogPage) -> None:
    path = ada.write_article(f"{new_title()} {SCRIPT}", SCRIPT, SCRIPT[:60], description=SCRIPT)
    for address in (path, "/", f"/@{ada.name}"):
        grace.open(address)
        grace.wait(lambda: SCRIPT[:60] in grace.texts(".tag"), "the article is shown")
        assert grace.all("main script, main img") == []
        assert grace.driver.title != "taken"


def test_the_preview_shows_the_typed_text(ada: BlogPage) -> None:
    ada.open("/editor")
    ada.fill(body="# Seen\n\n**before**")
    ada.press("Preview")
    ada.wait(lambda: ada.texts(".preview-pane h2, .preview-pane strong") == ["Seen", "before"], "it is shown")
    ada.press("Preview")
    ada.wait(lambda: ada.focused() == "field-body", "the text field has the focus")
    ada.press("Discard it") if ada.all(".notice") else None
    ada.run("sessionStorage.clear()")


def test_a_reader_can_follow_an_author_and_favourite_an_article(ada: BlogPage, grace: BlogPage) -> None:
    title = new_title()
    path = ada.write_article(title, "Text")
    grace.open("/feed")
    grace.wait(lambda: "Follow someone" in grace.find("main").text, "the feed is empty")
    grace.open(path)
    grace.click(f'[aria-label="Follow {ada.name}"]')
    grace.wait(lambda: grace.all("[aria-label^=Follow][aria-pressed=true]"), "Grace follows Ada")
    grace.click("[aria-label^=Favourite]")
    grace.wait(lambda: grace.texts("[aria-label^=Favourite]") == ["♥ 1"], "it is a favourite")
    grace.open("/feed")
    grace.wait(lambda: title in grace.titles(), "it is in the feed")
    grace.open(f"/@{grace.name}/favourites")
    grace.wait(lambda: grace.titles() == [title], "it is among the favourites")
    grace.click("[aria-label^=Favourite]")
    grace.wait(lambda: grace.texts("[aria-label^=Favourite]") == ["♡ 0"], "it is no longer a favourite")
    grace.driver.refresh()
    grace.wait(lambda: "No favourites yet." in grace.find("main").text, "there are no favourites")


def test_users_can_comment_and_delete_their_own_comments(ada: BlogPage, grace: BlogPage) -> None:
    path = ada.write_article(new_title(), "Text")
    for page, text in ((grace, "First\nline"), (ada, SCRIPT)):
        page.open(path)
        page.fill(body=text)
        page.submit()
        page.shows(".comments .plain", text)
    assert ada.texts(".comments .plain") == [SCRIPT, "First\nline"]
    assert len(ada.all('[aria-label^="Delete your comment"]')) == 1
    ada.run("window.confirm = () => true")
    ada.click('[aria-label^="Delete your comment"]')
    ada.wait(lambda: ada.texts(".comments .plain") == ["First\nline"], "one is left")
    assert ada.texts("#comments-title") == ["1 comment"]


def test_a_list_has_pages_that_survive_a_reload(ada: BlogPage, server: Server) -> None:
    tag = f"a/b c?{secrets.token_hex(4)}"
    token = ada.run("return JSON.parse(localStorage.getItem('blog.user')).token")
    with httpx.Client(base_url=f"{server.url}/api", headers={"Authorization": f"Token {token}"}) as client:
        for number in range(12):
            article = {"title": f"Number {number}", "description": "d", "body": "b", "tagList": [tag]}
            client.post("/articles", json={"article": article}).raise_for_status()
    ada.open("/")
    ada.press(tag)
    ada.wait(lambda: ada.titles() == [f"Number {number}" for number in range(11, 1, -1)], "the first page")
    ada.press("Older →")
    ada.wait(lambda: ada.titles() == ["Number 1", "Number 0"], "the second page")
    ada.driver.refresh()
    ada.wait(lambda: ada.titles() == ["Number 1", "Number 0"], "the second page again")
    ada.driver.back()
    ada.wait(lambda: len(ada.titles()) == 10, "the first page again")


@pytest.mark.parametrize("path", ["/nowhere", "/article/nothing", "/@nobody", "/tag/%", "/editor/nothing"])
def test_an_unknown_address_shows_not_found(ada: BlogPage, path: str) -> None:
    ada.open(path)
    ada.is_titled("Not found")


def test_errors_are_shown_at_their_fields(ada: BlogPage, grace: BlogPage) -> None:
    ada.open("/editor")
    ada.fill(title="  ", description="d", body="b")
    ada.submit()
    ada.wait(lambda: ada.texts("#field-title-problem") == ["Can't be blank."], "the error is shown")
    assert ada.focused() == "field-title"
    assert ada.find("#field-title").get_attribute("aria-invalid") == "true"
    ada.run("sessionStorage.clear()")
    ada.open("/settings")
    ada.fill(username=grace.name)
    ada.submit()
    ada.wait(lambda: "taken" in ada.texts("#field-username-problem")[0], "the error is shown")
    ada.run("sessionStorage.clear()")


def test_settings_change_the_profile(ada: BlogPage) -> None:
    ada.open("/settings")
    ada.fill(bio="Counts\nthings")
    ada.submit()
    ada.wait(lambda: ada.texts("#status") == ["Saved."], "it is saved")
    ada.open(f"/@{ada.name}")
    ada.wait(lambda: ada.texts(".profile .plain") == ["Counts\nthings"], "it is shown")


def test_signing_in_returns_to_the_requested_page(ada: BlogPage) -> None:
    ada.open("/settings")
    ada.click("#sign-out")
    ada.wait(lambda: ada.texts("#links li")[-1] == "Sign up", "Ada is signed out")
    ada.open("/editor")
    ada.is_titled("Sign in")
    ada.fill(email=ada.email, password="something else")
    ada.submit()
    ada.wait(lambda: "is wrong" in ada.find("form").text, "the error is shown")
    ada.sign_in()
    ada.is_titled("New article")


def test_nothing_typed_is_lost_when_the_session_ends(ada: BlogPage, server: Server) -> None:
    title = new_title()
    ada.open("/editor")
    ada.fill(title=title, description="d", body="Long thought")
    ada.find("#field-tagList").send_keys("kept", Keys.ENTER)
    login = {"user": {"email": ada.email, "password": PASSWORD}}
    # A token contains the second in which it was issued, so wait for another one.
    time.sleep(1.1)
    with httpx.Client(base_url=f"{server.url}/api") as elsewhere:
        token = elsewhere.post("/users/login", json=login).raise_for_status().json()["user"]["token"]
        headers = {"Authorization": f"Token {token}"}
        elsewhere.put("/user", json={"user": {"password": PASSWORD}}, headers=headers).raise_for_status()
    ada.submit()
    ada.wait(lambda: "Your session has ended" in ada.find("form").text, "Ada sees why")
    assert ada.find("#field-body").get_attribute("value") == "Long thought"
    ada.press("Sign in")
    ada.is_titled("Sign in")
    ada.sign_in()
    ada.is_titled("New article")
    ada.submit()
    ada.is_titled(title)
    assert ada.texts(".prose p") == ["Long thought"]
    assert ada.texts(".reading .tags li") == ["kept"]


def test_a_draft_survives_a_reload(ada: BlogPage) -> None:
    ada.open("/editor")
    ada.fill(title="Half", body="a thought")
    ada.driver.refresh()
    ada.wait(lambda: ada.all(".notice"), "the draft is back")
    assert ada.find("#field-body").get_attribute("value") == "a thought"
    ada.press("Discard it")
    ada.wait(lambda: not ada.all(".notice"), "the draft is gone")
    assert ada.find("#field-title").get_attribute("value") == ""


def test_tabs_share_a_session(ada: BlogPage) -> None:
    """A new password revokes all earlier tokens, including the one in another tab."""
    driver = ada.driver
    ada.open("/editor")
    ada.fill(title=new_title(), description="d", body="b")
    first = driver.current_window_handle
    driver.switch_to.new_window("tab")
    ada.open("/settings")
    time.sleep(1.1)
    ada.fill(password=PASSWORD)
    ada.submit()
    ada.wait(lambda: ada.texts("#status") == ["Saved."], "the password is new")
    driver.switch_to.window(first)
    ada.submit()
    ada.wait(lambda: ada.path().startswith("/article/"), "the first tab continues")
    second = next(each for each in driver.window_handles if each != first)
    driver.switch_to.window(second)
    ada.click("#sign-out")
    driver.close()
    driver.switch_to.window(first)
    ada.wait(lambda: ada.texts("#links li")[-1] == "Sign up", "the first tab is signed out")
    ada.open("/sign-in")
    ada.sign_in()
    ada.wait(lambda: ada.texts("#links .name") == [ada.name], "Ada is back")


def test_the_client_recovers_after_a_server_restart(ada: BlogPage, grace: BlogPage, server: Server) -> None:
    title = new_title()
    ada.open("/editor")
    ada.fill(title=title, description="d", body="b")
    assert server.stop() == 0
    ada.submit()
    ada.wait(lambda: "does not answer" in ada.find("form").text, "Ada sees that nothing was sent")
    grace.run("location.hash = '/tag/any'")
    grace.wait(
        lambda: "does not answer" in grace.texts("#connection")[0],
        "Grace sees that the server does not answer",
    )
    server.start()
    grace.wait(lambda: "No article has this tag." in grace.find("main").text, "Grace's page is loaded", 30)
    ada.wait(lambda: ada.texts("#connection") == [""], "the server is back", 30)
    ada.submit()
    ada.is_titled(title)


def test_a_slow_server_is_announced_and_gets_an_article_once(ada: BlogPage) -> None:
    title = new_title()
    ada.open("/editor")
    ada.fill(title=title, description="d", body="b")
    with slow(ada.driver, 1):
        ada.run("for (const _ of [1, 2]) document.querySelector('form').requestSubmit()")
        ada.shows("#status", "Sending…")
        ada.shows("#status", "Loading…")
        ada.is_titled(title)
    ada.open(f"/@{ada.name}")
    ada.shows(".articles h2", title)
    assert ada.titles().count(title) == 1


def test_a_server_that_hangs_is_reported_until_it_is_back(grace: BlogPage, server: Server) -> None:
    grace.open("/")
    grace.is_titled("All articles")
    grace.give_up_soon()
    with server.frozen():
        grace.run("location.hash = '/tag/any'")
        grace.reads("The server does not answer.")
    grace.reads_no_more("The server does not answer.")
    grace.reads("No article has this tag.")


def test_nothing_moves_for_users_who_prefer_that(ada: BlogPage) -> None:
    ada.open("/")
    ada.is_titled("All articles")
    assert ada.moving()
    prefer(ada.driver, "light", motion="reduce")
    assert not ada.moving()
    prefer(ada.driver, "light")


def test_all_controls_have_a_name_and_long_and_right_to_left_text_fits(
    ada: BlogPage, grace: BlogPage
) -> None:
    path = ada.write_article(
        "م" * 200,
        "x" * 3000 + "\n\n" + "م" * 9 + "\n\n```\n" + "y" * 500 + "\n```",
        "z" * 64,
        description="w" * 900,
    )
    ada.see(".prose p")
    directions = (
        "return [...document.querySelectorAll('main h1, .prose p')].map(p => getComputedStyle(p).direction)"
    )
    assert ada.run(directions) == ["rtl", "ltr", "rtl"]
    for address in (path, "/", f"/@{ada.name}", "/settings", "/editor"):
        for page in (ada, grace):
            page.open(address)
            page.see("main h1")
            page.assert_it_fits_and_all_controls_have_a_name()
            assert len(page.all("main h1")) == 1


def test_new_pages_move_the_focus(ada: BlogPage) -> None:
    title = new_title()
    ada.write_article(title, "Text")
    ada.open("/")
    ada.press(title)
    ada.is_titled(title)
    ada.wait(lambda: ada.focused() == "H1", "the title has the focus")
    assert ada.driver.title.startswith(title)
    ada.find("#skip").send_keys(Keys.ENTER)
    ada.wait(lambda: ada.focused() == "main", "the content has the focus")
    assert ada.path().startswith("/article/")


def test_axe_finds_nothing_serious(ada: BlogPage, grace: BlogPage, axe: str) -> None:
    path = ada.write_article(
        new_title(), "# Heading\n\nText with a [link](https://a.example)\n\n> quoted", "axe"
    )
    for page in (ada, grace):
        for address in (path, "/", f"/@{ada.name}", "/settings", "/editor"):
            page.open(address)
            page.see("main h1")
            for scheme in ("light", "dark"):
                prefer(page.driver, scheme, motion="reduce")
                assert serious_findings(page.driver, axe) == [], f"{address}, {scheme}"
    prefer(ada.driver, "light")
    grace.open(path)
    grace.see("[aria-label^=Follow]")
    follows = bool(grace.all("[aria-label^=Follow][aria-pressed=true]"))
    for pressed in (not follows, follows):
        grace.click("[aria-label^=Follow]")
        grace.see(f"[aria-label^=Follow][aria-pressed={str(pressed).lower()}]")
        assert serious_findings(grace.driver, axe) == []


def test_the_console_shows_no_error(ada: BlogPage, grace: BlogPage) -> None:
    """Nor a violation of the content security policy, in any test above."""
    for page in (ada, grace):
        assert console_errors(page.driver) == []


def test_guest_sign_in_is_only_offered_in_a_demo(newcomer: Chrome, server: Server) -> None:
    page = BlogPage(newcomer, server.url)
    page.open("/sign-in?next=%2Fsettings")
    page.see("#guest")
    assert page.all(".providers button") == []
    page.click("#guest")
    page.is_titled("Settings")
    assert page.all(".providers button") == []
    page.wait(lambda: page.texts("#links .name")[0].startswith("guest"), "a guest is signed in")
    server.restart(DEMO="false")
    page.run("localStorage.clear()")
    page.open("/sign-in")
    page.is_titled("Sign in")
    assert page.all("#guest") == []


@pytest.fixture
def visitor(newcomer: Chrome, server: Server) -> BlogPage:
    return BlogPage(newcomer, server.url)


def test_a_new_user_signs_in_with_a_provider(visitor: BlogPage, provider: Provider, axe: str) -> None:
    provider_stories.a_new_user_signs_in(visitor, provider, axe)


def test_a_user_refuses_to_sign_in_with_a_provider(visitor: BlogPage, provider: Provider, axe: str) -> None:
    provider_stories.a_user_refuses(visitor, provider, axe)


def test_an_account_is_linked_to_a_provider_and_unlinked(
    visitor: BlogPage, provider: Provider, axe: str
) -> None:
    provider_stories.an_account_is_linked_and_unlinked(visitor, provider, axe)


def test_linking_a_provider_can_fail(visitor: BlogPage, provider: Provider) -> None:
    provider_stories.linking_fails(visitor, provider)


def test_a_provider_can_be_down(visitor: BlogPage, provider: Provider, server: Server) -> None:
    provider_stories.a_provider_is_down(visitor, provider, server)


def test_signing_in_with_a_provider_returns_to_the_requested_page(
    visitor: BlogPage, provider: Provider
) -> None:
    provider.browser_person = new_person()
    visitor.open("/editor")
    visitor.follow(f"Sign in with {provider_stories.NAME}")
    visitor.is_titled("New article")
