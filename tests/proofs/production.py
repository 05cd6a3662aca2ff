"""The production stack in `deploy/docker`, used as in the project's docs/deployment.md."""

from __future__ import annotations

import contextlib
import re
import secrets
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.containers.stack import Stack, api_at, clone, running, wait_until, wire_at
from tests.proofs.subject import Subject

SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def checkout(subject: Subject, engine: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("checkout"), subject)


@pytest.fixture(scope="module")
def production(checkout: Path) -> Iterator[Stack]:
    names = {"DOMAIN": "localhost", "SECRET_KEY": secrets.token_hex(32), "DATABASE_PASSWORD": "of-a-test"}
    with running(Stack(checkout / "deploy" / "docker", env=names)) as stack:
        wait_until(lambda: listens(stack), "a certificate")
        yield stack


def through_caddy(production: Stack) -> httpx.Client:
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    return httpx.Client(base_url=f"https://localhost:{production.https}", verify=trusting, timeout=20)


def listens(production: Stack) -> bool:
    """Caddy accepts connections shortly before it has a certificate."""
    with contextlib.suppress(httpx.ConnectError), through_caddy(production) as client:
        client.get("/healthz")
        return True
    return False


def test_the_app_is_served_over_tls_from_a_read_only_container(checkout: Path, production: Stack) -> None:
    wire = wire_at(checkout)
    with through_caddy(production) as client:
        assert client.get("/readyz").status_code == 200
        alice = wire.sign_up(api_at(checkout, client))
        alice.post(wire.sample_path, json=wire.sample("Stay"), expect=201)
    app = production.container("app")
    assert app["HostConfig"]["ReadonlyRootfs"]
    assert not any(app["NetworkSettings"]["Ports"].values())


def shell_after(heading: str, page: Path) -> str:
    """The first shell block after a heading, or after a paragraph's bold beginning."""
    text = page.read_text()
    found = SHELL.search(text, text.index(heading))
    assert found, f"{page.name} has no shell block after {heading}"
    return found[1]


def test_a_backup_can_be_restored(checkout: Path, production: Stack) -> None:
    page, wire = checkout / "docs" / "deployment.md", wire_at(checkout)
    folder, environment = production.folder, production.environment()
    with through_caddy(production) as client:
        api = api_at(checkout, client)
        before = wire.sign_up(api)
        subprocess.run(
            ["sh", "-ec", shell_after("**Backup.**", page)], cwd=folder, env=environment, check=True
        )
        after = wire.sign_up(api)
        subprocess.run(
            ["sh", "-ec", shell_after("**Restore.**", page)], cwd=folder, env=environment, check=True
        )
        wire.sign_in(api, before.email, before.password, expect=200)
        wire.sign_in(api, after.email, after.password, expect=401)
