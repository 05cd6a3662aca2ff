"""`scaffolder verify`: what it reports and rejects, and that it leaves nothing running."""

from __future__ import annotations

import http.server
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pexpect
import pytest

from scaffolder.contracts.plugin import suites_of
from scaffolder.contracts.servers import Launch, Server, running
from scaffolder.errors import ScaffolderError
from scaffolder.verification.suite import Behaviour, run_suite
from tests.stub import stub
from tests.support import PATH, ROOT, Run, code_of, document

WRONG_USAGE = 2


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(stub("task_manager")) as started:
        yield started


def test_a_running_server_is_identified_by_its_document(server: Server, run: Run) -> None:
    result = run("verify", "--url", server.url, "-k", "healthz_and_readyz or without_its_database")
    assert result.returncode == 0, result.stdout + result.stderr
    lines = [line for line in result.stdout.splitlines() if line.startswith(("ok", "skipped"))]
    assert lines
    assert "task_manager contract:" in result.stdout
    assert "0 failed" in result.stdout


@pytest.mark.parametrize("colour", [True, False])
def test_results_are_coloured_in_a_terminal_unless_no_color_is_set(colour: bool, server: Server) -> None:
    wanted = {"NO_COLOR": "" if colour else "1"}
    words = ["-m", "scaffolder", "verify", "--url", server.url, "-k", "healthz_and_readyz"]
    terminal = pexpect.spawn(sys.executable, words, env=os.environ | wanted, encoding="utf-8", timeout=60)
    terminal.expect(pexpect.EOF)
    assert isinstance(terminal.before, str)
    assert "0 failed" in terminal.before
    assert ("\x1b[32mok" in terminal.before) == colour


def test_tests_that_start_servers_are_skipped_with_a_reason(server: Server, run: Run) -> None:
    result = run("verify", "--url", server.url, "-k", "production_starts_with_a_real_secret")
    assert result.returncode == 0
    assert "skipped production starts with a real secret (cannot start servers with --url" in result.stdout


def test_tests_that_start_servers_can_be_selected(server: Server, run: Run) -> None:
    """Together with a run with --url, `-k not_by_url` covers all contract tests."""

    def sentences(selection: str, *, skipped: bool) -> set[str]:
        some = "(test_process or expired or hs256 or without_a_token)"
        words = ("--url", server.url, "-k", f"{selection} and {some}", "--json")
        behaviours = document("verify", run("verify", *words).stdout)["behaviours"]
        return {each["sentence"] for each in behaviours if (each["outcome"] == "skipped") == skipped}

    assert len(sentences("not_by_url", skipped=True)) > 10
    assert sentences("not_by_url", skipped=False) == set()
    assert sentences("not not_by_url", skipped=True) == set()


def test_json_has_one_entry_per_behaviour(server: Server, run: Run) -> None:
    report = document(
        "verify",
        run(
            "verify", "--url", server.url, "-k", "healthz_and_readyz or without_its_database", "--json"
        ).stdout,
    )
    assert report["passed"] + report["skipped"] == len(report["behaviours"]) > 0


def test_junit_is_written(server: Server, run: Run, tmp_path: Path) -> None:
    assert (
        run("verify", "--url", server.url, "-k", "healthz_and_readyz", "--junit", "report.xml").returncode
        == 0
    )
    assert list(ET.parse(tmp_path / "report.xml").getroot().iter("testcase"))


@pytest.fixture(scope="module")
def broken() -> Iterator[Server]:
    """A server without `nosniff`, which every response needs."""
    with running(stub("task_manager", SPOILED="X-Content-Type-Options")) as started:
        yield started


def test_a_broken_contract_exits_1_and_shows_request_response_and_contract(broken: Server, run: Run) -> None:
    result = run("verify", "--url", broken.url, "-k", "sniff or health")
    assert result.returncode == 1, result.stdout + result.stderr
    for words in (
        "FAILS",
        "Request:",
        "GET http://",
        "Response:",
        "Responses in the contract:",
        "Run it again: scaffolder verify",
    ):
        assert words in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


def project(folder: Path, **answers: str) -> Path:
    """The files of a generated project that verify reads."""
    stored = {"project": "task-manager", "stack": "fastapi", "database": "sqlite", **answers}
    (folder / ".copier-answers.yml").write_text("".join(f"{key}: {value}\n" for key, value in stored.items()))
    shutil.copy(ROOT / "scaffolder" / "contracts" / "task_manager" / "openapi.yaml", folder)
    return folder


def test_a_folder_that_is_not_a_project_is_rejected(run: Run) -> None:
    result = run("verify")
    assert result.returncode == WRONG_USAGE
    assert code_of(result) == "project-missing"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ("", "file-invalid"),
        ("project: task-manager\n", "project-incomplete"),
        ("project: task-manager\nstack: cobol\ndatabase: sqlite\n", "choice-unknown"),
        ("project: [a]\nstack: fastapi\ndatabase: sqlite\n", "answer-invalid"),
        ("{", "file-invalid"),
    ],
)
def test_invalid_answers_are_rejected(answers: str, code: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / ".copier-answers.yml").write_text(answers)
    result = run("verify")
    assert (result.returncode, code_of(result)) == (WRONG_USAGE, code)


@pytest.mark.parametrize(
    ("version", "code"),
    [
        ("7.1.0", "contract-newer"),
        ("1.0.0", "contract-older"),
    ],
)
def test_a_contract_of_another_version_is_rejected(version: str, code: str, run: Run, tmp_path: Path) -> None:
    document = project(tmp_path) / "openapi.yaml"
    document.write_text(document.read_text().replace("version: 2.1.0", f"version: {version}", 1))
    result = run("verify")
    assert (result.returncode, code_of(result)) == (WRONG_USAGE, code)


def test_a_missing_tool_is_reported(run: Run, tmp_path: Path) -> None:
    result = run("verify", project(tmp_path), env={"PATH": str(tmp_path)})
    assert result.returncode == WRONG_USAGE
    assert code_of(result) == "tool-missing"


def test_an_invalid_document_is_rejected(run: Run, tmp_path: Path) -> None:
    document = project(tmp_path) / "openapi.yaml"
    document.write_text("info: {title: x, version: 2.0.0}\nservers: 7\n")
    result = run("verify")
    assert (result.returncode, code_of(result)) == (2, "contract-invalid")


def test_responses_are_validated_against_the_projects_own_document(server: Server, tmp_path: Path) -> None:
    """A developer who adds a field also documents it there."""
    own = project(tmp_path) / "openapi.yaml"
    words = own.read_text()
    assert words.count("/healthz:") == 1
    own.write_text(words.replace("/healthz:", "/elsewhere:"))
    launch = Launch(project="task_manager", urls=[server.url], contract=str(own))
    suite = str(ROOT / "scaffolder" / "contracts" / "common")
    (behaviour,) = run_suite(launch, ["-k", "healthz_and_readyz", suite], lambda seen: None)
    assert (behaviour.outcome, "no such operation" in behaviour.detail) == ("failed", True)


def test_a_selection_without_matches_is_rejected(server: Server, run: Run) -> None:
    result = run("verify", "--url", server.url, "-k", "unicorns")
    assert (result.returncode, code_of(result)) == (2, "nothing-selected")


def test_an_invalid_selection_is_rejected(server: Server, run: Run) -> None:
    result = run("verify", "--url", server.url, "-k", "and and")
    assert result.returncode == WRONG_USAGE
    assert "Error:" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_project_that_does_not_start_shows_the_end_of_its_log(run: Run, tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "x"\nversion = "1"\nrequires-python = ">=3.11"\n'
    )
    (folder / "app").mkdir()
    (folder / "app" / "__init__.py").write_text("")
    (folder / "app" / "__main__.py").write_text('raise SystemExit("the moon is in the wrong house")\n')
    tools = tmp_path / "tools"
    tools.mkdir()
    uv = tools / "uv"
    uv.write_text(
        f'#!/bin/sh\nshift\ncase "$1" in alembic) : > "${{DATABASE_URL#sqlite:///}}"; exit 0;; esac\nshift\nexec {sys.executable} "$@"\n'
    )
    uv.chmod(0o755)
    result = run("verify", "-k", "health", env={"PATH": f"{tools}:{PATH}"})
    assert result.returncode == 1, result.stdout + result.stderr
    assert "The server exited with 1 on startup. The end of its log:" in result.stderr
    assert result.stderr.count("the moon is in the wrong house") == 1


@pytest.mark.parametrize(
    ("url", "kind", "code"),
    [
        ("http://127.0.0.1:9", "server-silent", 1),
        ("ftp://127.0.0.1", "address-invalid", WRONG_USAGE),
        ("nonsense", "address-invalid", WRONG_USAGE),
        ("http://[::1", "address-invalid", WRONG_USAGE),
    ],
)
def test_a_server_that_does_not_answer_is_reported(url: str, kind: str, code: int, run: Run) -> None:
    result = run("verify", "--url", url)
    assert (result.returncode, code_of(result)) == (code, kind), result.stderr


class Garbage(http.server.BaseHTTPRequestHandler):
    body: ClassVar[bytes] = b"<html>"

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


UNKNOWN = [
    *(b"<html>", b"[]", b"{}", b"null", b"\xff", b'{"info": {"title": "Shop"}}'),
    *(b'{"info": {"title": "Blog"}, "paths": 7}', b'{"info": {"title": "Blog"}, "paths": {"/docs": {}}}'),
]


@pytest.mark.parametrize("body", UNKNOWN)
def test_a_server_that_returns_garbage_is_reported(body: bytes, run: Run) -> None:
    handler = type("Handler", (Garbage,), {"body": body})
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        result = run("verify", "--url", f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
    assert result.returncode == 1
    assert code_of(result) == "server-unknown"


def test_the_suite_stops_when_the_server_has_crashed() -> None:
    with running(stub("task_manager")) as server:
        server.stop()
        launch = Launch(project="task_manager", urls=[server.url])
        heard = list[Behaviour]()
        with pytest.raises(ScaffolderError) as caught:
            list(run_suite(launch, [str(suite) for suite in suites_of("task_manager")], heard.append))
    assert caught.value.code == "server-stopped"
    assert len([each for each in heard if each.outcome != "skipped"]) < 20


def test_a_server_that_never_answers_times_out(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        result = run("verify", "--url", f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert result.returncode == 1
    assert code_of(result) == "server-silent"
    assert time.monotonic() - started < 60


def test_interrupted_it_leaves_nothing_running(tmp_path: Path) -> None:
    launch = tmp_path / "launch.json"
    tagged = stub("task_manager", TAG=str(tmp_path))
    tagged.write(launch)
    with (tmp_path / "printed.txt").open("wb") as printed:  # an unread pipe would block the process
        process = subprocess.Popen(
            [
                *(
                    sys.executable,
                    "-m",
                    "pytest",
                    "-p",
                    "scaffolder.contracts.plugin",
                    "--launch",
                    str(launch),
                ),
                *("-p", "no:cacheprovider", "-v", str(ROOT / "scaffolder" / "contracts" / "common")),
            ],
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            stdout=printed,
        )
        try:
            while b"%]" not in Path(printed.name).read_bytes():
                assert process.poll() is None, "it ended before its first test had finished"
                time.sleep(0.05)
            assert tagged_processes(str(tmp_path))
            process.send_signal(signal.SIGINT)
            process.wait(60)
        finally:
            process.kill()
    assert tagged_processes(str(tmp_path)) == []


def tagged_processes(tag: str) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"TAG={tag}".encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found
