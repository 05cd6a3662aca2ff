"""Kubernetes manifests follow their schemas, need no privileges, and are consistent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.deploy import kubernetes
from tests.deploy.conftest import Cell

COMPONENT = "app.kubernetes.io/component"


@pytest.fixture
def folder(cell: Cell) -> Path:
    return cell.folder / "deploy" / "kubernetes"


@pytest.fixture
def manifests(folder: Path) -> list[kubernetes.Manifest]:
    return kubernetes.manifests(folder)


def test_manifests_follow_their_schemas(cell: Cell, manifests: list[kubernetes.Manifest]) -> None:
    for manifest in cell.unseen(manifests):
        kubernetes.check_schema(manifest)


def test_pods_have_limits_and_no_privileges(manifests: list[kubernetes.Manifest]) -> None:
    pods = dict(kubernetes.pods(manifests))
    assert {"app", "migrate"} <= set(pods)
    for pod in pods.values():
        kubernetes.check_pod(pod)


def test_pods_run_as_the_user_of_the_image(cell: Cell, manifests: list[kubernetes.Manifest]) -> None:
    found = re.search(r"^USER (\d+):(\d+)$", (cell.folder / "Dockerfile").read_text(), re.MULTILINE)
    assert found
    for name in ("app", "migrate"):
        context = dict(kubernetes.pods(manifests))[name]["spec"]["securityContext"]
        assert (context["runAsUser"], context["runAsGroup"]) == tuple(map(int, found.groups()))


def test_no_manifest_is_a_secret(manifests: list[kubernetes.Manifest], folder: Path) -> None:
    assert kubernetes.names_of(manifests, "Secret") == set()
    generated = yaml.safe_load((folder / "kustomization.yaml").read_text())["secretGenerator"]
    assert [secret.keys() for secret in generated] == [{"name", "envs"}]
    assert not (folder / "secret.env").exists()


def test_the_secret_file_has_all_keys_that_pods_use(
    cell: Cell, manifests: list[kubernetes.Manifest], folder: Path
) -> None:
    example = re.findall(r"^([A-Z_]+)=$", (folder / "secret.env.example").read_text(), re.MULTILINE)
    asked = {
        variable["valueFrom"]["secretKeyRef"]["key"]
        for _, pod in kubernetes.pods(manifests)
        for container in pod["spec"]["containers"]
        for variable in container.get("env", [])
        if "valueFrom" in variable
    }
    assert set(example) == asked
    assert "secret.env" in (cell.folder / ".gitignore").read_text().splitlines()


def test_every_pod_that_serves_has_policies(manifests: list[kubernetes.Manifest]) -> None:
    policies = [each["spec"] for each in manifests if each["kind"] == "NetworkPolicy"]
    assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} in policies
    allowed = [policy["podSelector"]["matchLabels"] for policy in policies if "ingress" in policy]
    served = {name for name, _ in kubernetes.pods(manifests)} - {"migrate"}
    assert {each[COMPONENT] for each in allowed if COMPONENT in each} == served
    assert {"acme.cert-manager.io/http01-solver": "true"} in allowed


def test_postgresql_creates_its_data_folder_itself(manifests: list[kubernetes.Manifest]) -> None:
    """PostgreSQL needs to own the folder, but a new disk belongs to root."""
    for name, pod in kubernetes.pods(manifests):
        for container in pod["spec"]["containers"]:
            variables = {each["name"]: each.get("value", "") for each in container.get("env", [])}
            if container["image"].startswith("postgres:"):
                mounts = [each["mountPath"] for each in container["volumeMounts"] if each["name"] == "data"]
                assert variables["PGDATA"].rpartition("/")[0] in mounts, name


def test_the_app_survives_the_loss_of_a_node(cell: Cell, manifests: list[kubernetes.Manifest]) -> None:
    app = next(
        each["spec"]
        for each in manifests
        if (each["kind"], each["metadata"]["name"]) == ("Deployment", "app")
    )
    [budget] = [each["spec"] for each in manifests if each["kind"] == "PodDisruptionBudget"]
    assert budget["selector"] == app["selector"]
    if cell.answers["database"] == "sqlite":
        assert (app["replicas"], app["strategy"]) == (1, {"type": "Recreate"})
    else:
        assert (app["replicas"], budget["minAvailable"]) == (2, 1)


def test_probes_use_the_health_endpoints(manifests: list[kubernetes.Manifest]) -> None:
    [container] = dict(kubernetes.pods(manifests))["app"]["spec"]["containers"]
    paths = {
        name: container[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "readiness", "liveness")
    }
    assert paths == {"startup": "/healthz", "readiness": "/readyz", "liveness": "/healthz"}


def test_the_kustomization_builds(cell: Cell, folder: Path) -> None:
    """Needs kubectl; `kubernetes.manifests` checks that the referenced files exist."""
    (folder / "secret.env").write_text("SECRET_KEY=x\n")
    try:
        for manifest in cell.unseen(kubernetes.built(folder) or []):
            if manifest["kind"] != "Secret":
                kubernetes.check_schema(manifest)
    finally:
        (folder / "secret.env").unlink()
