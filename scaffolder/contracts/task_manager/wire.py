from typing import Any, ClassVar

import httpx

from scaffolder.contracts.client import Client
from scaffolder.contracts.problem_details.wire import ProblemDetails
from scaffolder.contracts.wire import Rename, send


class TaskManager(ProblemDetails):
    sample_path: ClassVar = "/tasks"
    single_parameters: ClassVar = {
        "status": "todo",
        "priority": "low",
        "project_id": "01234567-89ab-4def-8123-456789abcdef",
        "due_before": "2026-01-31T09:30:00Z",
        "due_after": "2026-01-31T09:30:00Z",
        "q": "a",
        "sort": "title",
    }
    other_list: ClassVar = "/projects"
    cors_request_headers: ClassVar = (*ProblemDetails.cors_request_headers, "If-Match", "If-None-Match")
    cors_exposed_headers: ClassVar = (*ProblemDetails.cors_exposed_headers, "ETag")

    def names(self, user: Client) -> list[Rename]:
        return [
            *super().names(user),
            lambda text: send(user, "POST", "/projects", {"name": text}),
            lambda text: send(user, "POST", "/tasks", {"title": text}),
            lambda text: send(user, "POST", "/tasks", {"title": "Named", "labels": [text]}),
        ]

    def sample(self, text: str) -> dict[str, Any]:
        return {"title": "A sample", "description": text}

    def sample_text(self, answer: httpx.Response) -> str:
        description: str = answer.json()["description"]
        return description


wire = TaskManager()
