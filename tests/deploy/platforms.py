"""Checks of the files of platforms without an installable schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import tree_sitter
import tree_sitter_bicep
import yaml

from scaffolder.template import catalog
from tests.deploy.conftest import Cell

# Keys from the reference of App Platform's app spec, limited to those used here.
APP_KEYS = {"name", "region", "ingress", "envs", "services", "jobs", "databases", "alerts"}
IMAGE_KEYS = {"registry_type", "repository", "tag", "deploy_on_push"}
COMPONENT_KEYS = {
    "name",
    "kind",
    "image",
    "run_command",
    "http_port",
    "instance_count",
    "instance_size_slug",
    "health_check",
}
DATABASE_KEYS = {"name", "engine", "production", "cluster_name"}
# Keys from Heroku's reference of app.json.
APP_JSON_KEYS = {"name", "description", "stack", "env", "addons", "formation"}
ENGINES = {"postgresql": "PG", "mysql": "MYSQL"}
PRIVATE = re.compile(r"password|secret", re.IGNORECASE)


def migration(cell: Cell) -> list[str]:
    words: list[str] = catalog.load().facts(cell.answers["stack"])["image"]["migrate"]
    return words


def settings(cell: Cell) -> set[str]:
    """Every variable that the project reads."""
    return set(re.findall(r"^([A-Z_]+)=", (cell.folder / ".env.example").read_text(), re.MULTILINE))


def required_settings(cell: Cell) -> set[str]:
    """Settings that production requires."""
    return {"ENVIRONMENT", "SECRET_KEY", "DATABASE_URL", "TRUSTED_PROXIES"} | ({"REDIS_URL"} & settings(cell))


def check_cloudformation(path: Path) -> None:
    # Every worker imports this module, and this import takes a second.
    from cfnlint.api import lint_file  # type: ignore[import-untyped]

    assert [str(match) for match in lint_file(path)] == []


def check_bicep(path: Path) -> None:
    """Check the syntax, parameters with secrets, and the parameters of modules."""
    content = path.read_bytes()
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bicep.language()))
    assert list(broken(parser.parse(content).root_node)) == []
    text = content.decode()
    for name in re.findall(r"^param (\w+) string", text, re.MULTILINE):
        assert not PRIVATE.search(name) or f"@secure()\nparam {name} " in text, name
    for module, body in re.findall(r"^module \w+ '(.+?)' = (\{.*?^\})", text, re.MULTILINE | re.DOTALL):
        asked = set(re.findall(r"^param (\w+) \w+$", (path.parent / module).read_text(), re.MULTILINE))
        given = body.split("params:", 1)[1]
        assert asked == set(re.findall(r"(\w+):", given)), module


def broken(node: tree_sitter.Node) -> Iterator[str]:
    if node.type == "ERROR" or node.is_missing:
        yield f"line {node.start_point.row + 1}"
    for child in node.children:
        yield from broken(child)


def check_app_platform(cell: Cell) -> None:
    spec = yaml.safe_load((cell.folder / ".do/app.yaml").read_text())
    assert spec.keys() == APP_KEYS
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,30}[a-z0-9]", spec["name"])
    [service], [job] = spec["services"], spec["jobs"]
    for component in (service, job):
        assert component.keys() <= COMPONENT_KEYS
        assert component["image"].keys() <= IMAGE_KEYS
    assert (job["kind"], job["run_command"].split()) == ("PRE_DEPLOY", migration(cell))
    assert service["http_port"] == catalog.load().facts(cell.answers["stack"])["port"]
    assert spec["ingress"]["rules"][0]["component"]["name"] == service["name"]
    variables = {variable["key"]: variable for variable in spec["envs"]}
    assert required_settings(cell) <= variables.keys() <= settings(cell)
    assert (variables["SECRET_KEY"]["type"], variables["SECRET_KEY"]["value"]) == ("SECRET", "${SECRET_KEY}")
    assert all(database.keys() == DATABASE_KEYS for database in spec["databases"])
    assert spec["databases"][0]["engine"] == ENGINES[cell.answers["database"]]
    bound = {variable["value"] for variable in spec["envs"] if ".DATABASE_URL" in variable["value"]}
    assert bound == {f"${{{database['name']}.DATABASE_URL}}" for database in spec["databases"]}


def check_heroku(cell: Cell) -> None:
    manifest = yaml.safe_load((cell.folder / "heroku.yml").read_text())
    assert manifest["build"] == {"docker": {"web": "Dockerfile"}}
    assert (cell.folder / "Dockerfile").exists()
    assert manifest["release"] == {"image": "web", "command": [" ".join(migration(cell))]}
    app = json.loads((cell.folder / "app.json").read_text())
    assert app.keys() == APP_JSON_KEYS
    assert app["stack"] == "container"
    assert app["env"]["SECRET_KEY"].get("generator") == "secret"
    assert "value" not in app["env"]["SECRET_KEY"]
    # Add-ons set the addresses.
    assert (
        required_settings(cell) - {"DATABASE_URL", "REDIS_URL"}
        <= app["env"].keys()
        <= settings(cell) | {"PGSSLMODE"}
    )
    notes = (cell.folder / "docs/deployment.md").read_text()
    assert set(re.findall(r"addons:create (\S+)", notes)) == {addon["plan"] for addon in app["addons"]}
    typed = set(re.findall(r"\b([A-Z_]+)=", notes.split("heroku config:set")[1].split("git push")[0]))
    assert typed == app["env"].keys()


def check_cloud_run(cell: Cell) -> None:
    folder = cell.folder / "deploy/gcp"
    service = yaml.safe_load((folder / "service.yaml").read_text())
    job = yaml.safe_load((folder / "migrate.yaml").read_text())
    assert (service["apiVersion"], service["kind"]) == ("serving.knative.dev/v1", "Service")
    assert (job["apiVersion"], job["kind"]) == ("run.googleapis.com/v1", "Job")
    pods = [service["spec"]["template"]["spec"], job["spec"]["template"]["spec"]["template"]["spec"]]
    for pod in pods:
        [container] = pod["containers"]
        assert container["image"] == "${IMAGE}"
        assert container["resources"]["limits"].keys() == {"cpu", "memory"}
        hidden = {each["name"] for each in container["env"] if "valueFrom" in each}
        assert {"SECRET_KEY", "DATABASE_URL"} <= hidden
    assert pods[1]["containers"][0]["command"] == migration(cell)
    [container] = pods[0]["containers"]
    assert required_settings(cell) <= {each["name"] for each in container["env"]} <= settings(cell)
    assert container["ports"][0]["containerPort"] == catalog.load().facts(cell.answers["stack"])["port"]
    assert pods[0]["timeoutSeconds"] == (3600 if "REDIS_URL" in settings(cell) else 60)
