import secrets
from typing import Any, ClassVar

import httpx

from scaffolder.contracts.client import Client
from scaffolder.contracts.problem_details.wire import ProblemDetails
from scaffolder.contracts.wire import Rename, send


class Chat(ProblemDetails):
    sample_path: ClassVar = "/rooms"
    other_list: ClassVar = "/rooms"

    def names(self, user: Client) -> list[Rename]:
        mine = user.post("/rooms", json=self.sample("Named"), expect=201).json()
        return [
            *super().names(user),
            lambda text: send(user, "PATCH", f"/rooms/{mine['id']}", {"name": text}),
        ]

    def sample(self, text: str) -> dict[str, Any]:
        return {"name": f"room {secrets.token_hex(8)}", "topic": text}

    def sample_text(self, answer: httpx.Response) -> str:
        topic: str = answer.json()["topic"]
        return topic

    def owned(self, user: Client) -> list[str]:
        rooms = user.get("/rooms", params={"limit": 100}, expect=200).json()["items"]
        return [f"/rooms/{room['id']}" for room in rooms if room["created_by"] == user.user["id"]]

    def own_list(self, user: Client) -> str:
        room = user.post("/rooms", json=self.sample("a room of one's own"), expect=201).json()
        return f"/rooms/{room['id']}/messages"

    def row(self, text: str) -> dict[str, Any]:
        return {"body": text}


wire = Chat()
