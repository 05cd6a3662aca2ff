"""Two users of Pysher: they sign up, join a room, see each other, type and receive messages.

The test reads the events that this prints, one JSON object per line.
"""

import json
import queue
import sys
import uuid

import pysher
import requests
from pysher.channel import Channel

SERVER = sys.argv[1]
API = f"{SERVER}/api/v1"
JOINED, ADDED, REMOVED = (
    f"pusher_internal:{name}" for name in ("subscription_succeeded", "member_added", "member_removed")
)
EVENTS = (JOINED, ADDED, REMOVED, "client-typing", "message.created")


def call(person, method, path, body=None, **options):
    headers = {"Authorization": f"Bearer {person['access_token']}"} if person else {}
    response = requests.request(method, API + path, json=body, headers=headers, timeout=10, **options)
    response.raise_for_status()
    return response.json() if response.content else None


def sign_up(name):
    email = f"{name}-{uuid.uuid4()}@example.com"
    account = {"name": name, "email": email, "password": "correct horse battery"}
    return call(None, "POST", "/auth/register", account)


def say(who, what, data):
    print(json.dumps({"who": who, "what": what, "data": data}))


class Listener:
    """A user in a room, and the events there in order."""

    def __init__(self, person, room):
        self.person, self.name = person, f"presence-room-{room['id']}"
        self.happenings = queue.Queue()
        key = call(None, "GET", "/broadcasting/config")["key"]
        host, port = SERVER.removeprefix("http://").split(":")
        self.pusher = pysher.Pusher(key, secure=False, custom_host=host, port=int(port))
        self.pusher.connection.bind("pusher:connection_established", self.subscribe)
        self.pusher.connect()

    def subscribe(self, _):
        """Join as Pysher does, but with the server's `channel_data`: Pysher would build its own, which is not signed."""
        connection = self.pusher.connection
        asked = {"channel_name": self.name, "socket_id": connection.socket_id}
        signed = call(self.person, "POST", "/broadcasting/auth", data=asked)
        self.pusher.channels[self.name] = self.channel = Channel(self.name, connection)
        for event in EVENTS:
            self.channel.bind(event, lambda data, event: self.happenings.put((event, data)), event)
        connection.send_event("pusher:subscribe", {"channel": self.name, **signed})

    def next(self, event):
        while True:
            happened, data = self.happenings.get(timeout=10)
            if happened == event:
                return json.loads(data) if isinstance(data, str) else data


ada, grace = sign_up("Ada"), sign_up("Grace")
room = call(ada, "POST", "/rooms", {"name": f"pysher {uuid.uuid4()}"})
call(grace, "PUT", f"/rooms/{room['id']}/members/{grace['user']['id']}")

first = Listener(ada, room)
say("Ada", "alone", first.next(JOINED)["presence"]["count"])
second = Listener(grace, room)
say("Grace", "sees", sorted(info["name"] for info in second.next(JOINED)["presence"]["hash"].values()))
say("Ada", "sees", first.next(ADDED)["user_info"]["name"])

second.channel.trigger("client-typing", {"since": "now"})
say("Ada", "typing", first.next("client-typing"))

message = call(ada, "POST", f"/rooms/{room['id']}/messages", {"body": "Hello 👋"})
received = second.next("message.created")
say("Grace", "received", {"body": received["body"], "isTheSame": received == message})

# Without a timeout of 0, it would wait until the next ping.
second.pusher.disconnect(timeout=0)
gone = first.next(REMOVED)["user_id"] == grace["user"]["id"]
say("Ada", "without", "Grace" if gone else None)
first.pusher.disconnect(timeout=0)
