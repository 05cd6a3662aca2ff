"""An OpenID provider and a GitHub on loopback, which can misbehave.

It signs with `pow`, so that `scaffolder verify` needs no package for cryptography.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

CLIENT_ID = "scaffolder-verify"
CLIENT_SECRET = "a-client-secret"

# Public, and only used by this provider.
PRIMES = (
    int(
        "f8463298bc45fb1024f0ba13498e78728a7996313f33c311e92e569d6d0d431772a8b7e32b9d0adbe4febfc30a898df4"
        "cfad615350ed687e641c42aa70497680e261920227d42165d6b82bcbbf6440c71b7a220ccf1cbba1097d1eb4ff973b54"
        "9915c84172c85424ecc936bfaac892d44963967472fbbac89d4872a731559b51",
        16,
    ),
    int(
        "c62e78d4f1841ca76ffbde0ea1332c7e223be347dd76399cec8824a1ff55708a4ca91e244209d2b01ffaf48102d93ae2"
        "0d88882073b97226e8f60f0533315d98c4c1c7662e87651c8b48358b1e170ddffd8cc6491ad3c39de8a5e54746632f42"
        "8670205997300fbd0b4e6e93fadab456d5d969da4286fbdc9da5abe9766f6623",
        16,
    ),
    int(
        "db270b2f1d3ef007443989ff17c56aaaec315243732d7e848ca07180048f18a1fc2d9f69bbb08d091f697674a33fcf31"
        "0a1e602378fcdfcf78c1f9ff61dae73c35824616154ea77e1431cf7d14ad895a18de9807a2e67a4486c4096ec64cc960"
        "a6761b19e56cda4e626e44cf7bc3d5070b0300d7a57c1e34a07fd33e4504cff9",
        16,
    ),
)
EXPONENT = 65537
# DigestInfo of SHA-256 in PKCS #1 v1.5 (RFC 8017, section 9.2).
SHA_256 = bytes.fromhex("3031300d060960864801650304020105000420")


class Key:
    """An RSA key that signs with RS256."""

    def __init__(self, p: int, q: int) -> None:
        self.modulus = p * q
        self._secret = pow(EXPONENT, -1, (p - 1) * (q - 1))
        self.id = f"key-{secrets.token_hex(4)}"

    @property
    def public(self) -> dict[str, str]:
        size = self.modulus.bit_length() // 8
        return {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": encoded(self.modulus.to_bytes(size)),
            "e": encoded(EXPONENT.to_bytes(3)),
        }

    def sign(self, text: bytes) -> bytes:
        size = self.modulus.bit_length() // 8
        digest = SHA_256 + hashlib.sha256(text).digest()
        padded = b"\x00\x01" + b"\xff" * (size - 3 - len(digest)) + b"\x00" + digest
        return pow(int.from_bytes(padded), self._secret, self.modulus).to_bytes(size)


@dataclass(frozen=True)
class Person:
    """Someone with an account at the provider."""

    subject: Any
    email: str | None
    name: Any = "Alice Liddell"
    email_verified: Any = True


def new_person(**members: Any) -> Person:
    values = {"subject": secrets.token_hex(8), "email": f"alice-{secrets.token_hex(6)}@example.com"}
    return Person(**values | members)


@dataclass
class Grant:
    """What a code stands for, and how the provider misbehaves when it is redeemed.

    `claims` replace those of the ID token, and None removes one. `reply` sends something else than tokens.
    """

    person: Person
    asked: Mapping[str, str]
    claims: Mapping[str, Any] = field(default_factory=dict)
    make_token: Callable[["Provider", dict[str, Any]], str] | None = None
    reply: Callable[["Answering"], None] | None = None
    email_in_userinfo: bool = False
    userinfo: Mapping[str, Any] = field(default_factory=dict)
    reusable: bool = False
    id_token: str = ""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # Longer than the default of 5: the kernel drops connections that do not fit, and clients try again after seconds.
    request_queue_size = 128


class Provider:
    def __init__(self) -> None:
        self.keys = [Key(PRIMES[0], PRIMES[1])]
        self.discovery: Callable[[Answering], None] | None = None
        self.key_set: Callable[[Answering], None] | None = None
        # How the OpenID provider accepts the client's secret.
        self.methods = ["client_secret_basic", "client_secret_post"]
        self.seen: list[str] = []
        self.browser_person: Person | None = None
        self.stopped = threading.Event()
        self._grants: dict[str, Grant] = {}
        self._people: dict[str, Grant] = {}
        self._lock = threading.Lock()
        self._server = Server(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(self) -> type["Answering"]:
        return type("Handler", (Answering,), {"provider": self})

    def stop(self) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def github(self) -> str:
        return f"{self.issuer}/hub"

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a server that uses this provider as both."""
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": CLIENT_ID,
            "OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "OIDC_NAME": "Example ID",
            "GITHUB_URL": self.github,
            "GITHUB_CLIENT_ID": CLIENT_ID,
            "GITHUB_CLIENT_SECRET": CLIENT_SECRET,
            "PUBLIC_URL": "https://app.example.com",
        }

    @cached_property
    def unknown_key(self) -> Key:
        return Key(PRIMES[1], PRIMES[2])

    def rotate_keys(self) -> None:
        self.keys = [Key(PRIMES[0], PRIMES[2])]

    def approve(self, location: str, person: Person, **misbehaviour: Any) -> dict[str, str]:
        """Sign a person in, as if a browser had opened `location`; the parameters of the callback."""
        asked = dict(parse_qsl(urlsplit(location).query))
        code = f"code-{secrets.token_urlsafe(12)}"
        grant = Grant(person, asked, **misbehaviour)
        # Not when the code is redeemed: signing stops all threads, and the server under test only waits for ten seconds.
        grant.id_token = self._id_token(grant)
        with self._lock:
            self._grants[code] = grant
        return {"code": code, "state": asked["state"]}

    def redeem(self, code: str, given: Mapping[str, str]) -> Grant | None:
        with self._lock:
            grant = self._grants.get(code)
            challenge = encoded(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
            if grant is None or challenge != grant.asked.get("code_challenge"):
                return None
            if given.get("redirect_uri") != grant.asked.get("redirect_uri"):
                return None
            if not grant.reusable:
                del self._grants[code]
            return grant

    def access_token(self, grant: Grant) -> str:
        token = f"access-{secrets.token_urlsafe(12)}"
        self._people[token] = grant
        return token

    def grant_of(self, access_token: str) -> Grant | None:
        return self._people.get(access_token)

    def _id_token(self, grant: Grant) -> str:
        now = int(time.time())
        person = grant.person
        claims = {
            "iss": self.issuer,
            "sub": person.subject,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": grant.asked.get("nonce"),
        }
        claims |= {} if grant.email_in_userinfo else about(person)
        claims |= grant.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        return (grant.make_token or signed)(self, claims)


def about(person: Person) -> dict[str, Any]:
    return {"email": person.email, "email_verified": person.email_verified, "name": person.name}


def signed(provider: Provider, claims: dict[str, Any], *, key: Key | None = None) -> str:
    key = key or provider.keys[0]
    text = unsigned({"alg": "RS256", "kid": key.id, "typ": "JWT"}, claims)
    return f"{text}.{encoded(key.sign(text.encode()))}"


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Answering(BaseHTTPRequestHandler):
    """Handles one connection; the provider is set by a subclass."""

    provider: Provider
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.provider.seen.append(url.path)
        answers = {
            "/.well-known/openid-configuration": self.send_discovery,
            "/jwks": self.send_keys,
            "/userinfo": self.send_userinfo,
            "/authorize": self.send_back,
            "/hub/login/oauth/authorize": self.send_back,
            "/hub/api/v3/user": self.send_github_user,
            "/hub/api/v3/user/emails": self.send_github_emails,
        }
        answers.get(url.path, lambda: self.send_json({"error": "not found"}, 404))()

    def do_POST(self) -> None:
        self.provider.seen.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        given = {name: values[-1] for name, values in parse_qs(body).items()}
        is_github = self.path == "/hub/login/oauth/access_token"
        if self.path != "/token" and not is_github:
            self.send_json({"error": "not found"}, 404)
        elif not self.is_client(given):
            self.send_json({"error": "invalid_client"}, 401)
        elif (grant := self.provider.redeem(given.get("code", ""), given)) is None:
            # GitHub answers 200 whatever is wrong.
            error = "bad_verification_code" if is_github else "invalid_grant"
            self.send_json({"error": error}, 200 if is_github else 400)
        elif grant.reply:
            grant.reply(self)
        else:
            tokens = {"access_token": self.provider.access_token(grant), "token_type": "bearer"}
            self.send_json(tokens if is_github else {**tokens, "id_token": grant.id_token})

    def is_client(self, given: Mapping[str, str]) -> bool:
        scheme, _, basic = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "basic":
            name, _, secret = base64.b64decode(basic).decode().partition(":")
            method, credentials = "client_secret_basic", (unquote(name), unquote(secret))
        else:
            method = "client_secret_post"
            credentials = given.get("client_id", ""), given.get("client_secret", "")
        return method in self.provider.methods and credentials == (CLIENT_ID, CLIENT_SECRET)

    def send_discovery(self) -> None:
        (self.provider.discovery or Answering.send_metadata)(self)

    def send_keys(self) -> None:
        if self.provider.key_set:
            self.provider.key_set(self)
        else:
            self.send_json({"keys": [key.public for key in self.provider.keys]})

    def send_metadata(self, **members: Any) -> None:
        issuer = self.provider.issuer
        metadata = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            # A provider may list the last one, but it is not allowed for codes (OpenID Connect Core, 2).
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": self.provider.methods,
        }
        self.send_json(metadata | members)

    def send_userinfo(self) -> None:
        if grant := self.grant():
            claims = {"sub": grant.person.subject, **about(grant.person), **grant.userinfo}
            self.send_json(claims)

    def send_github_user(self) -> None:
        if grant := self.grant():
            person = grant.person
            self.send_json({"id": person.subject, "login": "alice-gh", "name": person.name, "email": None})

    def send_github_emails(self) -> None:
        if grant := self.grant():
            person = grant.person
            public = {
                "email": f"other-{secrets.token_hex(4)}@example.com",
                "verified": True,
                "primary": False,
            }
            own = {"email": person.email, "verified": person.email_verified, "primary": True}
            self.send_json([public, own] if person.email else [])

    def grant(self) -> Grant | None:
        """The grant of the access token; sends 401 if there is none."""
        grant = self.provider.grant_of(self.headers.get("Authorization", "").partition(" ")[2])
        if grant is None:
            self.send_json({"error": "invalid_token"}, 401)
        return grant

    def send_back(self) -> None:
        """To a browser: as `browser_person`, or refused if there is nobody."""
        asked = dict(parse_qsl(urlsplit(self.path).query))
        person = self.provider.browser_person
        refused = {"error": "access_denied", "state": asked["state"]}
        result = self.provider.approve(self.path, person) if person else refused
        self.send(302, b"", {"Location": f"{asked['redirect_uri']}?{urlencode(result)}"})

    def send_json(self, value: Any, status: int = 200) -> None:
        self.send(status, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def send_html(self) -> None:
        self.send(200, b"<!doctype html><title>Maintenance</title>", {"Content-Type": "text/html"})

    def send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drop(self) -> None:
        """Close the connection without a response."""
        self.close_connection = True

    def stall(self) -> None:
        """Send a byte a second, so that no wait for the next one is long."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(60):
            if self.provider.stopped.wait(1):
                break
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:
                break
        self.close_connection = True
