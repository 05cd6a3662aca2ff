"""`scaffolder portfolio`: the site, the user's changes, and invalid input."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from selenium.webdriver import Chrome

from scaffolder.portfolio import files
from scaffolder.template import versions
from tests.cells import browser
from tests.support import PATH, ROOT, Run, code_of, document, git, node_tools, render, run_in, succeed, tree

TOOLS = ("html-validate@11.21.1", "axe-core@4.14.1")
PAGE = "site/index.html"
ME = ("--name", "Alice Example", "--sentence", "I build APIs.", "--link", "GitHub=https://github.com/alice")
DECISIONS = """# mine

![It](docs/shown.png)

## Decisions worth talking about

- **Errors have `codes`.** A client [tells](https://example.com) them
  apart, **not** by `<text>`.
- No title here.

## Licence
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "my-chat"
    with versions.exported(ROOT) as source:
        return render(source, folder, {"project": "chat", "stack": "fastapi", "name": "my-chat"})


def make(folder: Path, name: str = "", project: str = "blog", stack: str = "express") -> Path:
    """A minimal project."""
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / ".copier-answers.yml").write_text(
        f"_src_path: https://scaffolder.example/s.git\n_commit: v0\nname: {name or folder.name}\n"
        f"project: {project}\nstack: {stack}\ndescription: A description.\n"
    )
    return folder


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """The project that is also in `site`."""
    return make(tmp_path / "my-blog")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project my-blog and its portfolio."""
    folder = tmp_path_factory.mktemp("first")
    (make(folder / "my-blog") / "docs" / "blog.png").write_bytes(b"picture")
    result = run_in(folder)("portfolio", "my-blog", *ME)
    assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture
def site(first: Path, tmp_path: Path) -> Path:
    """The portfolio, in a copy of `first`."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return tmp_path / "portfolio"


def page(site: Path) -> str:
    return (site / PAGE).read_text(encoding="utf-8")


def say(site: Path, **details: str) -> None:
    """Write `details` of my-blog into portfolio.yml."""
    texts = {"name": "Alice Example", "projects": {"my-blog": details}}
    (site / "portfolio.yml").write_text(yaml.safe_dump(texts, allow_unicode=True), encoding="utf-8")


def test_a_generated_project_is_shown_with_its_picture_stack_and_decisions(
    run: Run, generated: Path, tmp_path: Path
) -> None:
    result = run("portfolio", generated, *ME)
    assert (result.returncode, result.stderr) == (0, "")
    site = tmp_path / "portfolio"
    assert sorted(tree(site)) == [
        ".github/workflows/pages.yml",
        ".portfolio.json",
        "portfolio.yml",
        "site/index.html",
        "site/pictures/my-chat.dark.png",
        "site/pictures/my-chat.png",
        "site/style.css",
    ]
    for copy, original in (
        ("my-chat.png", "screenshot-light.png"),
        ("my-chat.dark.png", "screenshot-dark.png"),
    ):
        assert (site / "site/pictures" / copy).read_bytes() == (generated / "docs" / original).read_bytes()
    html = page(site)
    for text in ("Real-time chat on FastAPI", "Ordered live messages", 'href="https://github.com/alice"'):
        assert text in html
    assert html.count("<li dir=") == (generated / "README.md").read_text().count("\n- **") >= 8
    assert "<strong>Presence is a lease.</strong>" in html
    assert "<code>Idempotency-Key</code>" in html
    assert not re.findall(r"<script|src=\"http|@import|url\(", html + (site / "site/style.css").read_text())


def test_the_live_address_comes_from_the_readme_or_the_texts(
    run: Run, generated: Path, site: Path, tmp_path: Path
) -> None:
    mine = shutil.copytree(generated, tmp_path / "mine")
    readme = (mine / "README.md").read_text()
    addresses = []
    for address in (
        None,
        "https://a.example",
        "<https://b.example>",
        "[c](https://c.example/x)",
        "javascript:x",
    ):
        if address:
            (mine / "README.md").write_text(re.sub(r"(?<=\*\*Live at:\*\* ).*", address, readme))
        shown = document("portfolio", run("portfolio", mine, "--json").stdout)
        addresses.append(shown["projects"][0]["live"])
    assert addresses == [None, "https://a.example", "https://b.example", "https://c.example/x", None]
    (mine / "README.md").write_text(readme)
    (site / "portfolio.yml").write_text(
        "name: A\nprojects:\n  my-chat:\n    live: https://d.example\n    api:\n"
    )
    shown = document("portfolio", run("portfolio", mine, "--json").stdout)
    assert shown["projects"][0]["api"] == "https://d.example/docs"


def test_decisions_can_contain_code(run: Run, site: Path, blog: Path) -> None:
    (blog / "README.md").write_text(DECISIONS)
    assert run("portfolio", blog).returncode == 0
    assert "<strong>Errors have <code>codes</code>.</strong> A client tells them apart, not by" in page(site)
    assert "<code>&lt;text&gt;</code>" in page(site)
    assert '<li dir="auto">No title here.</li>' in page(site)
    assert "Licence" not in page(site)


def test_the_readmes_picture_is_shown_with_its_dark_version_and_no_link_is_followed(
    run: Run, site: Path, blog: Path, tmp_path: Path
) -> None:
    (blog / "README.md").write_text('<img src="docs/secret.png"><img src="docs/z-light.webp">')
    for name in ("a.png", "z-dark.webp", "z-light.webp"):
        (blog / "docs" / name).write_bytes(name.encode())
    (blog / "docs" / "secret.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "secret.png").touch()
    assert run("portfolio", blog).returncode == 0
    pictures = {file.name: file.read_text() for file in (site / "site/pictures").iterdir()}
    assert pictures == {"my-blog.webp": "z-light.webp", "my-blog.dark.webp": "z-dark.webp"}
    assert 'srcset="pictures/my-blog.dark.webp"' in page(site)


def test_a_second_run_writes_the_same(run: Run, site: Path, blog: Path) -> None:
    before = tree(site)
    result = run("portfolio", blog, *ME)
    assert (result.returncode, result.stderr, tree(site)) == (0, "", before)


def test_changed_texts_are_shown_and_kept(run: Run, site: Path, blog: Path) -> None:
    say(site, title="My own title", text="What I learned.", live="https://blog.example.com/")
    before = (site / "portfolio.yml").read_bytes()
    result = run("portfolio", blog)
    assert result.returncode == 0, result.stderr
    assert (site / "portfolio.yml").read_bytes() == before
    assert "My own title</h2>" in page(site)
    assert "What I learned." in page(site)
    assert 'href="https://blog.example.com/docs"' in page(site)
    assert "[live](<https://blog.example.com/>)" in result.stdout


def test_an_edited_page_is_not_overwritten(run: Run, site: Path, blog: Path) -> None:
    (site / PAGE).write_text(page(site).replace("Alice", "Bob"))
    say(site, title="New")
    before = tree(site)
    result = run("portfolio", blog)
    assert (result.returncode, code_of(result), tree(site)) == (1, "page-changed", before)
    (site / PAGE).rename(site / "mine.html")
    assert run("portfolio", blog).returncode == 0
    assert "New</h2>" in page(site)


def test_other_edited_files_are_kept(run: Run, site: Path, blog: Path) -> None:
    mine = {"site/style.css": b"p { color: red }", "site/pictures/my-blog.png": b"mine", "CNAME": b"mine"}
    for path, content in mine.items():
        (site / path).write_bytes(content)
    for _ in range(2):
        (blog / "docs" / "blog.png").write_bytes(os.urandom(9))
        result = run("portfolio", blog, "--json")
        assert (result.returncode, result.stderr.count("so it was kept")) == (0, 2)
        assert document("portfolio", result.stdout)["kept"] == ["site/style.css", "site/pictures/my-blog.png"]
        assert {path: (site / path).read_bytes() for path in mine} == mine


def test_a_checkout_with_other_line_endings_is_not_a_change(run: Run, site: Path, blog: Path) -> None:
    for path in (PAGE, "site/style.css"):
        (site / path).write_bytes((site / path).read_bytes().replace(b"\n", b"\r\n"))
    result = run("portfolio", blog)
    assert (result.returncode, result.stderr) == (0, "")


def test_a_folder_of_projects_shows_all_of_them_and_names_other_folders(
    run: Run, blog: Path, tmp_path: Path
) -> None:
    make(tmp_path / "my-tasks", project="task-manager")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "notes.txt").touch()
    assert run("portfolio", tmp_path, blog).returncode == 0
    assert re.findall("<h2.*>(.+)</h2>", page(tmp_path / "portfolio")) == ["my-blog", "my-tasks"]
    (tmp_path / "music").mkdir()
    result = run("portfolio", ".", "--json")
    assert (result.returncode, code_of(result)) == (1, "project-missing")
    assert re.findall("(.*) is not a generated project", result.stderr) == ["Error: music"]
    assert [each["name"] for each in document("portfolio", result.stdout)["projects"]] == [
        "my-blog",
        "my-tasks",
    ]


def test_without_a_project_nothing_is_written(run: Run, tmp_path: Path) -> None:
    result = run("portfolio", tmp_path, tmp_path / "missing")
    assert (result.returncode, code_of(result)) == (1, "projects-missing")
    assert result.stderr.count("is not a generated project") == 2
    assert tree(tmp_path) == {}
    assert run("portfolio").returncode == 2


@pytest.mark.parametrize(
    ("name", "code"), [("../../x", "name-invalid"), ("[a]", "name-invalid"), ("my-blog", "name-taken")]
)
def test_a_project_whose_name_cannot_be_used_is_skipped(
    name: str, code: str, run: Run, blog: Path, tmp_path: Path
) -> None:
    make(tmp_path / "other", name=name)
    result = run("portfolio", blog, "other")
    assert (result.returncode, code_of(result)) == (1, code)
    assert page(tmp_path / "portfolio").count("<h2") == 1


def test_a_project_that_git_refuses_is_skipped(run: Run, blog: Path, tmp_path: Path) -> None:
    """Git refuses to read a folder that belongs to someone else."""
    git(make(tmp_path / "other"), "init", "--quiet")
    environment = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "GIT_CONFIG_GLOBAL": str(tmp_path / "none")}
    result = run("portfolio", blog, "other", env=environment)
    assert (result.returncode, code_of(result)) == (1, "git-failed")
    assert re.findall(r"dubious ownership in repository at '.*/(\w+)'", result.stderr) == ["other"]
    assert page(tmp_path / "portfolio").count("<h2") == 1


def test_a_project_of_another_template_is_shown_with_its_description(run: Run, tmp_path: Path) -> None:
    make(tmp_path / "shop", project="[shop]", stack="rails")
    assert run("portfolio", "shop").returncode == 0
    assert "on rails</p>" in page(tmp_path / "portfolio")
    assert "A description." in page(tmp_path / "portfolio")
    assert "Backend projects, each with tests" in page(tmp_path / "portfolio")


@pytest.mark.parametrize(
    ("origin", "page"),
    [
        ("https://alice:secret@github.com/alice/my-blog.git", "https://github.com/alice/my-blog"),
        ("git@github.com:alice/my-blog.git", "https://github.com/alice/my-blog"),
        ("ssh://git@git.example.com:2222/alice/my-blog", "https://git.example.com/alice/my-blog"),
        ("https://git.example.com:8443/a/b", "https://git.example.com:8443/a/b"),
        ('git@github.com:alice/"><script>', None),
        ("/srv/my-blog.git", None),
        (None, None),
    ],
)
def test_the_repository_link_comes_from_the_origin(
    origin: str | None, page: str | None, run: Run, blog: Path
) -> None:
    git(blog, "init", "--quiet")
    if origin:
        git(blog, "remote", "add", "origin", origin)
    shown = document("portfolio", run("portfolio", blog, "--json").stdout)
    assert shown["projects"][0]["repository"] == page
    assert "secret" not in shown["table"]


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ("name: [", "file-invalid"),
        ("- a", "file-invalid"),
        ("name: A\nnmae: B", "key-unknown"),
        ("name: A\nprojects: {my-blog: {liev: 'https://x.example'}}", "key-unknown"),
        ("name: 1", "text-invalid"),
        ("name:", "text-invalid"),
        ("name: ' '", "text-invalid"),
        ("name: A\nlinks: [https://x.example]", "text-invalid"),
        ("name: A\nprojects: {my-blog: {title: yes}}", "text-invalid"),
        ("name: A\nlinks: {x: 'javascript:alert(1)'}", "link-invalid"),
        ("name: A\nlinks: {x: ' https://x.example'}", "link-invalid"),
        ('name: A\nlinks: {x: "java\\nscript:alert(1)"}', "link-invalid"),
        ('name: A\nlinks: {x: "https://x.example/\\u202e"}', "link-invalid"),
        ("name: A\nlinks: {x: 'https://'}", "link-invalid"),
        ("name: A\nlinks: {x: 'https://[x'}", "link-invalid"),
        ("name: A\nprojects: {my-blog: {live: 'data:text/html,x'}}", "link-invalid"),
    ],
)
def test_invalid_texts_are_reported_and_nothing_is_written(
    texts: str, code: str, run: Run, site: Path, blog: Path
) -> None:
    (site / "portfolio.yml").write_text(texts)
    before = tree(site)
    result = run("portfolio", blog)
    assert (result.returncode, code_of(result), tree(site)) == (2, code, before)
    assert "portfolio.yml" in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--link", "x=javascript:alert(1)"], "link-invalid"),
        (["--link", "https://x.example"], "setting-invalid"),
        (["--name", "Alic\udce9"], "text-invalid"),
        (["--folder", "file"], "folder-is-file"),
        (["--folder", "file/inside"], "folder-is-file"),
        (["--folder", "taken"], "folder-is-file"),
    ],
)
def test_wrong_usage_writes_nothing(
    words: list[str], code: str, run: Run, blog: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "site").touch()
    before = tree(tmp_path)
    result = run("portfolio", blog, *words)
    assert (result.returncode, code_of(result), tree(tmp_path)) == (2, code, before)


@pytest.mark.parametrize("words", [["--name", "Bob"], ["--sentence", "x"], ["--link", "X=https://x.example"]])
def test_options_that_contradict_the_texts_are_rejected(
    words: list[str], run: Run, site: Path, blog: Path
) -> None:
    result = run("portfolio", blog, *words)
    assert (result.returncode, code_of(result)) == (2, "texts-exist")


def test_html_and_markdown_in_texts_are_shown_as_they_are(run: Run, blog: Path, tmp_path: Path) -> None:
    assert run("portfolio", blog, "--name", '"><script>alert(1)</script>\x85\u202e').returncode == 0
    site = tmp_path / "portfolio"
    assert "<script" not in page(site)
    say(site, title='<img src=x onerror="x">', text="a | b\n[c](d) <e>", live='https://x.example/?"|)')
    assert code_of(run("portfolio", blog)) == "link-invalid"
    say(site, title='<img src=x onerror="x">', text="a | b\n[c](d) <e>", live="https://x.example/?'|)")
    result = run("portfolio", blog)
    assert "&lt;img src=x onerror=&#34;x&#34;&gt;</h2>" in page(site)
    assert "<img" not in page(site)
    assert r" | a \| b \[c\](d) \<e\> | [live](<https://x.example/?'%7C)>)" in result.stdout


def test_entries_of_other_projects_are_reported(run: Run, site: Path, blog: Path, tmp_path: Path) -> None:
    result = run("portfolio", make(tmp_path / "my-chat", project="chat"))
    assert result.returncode == 0
    assert "texts for my-blog, which is not among these projects" in result.stderr
    assert not (site / "site/pictures/my-blog.png").exists()


def test_a_damaged_or_malicious_record_loses_nothing(run: Run, site: Path, blog: Path) -> None:
    (site / "mine").write_bytes(b"")
    digest = files._digest(b"")
    (site / ".portfolio.json").write_text(json.dumps({"mine": digest, "site/pictures/../../mine": digest}))
    assert run("portfolio", blog).returncode == 0
    assert (site / "mine").exists()
    (site / ".portfolio.json").write_text("[")
    say(site, title="New")
    assert code_of(run("portfolio", blog)) == "page-changed"


def test_an_error_while_files_are_replaced_changes_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "site/old").write_bytes(b"old")
    new = {"site/old": b"new", "site/new": b"new", "deep/er/new": b"new"}
    before, rename, calls = tree(site), Path.rename, iter(range(10))

    def failing(path: Path, target: Path) -> Path:
        if next(calls) == 3:
            raise OSError("full")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="full"):
        files._replace(new, [], site)
    assert tree(site) == before
    assert not (site / "deep").exists()


def test_folders_without_permission_are_reported(site: Path, blog: Path, tmp_path: Path) -> None:
    lost = "-dac_override,-dac_read_search"
    drop = [] if os.geteuid() else ["setpriv", f"--bounding-set={lost}", f"--inh-caps={lost}"]
    say(site, title="New")
    before = tree(site)
    site.chmod(0o500)
    (tmp_path / "closed").mkdir(mode=0)
    done = subprocess.run(
        [*drop, sys.executable, "-m", "scaffolder", "portfolio", "."],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    site.chmod(0o700)
    assert (done.returncode, code_of(done), tree(site)) == (1, "system", before)
    assert "closed/.copier-answers.yml: Permission denied" in done.stderr
    assert re.search("portfolio/.*: Permission denied. Nothing was written.", done.stderr)


def test_the_workflow_is_safe_and_has_minimal_permissions(site: Path) -> None:
    tool = Path(sys.executable).parent / "zizmor"
    succeed(str(tool), "--offline", "--pedantic", "--no-progress", ".", cwd=site)
    workflow = yaml.safe_load((site / ".github/workflows/pages.yml").read_text())
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "upload": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(re.search("@[0-9a-f]{40}$", step["uses"]) for step in steps)


@pytest.fixture(scope="module")
def checkers() -> Path:
    """The packages of html-validate and axe, installed once in this environment."""
    folder = Path(sys.prefix) / "-".join(("web", *TOOLS))
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(dir=sys.prefix) as draft:
            (Path(draft) / "package.json").write_text("{}")
            command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *TOOLS]
            environment = os.environ | {"PATH": PATH}
            done = subprocess.run(
                command, cwd=draft, env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode:
                pytest.skip(f"npm could not install {' '.join(TOOLS)}: {done.stderr.strip()[-300:]}")
            folder.mkdir()
            (Path(draft) / "node_modules").rename(folder / "node_modules")
    return folder / "node_modules"


@pytest.fixture(scope="module")
def shown(generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with two projects; one has long words, right-to-left text and all addresses."""
    folder = tmp_path_factory.mktemp("shown")
    make(folder / "my-blog")
    assert run_in(folder)("portfolio", generated, "my-blog", *ME).returncode == 0
    addresses = dict.fromkeys(("live", "repository", "api"), f"https://example.com/{'x' * 300}")
    say(folder / "portfolio", title="W" * 300, text="مرحبا " + "ש" * 300, **addresses)
    assert run_in(folder)("portfolio", generated, "my-blog").returncode == 0
    return folder / "portfolio" / PAGE


def test_the_page_is_valid_html(checkers: Path, shown: Path) -> None:
    validate = checkers / "html-validate" / "bin" / "html-validate.mjs"
    succeed(node_tools() / "node", validate, shown, cwd=checkers)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    if missing := browser.missing():
        pytest.skip(missing)
    with browser.browser() as driver:
        yield driver


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_fits_phones_and_desktops(
    scheme: str, checkers: Path, shown: Path, chrome: Chrome
) -> None:
    chrome.get(shown.as_uri())
    browser.prefer(chrome, scheme)
    chrome.execute_script("for (const each of document.querySelectorAll('details')) each.open = true")
    assert chrome.get_log("browser") == []  # type: ignore[no-untyped-call]
    for width in (360, 1280):
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
    chrome.execute_script((checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = chrome.execute_async_script("axe.run({preload: false}).then(arguments[0])")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    background = chrome.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(245, 246, 248)", "dark": "rgb(17, 21, 27)"}[scheme]
