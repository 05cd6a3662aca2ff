from typing import Any, ClassVar

import httpx

from scaffolder.contracts.problem_details.wire import ProblemDetails


class TaskManager(ProblemDetails):
    sample_path: ClassVar = "/tasks"
    other_list: ClassVar = "/projects"
    cors_request_headers: ClassVar = (*ProblemDetails.cors_request_headers, "If-Match", "If-None-Match")
    cors_exposed_headers: ClassVar = (*ProblemDetails.cors_exposed_headers, "ETag")

    def sample(self, text: str) -> dict[str, Any]:
        return {"title": text}

    def sample_text(self, answer: httpx.Response) -> str:
        title: str = answer.json()["title"]
        return title


wire = TaskManager()
