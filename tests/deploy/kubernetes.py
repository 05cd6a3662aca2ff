"""Checks of Kubernetes manifests."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]
import yaml

from scaffolder.template.catalog import Loader

# The oldest version that the deployment notes support.
VERSION = "1.32"
Manifest = dict[str, Any]


@cache
def manifests(folder: Path) -> list[Manifest]:
    """Load the manifests that the Kustomization lists, and check that the folder has no others."""
    listed = yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]
    assert set(listed) == {path.name for path in folder.glob("*.yaml")} - {"kustomization.yaml"}
    return [manifest for name in listed for manifest in yaml.load_all((folder / name).read_text(), Loader)]


def check_schema(manifest: Manifest) -> None:
    kubernetes_validate.validate(manifest, VERSION, strict=True)


def pods(several: list[Manifest]) -> Iterator[tuple[str, Manifest]]:
    for manifest in several:
        if manifest["kind"] in ("Deployment", "StatefulSet", "Job"):
            yield manifest["metadata"]["name"], manifest["spec"]["template"]


def check_pod(pod: Manifest) -> None:
    spec = pod["spec"]
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] > 0
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["metadata"]["labels"].keys() == {"app.kubernetes.io/component"}
    for container in spec["containers"]:
        check_container(container)


def check_container(container: Manifest) -> None:
    context = container["securityContext"]
    assert context["readOnlyRootFilesystem"] is True
    assert context["allowPrivilegeEscalation"] is False
    assert context["capabilities"] == {"drop": ["ALL"]}
    for bound in ("requests", "limits"):
        assert container["resources"][bound].keys() == {"cpu", "memory"}
    for variable in container.get("env", []):
        if any(word in variable["name"] for word in ("SECRET", "PASSWORD", "DATABASE_URL")):
            assert ("secretKeyRef" in variable.get("valueFrom", {})) != (variable.get("value") == "yes"), (
                variable
            )


def names_of(several: list[Manifest], kind: str) -> set[str]:
    return {manifest["metadata"]["name"] for manifest in several if manifest["kind"] == kind}


def built(folder: Path) -> list[Manifest] | None:
    """Build the Kustomization, if kubectl is installed."""
    if shutil.which("kubectl") is None:
        return None
    result = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return list(yaml.safe_load_all(result.stdout))
