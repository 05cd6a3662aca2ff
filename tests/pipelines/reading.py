"""Parses generated pipelines of every CI provider into one format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from tests.pipelines import groovy
from tests.pipelines.groovy import Call

# Services are started by name. Without a name, Compose also starts the app.
SERVICES = re.compile(r"docker compose up --detach --wait (?P<names>\w[\w ]*)")
WEEKLY_ALONE = "${{ github.event_name != 'schedule' }}"
TIMER = Call("triggeredBy", ("TimerTrigger",))
WARNING = ("buildResult: SUCCESS", "stageResult: UNSTABLE")


@dataclass(frozen=True)
class Job:
    """A job without the syntax of its provider, so that jobs can be compared. Providers use different names."""

    name: str = field(compare=False)
    commands: tuple[str, ...]
    after_failure: tuple[str, ...]
    minutes: int
    warns: bool
    services: tuple[str, ...]
    # The addresses of services in tests, with HOST as the host.
    urls: Mapping[str, str]
    cached: bool


@dataclass(frozen=True)
class Pipeline:
    jobs: tuple[Job, ...]
    cancels_superseded_runs: bool
    images: tuple[str, ...] = field(compare=False, default=())

    def job(self, name: str) -> Job:
        return next(job for job in self.jobs if job.name == name)


def urls(environment: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: re.sub(rf"(?<=[/@]){urlsplit(value).hostname}(?=:)", "HOST", value)
        for name, value in environment.items()
        if re.fullmatch(r"TEST_\w+_URL", name)
    }


def github(folder: Path) -> Pipeline:
    document = yaml.safe_load((folder / ".github/workflows/ci.yml").read_text())
    return Pipeline(
        jobs=tuple(github_job(name, job) for name, job in document["jobs"].items()),
        cancels_superseded_runs=document["concurrency"]["cancel-in-progress"],
    )


def github_job(name: str, job: Mapping[str, Any]) -> Job:
    steps = [step for step in job["steps"] if "run" in step]
    started = [found for step in steps if (found := SERVICES.fullmatch(step["run"]))]
    usual = [step for step in steps if "if" not in step and not SERVICES.fullmatch(step["run"])]
    given = [option for step in job["steps"] for option in step.get("with", {}).items()]
    return Job(
        name=name,
        commands=tuple(step["run"] for step in usual),
        after_failure=tuple(step["run"] for step in steps if step.get("if") == "failure()"),
        minutes=job["timeout-minutes"],
        warns=all(step.get("continue-on-error") == WEEKLY_ALONE for step in usual),
        services=tuple(name for each in started for name in each["names"].split()),
        urls=urls(job.get("env", {})),
        cached=any(
            option in given
            for option in (("enable-cache", True), ("cache", "npm"), ("cache", "maven"), ("cache", True))
        ),
    )


def gitlab(folder: Path) -> Pipeline:
    document = yaml.safe_load((folder / ".gitlab-ci.yml").read_text())
    apart = {"workflow", "default", ".tools"}
    jobs = {name: extended(document, job) for name, job in document.items() if name not in apart}
    images = [job["image"] for job in jobs.values()]
    services = [service["name"] for job in jobs.values() for service in job.get("services", [])]
    return Pipeline(
        jobs=tuple(gitlab_job(name, job) for name, job in jobs.items()),
        cancels_superseded_runs=document["default"]["interruptible"]
        and document["workflow"]["auto_cancel"]["on_new_commit"] == "interruptible",
        images=(*images, *services),
    )


def extended(document: Mapping[str, Any], job: Mapping[str, Any]) -> dict[str, Any]:
    above = document[job["extends"]] if "extends" in job else {}
    return {**above, **job, "variables": above.get("variables", {}) | job.get("variables", {})}


def gitlab_job(name: str, job: Mapping[str, Any]) -> Job:
    failed = re.compile(r'if \[ "\$CI_JOB_STATUS" = failed \]; then (.*); fi')
    after = [failed.fullmatch(line) for line in job.get("after_script", [])]
    aliases = [service["alias"] for service in job.get("services", [])]
    return Job(
        name=name,
        commands=tuple(job["script"]),
        after_failure=tuple(line[1] for line in after if line),
        minutes=int(job["timeout"].removesuffix(" minutes")),
        warns=job.get("rules") == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}, {"allow_failure": True}],
        services=tuple(alias for alias in aliases if alias != "docker"),
        urls=urls(job["variables"]),
        cached=bool(set(job.get("cache", {}).get("paths", [])) & folders(job["variables"])),
    )


def folders(variables: Mapping[str, str]) -> set[str]:
    """The values of variables, without the folder in which the pipeline runs."""
    return {
        re.sub(r"^\$(CI_PROJECT_DIR|\{env\.WORKSPACE\})/", "", str(value)) for value in variables.values()
    }


def jenkins(folder: Path) -> Pipeline:
    pipeline = groovy.parse((folder / "Jenkinsfile").read_bytes()).only("pipeline")
    stages = list(pipeline.only("stages").body)
    jobs: list[Job] = []
    services: tuple[str, ...] = ()
    for stage in stages:
        commands = shell(stage.only("steps"))
        if found := SERVICES.fullmatch(commands[0]):
            services = tuple(found["names"].split())
        elif commands == ("docker compose down --volumes",):
            services = ()
        elif as_a_warning(stage):
            assert jobs[-1].warns, f"{stage.words}: the weekly run is missing"
            assert commands == jobs[-1].commands
        else:
            jobs.append(jenkins_job(stage, services))
    cancels = Call("disableConcurrentBuilds", ("abortPrevious: true",)) in pipeline.only("options").body
    images = tuple(image.words[0] for image in pipeline.all("image"))
    return Pipeline(jobs=tuple(jobs), cancels_superseded_runs=cancels, images=images)


def jenkins_job(stage: Call, services: tuple[str, ...]) -> Job:
    environment = {call.name: call.words[0] for call in stage.only("environment").body}
    (limit,) = stage.only("options").body
    return Job(
        name=stage.words[0],
        commands=shell(stage.only("steps")),
        after_failure=shell(stage.only("post").only("failure")),
        minutes=int(limit.words[0].removeprefix("time: ")),
        warns=TIMER in stage.only("when").body,
        services=services,
        urls=urls(environment),
        cached=any(value.startswith(".cache/") for value in folders(environment)),
    )


def as_a_warning(stage: Call) -> bool:
    (caught, *_) = [*stage.only("steps").all("catchError"), Call("")]
    return TIMER in stage.only("when").only("not").body and caught.words == WARNING


def shell(call: Call) -> tuple[str, ...]:
    return tuple(each.words[0] for each in call.all("sh"))


READERS = {"github": github, "gitlab": gitlab, "jenkins": jenkins}
