"""Two replicas of a chat with a shared database and Redis, behind the proxy of the production stack."""

from __future__ import annotations

import secrets
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import WebSocketException

from scaffolder.contracts.chat.conversation import all_messages, channel_of, messages_of, open_room
from scaffolder.contracts.chat.pusher import Pusher
from scaffolder.contracts.client import Client, ContractError
from scaffolder.contracts.plugin import suites_of
from scaffolder.contracts.servers import Launch
from scaffolder.verification.suite import run_suite
from tests.containers.images import inspect
from tests.containers.stack import Stack, api_at, clone, running, wait_until, wire_at
from tests.proofs.subject import Subject

SEVERAL = "(several_processes or presence or catching_up) and not not_by_url"

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def checkout(subject: Subject, engine: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("checkout"), subject)


@pytest.fixture(scope="module")
def stack(checkout: Path) -> Iterator[Stack]:
    """The proxy uses plain HTTP, so that clients do not need its self-signed certificate."""
    names = {"DOMAIN": ":80", "SECRET_KEY": secrets.token_hex(32), "DATABASE_PASSWORD": "of-a-test"}
    with running(Stack(checkout / "deploy" / "docker", env=names), "--scale", "app=2") as stack:
        yield stack


def replicas(stack: Stack) -> list[str]:
    return stack.output("ps", "--all", "--quiet", "app").split()


def test_contract_tests_of_several_processes_pass_with_two_replicas(stack: Stack) -> None:
    launch = Launch(project="chat", urls=[stack.url, stack.url])
    arguments = ["-k", SEVERAL, *map(str, suites_of("chat"))]
    behaviours = list(run_suite(launch, arguments, seen=lambda behaviour: None))
    assert [each for each in behaviours if each.outcome != "passed"] == []
    assert len(behaviours) > 20
    assert len(replicas(stack)) == 2
    for replica in replicas(stack):
        log = subprocess.check_output(["docker", "logs", replica], text=True, stderr=subprocess.STDOUT)
        assert log.count("/broadcasting/auth") > 10, "the proxy sent it almost no requests"


def test_migrations_run_once_for_all_replicas(stack: Stack) -> None:
    assert len(stack.output("ps", "--all", "--quiet", "migrate").split()) == 1
    assert stack.container("migrate")["State"]["ExitCode"] == 0


@dataclass
class Conversation:
    """Users send messages until it is over. Any response but 201 is retried with the same key."""

    room: dict[str, Any]
    sent: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def talk(self, user: Client) -> None:
        while not self.over.is_set():
            body = secrets.token_hex(8)
            while not self.acknowledged(user, body):
                self.over.wait(0.05)
            self.sent.append(body)

    def acknowledged(self, user: Client, body: str) -> bool:
        address, headers = user.url + messages_of(self.room), user.headers | {"Idempotency-Key": body}
        with suppress(httpx.TransportError):
            return user.http.post(address, json={"body": body}, headers=headers).status_code == 201
        return False

    def wait_for_more(self) -> None:
        wanted = len(self.sent) + 40
        wait_until(lambda: len(self.sent) >= wanted, "more messages")


@dataclass
class Listener:
    """A client that reconnects after a disconnect, and fetches the messages that it missed."""

    stack: Stack
    user: Client
    room: dict[str, Any]
    received: dict[str, str] = field(default_factory=dict)
    connections: int = 0

    def listen(self, over: threading.Event) -> None:
        while not over.is_set():
            with suppress(WebSocketException, OSError, httpx.TransportError, ContractError):
                pusher = Pusher(self.stack.url, key="chat").greet()
                pusher.subscribe(self.user, channel_of(self.room))
                self.connections += 1
                self.catch_up()
                self.follow(pusher, over)
                pusher.close()
            over.wait(0.05)

    def catch_up(self) -> None:
        last = {"after": max(self.received)} if self.received else {}
        for message in all_messages(self.user, self.room, **last):
            self.received[message["id"]] = message["body"]

    def follow(self, pusher: Pusher, over: threading.Event) -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                event = pusher.receive(timeout=1)
                if event.name == "message.created":
                    self.received[event.data["id"]] = event.data["body"]


@contextmanager
def in_background(*threads: threading.Thread, over: threading.Event) -> Iterator[None]:
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_killing_each_replica_in_turn_loses_no_acknowledged_message(checkout: Path, stack: Stack) -> None:
    with httpx.Client(base_url=stack.url, timeout=20, trust_env=False) as http:
        people = [wire_at(checkout).sign_up(api_at(checkout, http)) for _ in range(4)]
        conversation = Conversation(open_room(*people))
        listeners = [Listener(stack, user, conversation.room) for user in people]
        stop_listening = threading.Event()
        listening = [
            threading.Thread(target=listener.listen, args=(stop_listening,)) for listener in listeners
        ]
        talking = [threading.Thread(target=conversation.talk, args=(user,)) for user in people]
        with in_background(*listening, over=stop_listening):
            wait_until(lambda: all(listener.connections for listener in listeners), "listening")
            with in_background(*talking, over=conversation.over):
                for replica in replicas(stack):
                    conversation.wait_for_more()
                    kill_and_start_again(replica, conversation)
            wait_until(
                lambda: all(len(listener.received) == len(conversation.sent) for listener in listeners),
                "receiving all messages",
            )
        sent = sorted(conversation.sent)
        assert sorted(message["body"] for message in all_messages(people[0], conversation.room)) == sent
        assert [sorted(listener.received.values()) for listener in listeners] == [sent] * len(listeners)
        assert all(listener.connections > 1 for listener in listeners), "not all listeners had to reconnect"


def kill_and_start_again(replica: str, conversation: Conversation) -> None:
    subprocess.run(["docker", "kill", replica], stdout=subprocess.DEVNULL, check=True)
    conversation.wait_for_more()
    subprocess.run(["docker", "start", replica], stdout=subprocess.DEVNULL, check=True)
    wait_until(lambda: inspect(replica)["State"]["Health"]["Status"] == "healthy", "health")
