"""`scaffolder new`: what it writes and rejects, and that it never leaves a partial project."""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest
import yaml

from scaffolder.project import creation
from tests.support import (
    ANSWERS,
    CELL,
    QUICK,
    ROOT,
    Run,
    clone_of_this_repository,
    code_of,
    git,
    in_terminal,
    run_in,
)

WRONG_USAGE = 2


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("created")
    result = run_in(folder)(*ANSWERS, env={})
    return folder / "my-tasks", result


@pytest.fixture(scope="module", autouse=True)
def identity(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / "gitconfig").write_text("[user]\n\tname = Alice Liddell\n\temail = alice@example.com\n")
    os.environ["GIT_CONFIG_GLOBAL"] = str(home / "gitconfig")


def test_a_new_project_has_one_commit_on_main_by_the_user(
    created: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, result = created
    assert result.returncode == 0, result.stderr
    assert git(folder, "log", "--format=%an <%ae>", "main") == "Alice Liddell <alice@example.com>"
    assert git(folder, "status", "--porcelain") == ""


def test_the_lock_file_is_in_the_first_commit(created: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = created
    assert "uv.lock" in git(folder, "ls-files").splitlines()


def test_the_output_ends_with_the_next_steps(
    created: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, result = created
    typed = re.findall(r"^  (.*?)(?: +#.*)?$", result.stdout, flags=re.MULTILINE)
    assert typed == ["cd my-tasks", "make setup", "make check", "make seed", "make run"]
    assert "Writing FastAPI task-manager ..." in result.stderr


def test_the_next_commands_start_a_database_server_and_open_the_page_of_a_chat(run: Run) -> None:
    result = run("new", "chat", "my-chat", *CELL, *QUICK, "--database", "postgresql")
    start = "  DATABASE_PORT=5432 docker compose up --detach --wait database\n"
    assert f"{start}  make seed " in result.stdout, result.stderr
    assert "Then open http://localhost:8000 (the chat) or /docs (its API), or read" in result.stdout


def test_the_licence_names_the_user_of_git(created: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = created
    assert "Alice Liddell" in (folder / "LICENSE").read_text()


def test_the_answers_file_contains_no_local_path(
    created: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = created
    answers = yaml.safe_load((folder / ".copier-answers.yml").read_text())
    assert re.match(r"https://|ssh://|git@", answers["_src_path"])
    assert answers["_commit"]
    assert (answers["project"], answers["stack"], answers["name"]) == ("task-manager", "fastapi", "my-tasks")


def test_quiet_prints_nothing(run: Run) -> None:
    result = run(*ANSWERS, *QUICK, "--quiet")
    assert (result.returncode, result.stdout) == (0, "")
    assert "Writing" not in result.stderr


def test_a_dry_run_lists_the_files_with_sizes_and_writes_nothing(
    created: tuple[Path, subprocess.CompletedProcess[str]], run: Run, tmp_path: Path
) -> None:
    result = run(*ANSWERS, "--dry-run")
    assert result.returncode == 0, result.stderr
    listed = re.findall(r"^ +(\d+)  (\S+)$", result.stdout, flags=re.MULTILINE)
    committed = set(git(created[0], "ls-files").splitlines()) - {"uv.lock"}
    assert {path for _, path in listed} == committed
    sizes = {path: int(size) for size, path in listed}
    assert sizes["Makefile"] == (created[0] / "Makefile").stat().st_size
    assert "Nothing was written." in result.stdout
    assert names(tmp_path) == []


def test_without_git_there_is_no_repository(run: Run, tmp_path: Path) -> None:
    assert run(*ANSWERS, *QUICK).returncode == 0
    assert not (tmp_path / "my-tasks" / ".git").exists()


def test_without_a_lock_tool_a_note_explains_how_to_create_the_lock_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for tool in ("git", "sh"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    result = run(*ANSWERS, "--no-git", env={"PATH": str(tmp_path / "bin")})
    assert result.returncode == 0
    assert "The project has no uv.lock yet: run `uv lock`" in result.stderr
    assert "(install make and uv first)" in result.stdout
    assert not (tmp_path / "my-tasks" / "uv.lock").exists()


def test_a_failed_lock_is_reported_and_the_project_is_still_created(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    tool = tmp_path / "bin" / "uv"
    words = "echo Using a Python >&2; echo 'error: no route to the index' >&2; echo 'hint: none' >&2"
    tool.write_text(f"#!/bin/sh\necho half > uv.lock\n{words}\nexit 2\n")
    tool.chmod(0o755)
    result = run(*ANSWERS, "--no-git", env={"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"})
    assert result.returncode == 0
    assert "uv lock failed: error: no route to the index." in result.stderr
    assert not (tmp_path / "my-tasks" / "uv.lock").exists()


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("#!/nowhere/sh\n", "uv does not start: No such file or directory. The project has no uv.lock yet"),
        ("#!/bin/sh\n", "uv lock succeeded without writing uv.lock. The project has no uv.lock yet"),
    ],
)
def test_a_broken_lock_tool_is_reported(program: str, sentence: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "uv").write_text(program)
    (tmp_path / "bin" / "uv").chmod(0o755)
    # Without this environment's own uv, which would be used instead of a program that does not start.
    result = run(*ANSWERS, "--no-git", env={"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"})
    assert (result.returncode, sentence in result.stderr) == (0, True), result.stderr


def test_a_lock_tool_that_is_too_old_is_not_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for name, words in {"node": "exit 1", "npm": "touch called"}.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{words}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    result = run(
        *("new", "blog", "mine", "--stack", "express", "--defaults", "--no-git"),
        env={"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"},
    )
    assert result.returncode == 0
    assert "Note: node is too old" in result.stderr
    assert "The project has no package-lock.json yet" in result.stderr
    assert "(install node first)" in result.stdout
    assert not (tmp_path / "mine" / "called").exists()


def test_deploy_targets_can_be_repeated(run: Run, tmp_path: Path) -> None:
    run(*ANSWERS, *QUICK, "--deploy", "docker", "--deploy", "kubernetes")
    answers = yaml.safe_load((tmp_path / "my-tasks" / ".copier-answers.yml").read_text())
    assert set(answers["deploy"]) == {"docker", "kubernetes"}


def test_a_path_instead_of_the_project_is_explained(run: Run) -> None:
    result = run("new", "../mine", "chat", "--stack", "fastapi", "--defaults")
    assert (result.returncode, code_of(result)) == (2, "choice-unknown")
    assert "PATH" in result.stderr


@pytest.mark.parametrize(
    ("folder", "other"), [("My Chat", "my-chat"), ("2chat", "my-project"), ("class", "my-class")]
)
def test_an_invalid_folder_name_gets_a_suggestion(folder: str, other: str, run: Run) -> None:
    result = run("new", "chat", folder, "--stack", "fastapi", "--defaults", *QUICK)
    assert result.returncode == 2
    assert (code_of(result), f"--name {other}." in result.stderr) == ("answer-invalid", True)


def test_a_given_name_is_not_called_the_folders_name(run: Run) -> None:
    result = run("new", "chat", "class", "--name", "class", "--stack", "fastapi", "--defaults", *QUICK)
    assert (result.returncode, "--name my-class." in result.stderr) == (2, False), result.stderr


def test_flags_answer_every_question(run: Run, tmp_path: Path) -> None:
    result = run(
        *("new", "task-manager", "here", "--stack", "fastapi", "--name", "other-name", "--author", "Bob"),
        *("--description", "Keeps track.", "--database", "mysql", "--ci", "none", "--deploy", "", *QUICK),
    )
    assert result.returncode == 0, result.stderr
    answers = yaml.safe_load((tmp_path / "here" / ".copier-answers.yml").read_text())
    assert {key: value for key, value in answers.items() if not key.startswith("_")} == {
        "project": "task-manager",
        "stack": "fastapi",
        "name": "other-name",
        "author": "Bob",
        "description": "Keeps track.",
        "database": "mysql",
        "ci": "none",
        "deploy": [],
    }


def test_flags_override_set_which_overrides_the_answers_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.yml").write_text("database: mysql\nci: none\nauthor: File\n_commit: v0\n")
    result = run(
        *(*ANSWERS, *QUICK, "--answers", "answers.yml", "--set", "ci=github", "--set", "author=Set"),
        *("--author", "Flag"),
    )
    assert result.returncode == 0, result.stderr
    answers = yaml.safe_load((tmp_path / "my-tasks" / ".copier-answers.yml").read_text())
    assert (answers["database"], answers["ci"], answers["author"]) == ("mysql", "github", "Flag")


def test_a_project_can_be_recreated_from_its_answers_file(run: Run, tmp_path: Path) -> None:
    assert run(*ANSWERS, *QUICK, "--database", "mysql").returncode == 0
    result = run("new", "--answers", "my-tasks/.copier-answers.yml", "task-manager", "again", *QUICK)
    assert result.returncode == 0, result.stderr
    assert "database: mysql" in (tmp_path / "again" / ".copier-answers.yml").read_text()


REFUSED = {
    "an unknown stack, with the known": (
        ["task-manager", "x", "--stack", "fastapii", "--defaults"],
        "choice-unknown",
    ),
    "an unknown project": (["todo", "x", *CELL], "choice-unknown"),
    "an unknown question": ([*ANSWERS, "--set", "databse=mysql"], "question-unknown"),
    "a setting without a value": ([*ANSWERS, "--set", "database"], "setting-invalid"),
    "an unknown deploy target": ([*ANSWERS, "--deploy", "docker,moon"], "choice-unknown"),
    "an answers file that does not exist": ([*ANSWERS, "--answers", "no.yml"], "file-missing"),
    "a missing stack": (["task-manager", "x"], "answers-missing"),
    "a missing stack without defaults for it": (["task-manager", "x", "--defaults"], "answers-missing"),
    "a missing path": (["task-manager", "--stack", "fastapi", "--defaults"], "answers-missing"),
    "an unknown flag": ([*ANSWERS, "--colour"], ""),
    "a description with markup": ([*ANSWERS, "--description", 'x "$(id)" `id`'], "answer-invalid"),
    "a blank description": ([*ANSWERS, "--description", " "], "answer-invalid"),
    "a long author": ([*ANSWERS, "--author", "x" * 101], "answer-invalid"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_invalid_command_is_rejected(case: str, run: Run, tmp_path: Path) -> None:
    words, code = REFUSED[case]
    result = run(*(["new"] if words[0] != "new" else []), *words)
    assert result.returncode == WRONG_USAGE
    assert code_of(result) == code or (code == "" and "--colour" in result.stderr)
    assert "Traceback" not in result.stderr
    assert names(tmp_path) == []


def test_a_project_that_the_stack_does_not_have_is_rejected(run: Run, tmp_path: Path) -> None:
    template = clone_of_this_repository(tmp_path / "template")
    with (template / "templates" / "stacks" / "flask.yml").open("a") as facts:
        facts.write("projects: [blog]\n")
    result = run(
        "new", "chat", "x", "--stack", "flask", "--defaults", env={"SCAFFOLDER_TEMPLATE": str(template)}
    )
    assert (result.returncode, code_of(result)) == (WRONG_USAGE, "answer-invalid")
    assert names(tmp_path) == ["template"]


@pytest.mark.parametrize(
    "name",
    ["two words", "tâche", "🚀", "class", "none", "9lives", "a--b", "a-", "Upper", "a" * 51, "a" * 200],
)
def test_a_name_that_is_not_a_valid_package_is_rejected(name: str, run: Run, tmp_path: Path) -> None:
    result = run("new", "task-manager", name, *CELL)
    assert result.returncode == WRONG_USAGE
    assert code_of(result) == "answer-invalid"
    assert "Traceback" not in result.stderr
    assert names(tmp_path) == []


@pytest.mark.parametrize(("name", "other"), [("fastapi", "express"), ("express", "fastapi")])
def test_the_name_of_a_dependency_is_rejected(name: str, other: str, run: Run, tmp_path: Path) -> None:
    result = run("new", "task-manager", name, "--stack", name, "--defaults", *QUICK)
    assert (result.returncode, code_of(result)) == (WRONG_USAGE, "answer-invalid")
    assert f"my-{name}" in result.stderr
    assert names(tmp_path) == []
    assert run("new", "task-manager", name, "--stack", other, "--defaults", *QUICK).returncode == 0


@pytest.mark.parametrize("path", ["../", "..", "/", "-x", "a" * 300, "a/" * 3000 + "b"])
def test_a_path_that_cannot_hold_a_project_is_rejected(path: str, run: Run, tmp_path: Path) -> None:
    inner = tmp_path / "Inner Folder"
    inner.mkdir()
    result = run("new", "task-manager", path, *CELL, cwd=inner)
    assert result.returncode in (1, WRONG_USAGE)
    assert "Error:" in result.stderr
    assert "Traceback" not in result.stderr
    assert (names(tmp_path), names(inner)) == (["Inner Folder"], [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("database: [mysql]", "answer-invalid"),
        ("deploy: docker", "answer-invalid"),
        ("name: {a: b}", "answer-invalid"),
        ("name: null", "answer-invalid"),
        ("stack: 7", "choice-unknown"),
        ("- database", "file-invalid"),
        ("a: b: c", "file-invalid"),
        ("&a [*a, *a]", "file-invalid"),
        ("\x00", "file-invalid"),
        ("[" * 2000, "file-invalid"),
        ("", "file-invalid"),
    ],
)
def test_an_invalid_answers_file_is_rejected(text: str, code: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.yml").write_text(text)
    result = run("new", "task-manager", "--answers", "answers.yml", "--defaults", "--set", "author=x")
    if "stack" not in text:
        result = run("new", "task-manager", "--answers", "answers.yml", "--stack", "fastapi", "--defaults")
    assert (result.returncode, code_of(result)) == (WRONG_USAGE, code)
    assert names(tmp_path) == ["answers.yml"]


def test_a_binary_answers_file_is_rejected(run: Run, tmp_path: Path) -> None:
    (tmp_path / "answers.yml").write_bytes(b"\xff\xfe\xfa")
    result = run(*ANSWERS, "--answers", "answers.yml")
    assert (result.returncode, code_of(result)) == (WRONG_USAGE, "file-unreadable")


def test_a_folder_that_is_not_empty_is_rejected(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my-tasks").mkdir()
    (tmp_path / "my-tasks" / "mine").write_text("precious")
    result = run(*ANSWERS)
    assert (result.returncode, code_of(result)) == (WRONG_USAGE, "folder-not-empty")
    assert (names(tmp_path), names(tmp_path / "my-tasks")) == (["my-tasks"], ["mine"])


def test_a_destination_that_is_a_file_is_rejected(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my-tasks").write_text("precious")
    result = run(*ANSWERS)
    assert (result.returncode, code_of(result)) == (WRONG_USAGE, "folder-is-file")
    assert (tmp_path / "my-tasks").read_text() == "precious"


def test_a_broken_link_is_rejected(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my-tasks").symlink_to("nowhere")
    result = run(*ANSWERS)
    assert (result.returncode, code_of(result)) == (WRONG_USAGE, "folder-dangling")
    assert names(tmp_path) == ["my-tasks"]


def test_a_destination_that_cannot_be_written_is_reported(run: Run) -> None:
    result = run("new", "task-manager", "/proc/my-tasks", *CELL)
    assert (result.returncode, code_of(result)) == (1, "system")
    assert "/proc/" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_full_disk_leaves_nothing(run: Run, tmp_path: Path) -> None:
    limited = f"ulimit -f 4; exec {sys.executable} -m scaffolder {' '.join(ANSWERS)} {' '.join(QUICK)}"
    result = subprocess.run(
        ["bash", "-c", limited],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    # Whichever file reaches the limit first.
    assert (result.returncode, code_of(result) in ("system", "git-failed")) == (1, True), result.stderr
    assert "Traceback" not in result.stderr
    assert names(tmp_path) == []


def test_a_missing_git_is_reported(run: Run, tmp_path: Path) -> None:
    result = run(*ANSWERS, env={"PATH": ""})
    assert (result.returncode, code_of(result)) == (WRONG_USAGE, "git-missing")
    assert names(tmp_path) == []


def test_an_empty_folder_is_filled_and_keeps_its_mode(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my-tasks").mkdir()
    (tmp_path / "my-tasks").chmod(0o750)
    assert run(*ANSWERS, *QUICK).returncode == 0
    assert (tmp_path / "my-tasks").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "my-tasks" / "README.md").is_file()


def test_missing_parents_are_created_and_removed_after_a_failure(run: Run, tmp_path: Path) -> None:
    assert run("new", "task-manager", "a/b/Bad Name", *CELL).returncode == WRONG_USAGE
    assert names(tmp_path) == []
    assert run("new", "task-manager", "a/b/good", *CELL, *QUICK).returncode == 0
    assert names(tmp_path / "a" / "b") == ["good"]


def test_inside_a_repository_no_nested_one_is_created(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    result = run(*ANSWERS, "--no-lock")
    assert result.returncode == 0
    assert str(tmp_path) in result.stderr
    assert not (tmp_path / "my-tasks" / ".git").exists()


def test_without_an_identity_the_commit_has_a_fallback_author(run: Run, tmp_path: Path) -> None:
    nobody = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "EMAIL": ""}
    result = run(*ANSWERS, "--no-lock", env=nobody)
    assert result.returncode == 0, result.stderr
    assert "git has no user.name and user.email, so the first commit is by scaffolder <" in result.stderr
    assert git(tmp_path / "my-tasks", "log", "--format=%an") == "scaffolder"


def test_variables_of_a_git_hook_are_ignored(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    result = run(
        *ANSWERS, "--no-lock", env={"GIT_DIR": str(other / ".git"), "GIT_INDEX_FILE": "/nowhere/index"}
    )
    assert result.returncode == 0, result.stderr
    assert git(tmp_path / "my-tasks", "rev-list", "--count", "main") == "1"
    assert git(other, "status", "--porcelain") == ""


def test_a_commit_that_git_rejects_leaves_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gitconfig").write_text(
        "[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = /bin/false\n[user]\n\tname=a\n\temail=b\n"
    )
    result = run(*ANSWERS, "--no-lock", env={"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig")})
    assert (result.returncode, code_of(result)) == (1, "commit-refused")
    assert "gpg failed to sign" in result.stderr
    assert names(tmp_path) == ["gitconfig"]


def test_of_two_concurrent_runs_into_one_folder_one_wins(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scaffolder", *ANSWERS, *QUICK]
    both = [
        subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    errors = [process.communicate(timeout=120)[1] for process in both]
    assert sorted(process.returncode for process in both) in ([0, 2], [0, 0]) or pytest.fail(str(errors))
    assert [process.returncode for process in both].count(0) == 1, errors
    assert any("[folder-not-empty]" in error for error in errors)
    assert names(tmp_path) == ["my-tasks"]


@pytest.mark.proof
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_at_any_moment_it_leaves_everything_or_nothing(
    sign: signal.Signals, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "scaffolder", *ANSWERS, "--no-lock"]
    started = time.monotonic()
    subprocess.run(command, cwd=tmp_path, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    whole = time.monotonic() - started
    expected = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if ".git" not in path.parts}
    seed = random.randrange(1 << 30)
    moments = random.Random(seed)
    for _ in range(8):
        shutil.rmtree(tmp_path / "my-tasks", ignore_errors=True)
        process = subprocess.Popen(
            command, cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        # Before that, the interpreter is still starting and cannot handle the signal.
        time.sleep(0.15 + moments.random() * whole)
        process.send_signal(sign)
        _, errors = process.communicate(timeout=60)
        left = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if ".git" not in path.parts}
        assert left in (set(), expected), f"seed {seed}: {errors.decode()}"
        assert b"Traceback" not in errors, f"seed {seed}: {errors.decode()}"


def test_in_a_terminal_it_asks_for_missing_answers(tmp_path: Path) -> None:
    terminal = in_terminal(
        tmp_path, "new", "task-manager", *QUICK, "--author", "Alice", "--database", "sqlite", "--ci", "none"
    )
    terminal.expect("1/3 Which stack")
    terminal.send("\r")
    terminal.expect("2/3 What is the project called")
    terminal.send("\x15asked-for\r")
    terminal.expect("3/3 Where will it run")
    terminal.send("\r")
    terminal.expect("Is that right")
    assert not (tmp_path / "asked-for").exists()
    terminal.send("\r")
    terminal.expect("cd asked-for")
    terminal.expect(pexpect.EOF)
    assert (tmp_path / "asked-for" / "README.md").is_file()


def test_ctrl_c_at_a_question_leaves_nothing(tmp_path: Path) -> None:
    terminal = in_terminal(tmp_path, "new", "task-manager", "my-tasks")
    terminal.expect("Which stack")
    terminal.sendcontrol("c")
    terminal.expect("Cancelled.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert names(tmp_path) == []


def test_a_missing_template_source_is_reported(tmp_path: Path) -> None:
    package = tmp_path / "elsewhere" / "scaffolder"
    shutil.copytree(ROOT / "scaffolder", package, ignore=shutil.ignore_patterns("__pycache__"))
    result = run_in(tmp_path)(*ANSWERS, env={"PYTHONPATH": str(package.parent)})
    assert result.returncode == WRONG_USAGE
    assert code_of(result) == "template-missing"


def test_a_source_without_git_is_reported(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__")
    copy = tmp_path / "elsewhere"
    shutil.copytree(ROOT, copy, ignore=ignored)
    result = run_in(tmp_path)(*ANSWERS, env={"PYTHONPATH": str(copy)})
    assert (result.returncode, code_of(result)) == (1, "git-failed")
    assert "Traceback" not in result.stderr


def test_the_current_folder_is_filled(run: Run, tmp_path: Path) -> None:
    here = tmp_path / "my-tasks"
    here.mkdir()
    before = here.stat().st_ino
    result = run("new", "task-manager", ".", *CELL, "--no-lock", cwd=here)
    assert (result.returncode, here.stat().st_ino) == (0, before), result.stderr
    assert git(here, "status", "--porcelain") == ""
    assert not list(here.glob(".scaffolder-*"))


def test_a_failure_does_not_change_the_current_folder(run: Run, tmp_path: Path) -> None:
    here = tmp_path / "my-tasks"
    here.mkdir()
    broken = {"GIT_AUTHOR_DATE": "no date"}
    result = run("new", "task-manager", ".", *CELL, "--no-lock", cwd=here, env=broken)
    assert (result.returncode, list(here.iterdir())) == (1, []), result.stderr


def test_an_empty_mount_point_is_filled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder that cannot be replaced by renaming, such as a mount point."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if target == folder:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with creation._in_whole(folder) as draft:
        (draft / "file").write_text("x")
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_a_partly_filled_folder_is_emptied_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.parent != tmp_path and path.name == "second":
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="No space left"), creation._in_whole(tmp_path) as draft:
        for name in ("first", "second"):
            (draft / name).write_text("x")
    assert list(tmp_path.iterdir()) == []
