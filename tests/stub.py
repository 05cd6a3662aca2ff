"""A server that responds to each operation of a contract with its example: `python -m tests.stub task_manager`.

Only for tests of `verify`. `SPOILED` names a header to omit.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from scaffolder.contracts.document import METHODS, document
from scaffolder.contracts.plugin import CONTRACTS
from scaffolder.contracts.servers import DatabaseServer, Launch
from tests.support import ROOT


def stub(project: str, **environment: str) -> Launch:
    """How to start the server."""
    return Launch(
        project=project,
        directory=str(ROOT),
        serve=f"{sys.executable} -m tests.stub {project}",
        environment={"SECRET_KEY": "a-secret-that-the-stub-never-reads", **environment},
        known_secrets=["development"],
        database=DatabaseServer(kind="sqlite", url="sqlite:///{name}.db"),
    )


class Examples:
    """The response to each operation: the example of its first success."""

    def __init__(self, project: str):
        contract = document(CONTRACTS / project / "openapi.yaml")
        self.raw = contract.raw
        self.operations = [
            (method.upper(), self._pattern(contract.prefix, template, item), item[method])
            for template, item in sorted(self.raw["paths"].items(), key=lambda entry: entry[0].count("{"))
            for method in METHODS & item.keys()
        ]

    def answer(self, method: str, path: str) -> tuple[int, dict[str, str], bytes]:
        for known, pattern, operation in self.operations:
            if known == method and pattern.fullmatch(path):
                return self._success(operation["responses"])
        return 404, {}, b""

    def _success(self, responses: Mapping[str, Any]) -> tuple[int, dict[str, str], bytes]:
        status = min(status for status in responses if status.startswith("2"))
        response = self._resolved(responses[status])
        headers = {
            name: str(header["example"])
            for name, given in response.get("headers", {}).items()
            if (header := self._resolved(given)).get("required")
        }
        for media_type, content in response.get("content", {}).items():
            examples = (
                [{"value": content["example"]}] if "example" in content else content["examples"].values()
            )
            value = self._resolved(next(iter(examples)))["value"]
            body = value if isinstance(value, str) else json.dumps(value)
            return int(status), {**headers, "Content-Type": media_type}, body.encode()
        return int(status), headers, b""

    def _resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in node:
            return node
        target: Any = self.raw
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return self._resolved(target)

    @staticmethod
    def _pattern(prefix: str, template: str, item: Mapping[str, Any]) -> re.Pattern[str]:
        beside = "" if "servers" in item else prefix
        return re.compile(beside + re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template)))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    examples: ClassVar[Examples]

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0]
        status, headers, body = self.examples.answer(self.command, path)
        if path == "/openapi.json":
            titled = self.examples.raw["info"] | {"title": "another-title"}
            body = json.dumps(self.examples.raw | {"info": titled}).encode()
        headers.pop(os.environ.get("SPOILED", ""), None)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None: ...


if __name__ == "__main__":
    Handler.examples = Examples(sys.argv[1])
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
