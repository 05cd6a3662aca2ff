"""How fast messages reach 500 clients in one room, and how much memory a connection needs.

    python -m tests.tools.benchmarks.chat DIRECTORY [CLIENTS [SECONDS [MESSAGES_A_SECOND]]]

DIRECTORY is a generated chat after `make setup`. One process serves it on SQLite. All clients are subscribed, and take turns
sending messages. The delivery time is from sending a message until a client has read its event; all clients run in one
process on the same machine. Exit code 1 if the 95th percentile is over 250 ms.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import yaml
from websockets.asyncio.client import ClientConnection, connect

from scaffolder.template import catalog
from tests.cells.servers import Server
from tests.support import PATH

LIMIT = 0.250
USERS = 10


def main() -> int:
    folder = Path(sys.argv[1]).resolve()
    clients, seconds, rate = (
        int(given) for given in [*sys.argv[2:], *("500", "15", "1")[len(sys.argv) - 2 :]]
    )
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    answers = yaml.safe_load((folder / ".copier-answers.yml").read_text())
    commands = catalog.load().facts(answers["stack"])["commands"]
    with tempfile.TemporaryDirectory() as scratch:
        environment = {"DATABASE_URL": f"sqlite:///{scratch}/chat.db", "SECRET_KEY": secrets.token_hex(32)}
        migrate = ["sh", "-c", commands["migrate"]]
        variables = os.environ | {"PATH": PATH} | environment
        subprocess.run(migrate, cwd=folder, env=variables, check=True, capture_output=True)
        log = Path(scratch, "server.log")
        server = Server(folder, log, serve=commands["serve"], environment=environment)
        server.start()
        try:
            return asyncio.run(measure(server, clients=clients, seconds=seconds, rate=rate))
        finally:
            server.stop()


async def measure(server: Server, *, clients: int, seconds: int, rate: int) -> int:
    async with httpx.AsyncClient(base_url=f"{server.url}/api/v1", timeout=60, trust_env=False) as http:
        users = [await sign_up(http, number) for number in range(USERS)]
        room = (await http.post("/rooms", json={"name": "benchmark"}, headers=users[0])).json()
        for user in users[1:]:
            me = (await http.get("/me", headers=user)).json()
            await http.put(f"/rooms/{room['id']}/members/{me['id']}", headers=user)

        before = memory_of(server)
        sockets = [await enter(server, http, users[n % USERS], room) for n in range(clients)]
        each = (memory_of(server) - before) / clients
        print(f"{clients} clients in one room, {each / 1024:.0f} KiB of server memory each")

        sent: dict[str, float] = {}
        delays: list[float] = []
        readers = [asyncio.create_task(read(socket, sent, delays)) for socket in sockets]
        used = processor_time_of(server)
        for number in range(seconds * rate):
            started = time.monotonic()
            body = f"{number} {secrets.token_hex(8)}"
            sent[body] = started
            answer = await http.post(
                f"/rooms/{room['id']}/messages", json={"body": body}, headers=users[number % USERS]
            )
            assert answer.status_code == 201, answer.text
            await asyncio.sleep(max(0.0, 1 / rate - (time.monotonic() - started)))
        await asyncio.sleep(2)
        used = processor_time_of(server) - used
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*(socket.close() for socket in sockets))
    return report(delays, expected=clients * seconds * rate, rate=rate, share=used / (seconds + 2))


def report(delays: list[float], *, expected: int, rate: int, share: float) -> int:
    middle = statistics.median(delays)
    slow = statistics.quantiles(delays, n=20)[-1]
    print(f"{rate} messages a second, {len(delays)} of {expected} deliveries, {share:.0%} of one processor")
    print(
        f"delivery: median {middle * 1000:.0f} ms, 95 % under {slow * 1000:.0f} ms, limit {LIMIT * 1000:.0f} ms"
    )
    return 0 if slow < LIMIT and len(delays) == expected else 1


async def sign_up(http: httpx.AsyncClient, number: int) -> dict[str, str]:
    body = {"email": f"{number}@example.com", "password": secrets.token_hex(8), "name": f"User {number}"}
    session = (await http.post("/auth/register", json=body)).json()
    return {"Authorization": f"Bearer {session['access_token']}"}


async def enter(
    server: Server, http: httpx.AsyncClient, user: dict[str, str], room: dict[str, Any]
) -> ClientConnection:
    address = f"{server.url.replace('http', 'ws', 1)}/app/chat?protocol=7"
    socket = await connect(address, proxy=None, compression=None, ping_interval=None)
    greeting = json.loads(json.loads(await socket.recv())["data"])
    asked = {"socket_id": greeting["socket_id"], "channel_name": f"presence-room-{room['id']}"}
    signed = (await http.post("/broadcasting/auth", json=asked, headers=user)).json()
    data = {"channel": asked["channel_name"], **signed}
    await socket.send(json.dumps({"event": "pusher:subscribe", "data": data}))
    assert json.loads(await socket.recv())["event"] == "pusher_internal:subscription_succeeded"
    return socket


async def read(socket: ClientConnection, sent: dict[str, float], delays: list[float]) -> None:
    async for frame in socket:
        arrived = time.monotonic()
        event = json.loads(frame)
        if event["event"] == "message.created":
            delays.append(arrived - sent[json.loads(event["data"])["body"]])


def memory_of(server: Server) -> int:
    """The memory of the server and its child processes, in bytes."""
    return sum(resident(process) for process in family(server))


def processor_time_of(server: Server) -> float:
    ticks = 0
    for process in family(server):
        fields = (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> int:
    return int((Path("/proc") / str(process) / "statm").read_text().split()[1]) * resource.getpagesize()


def family(server: Server) -> list[int]:
    assert server.process is not None
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    known = [server.process.pid]
    for process in known:
        known += [child for child, parent in parents.items() if parent == process]
    return known


if __name__ == "__main__":
    sys.exit(main())
