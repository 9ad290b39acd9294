"""Providers of OpenID Connect on localhost.

`honest` runs a provider that others wrote (oidc-provider-mock); `Crafted` answers whatever a
test tells it to, and checks as strictly as a good provider what the platform sends.
"""

import base64
import hashlib
import json
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse

with warnings.catch_warnings():
    # That provider's own libraries are moving house; the platform uses none of them.
    warnings.simplefilter("ignore")
    from oidc_provider_mock import run_server_in_thread

CLIENT_ID, CLIENT_SECRET = "werkplekleren", "a-secret-of-the-tests"
CLAIM = "vo_orgcode"
# The same for what they say while they work, in a thread of this process.
OF_OTHERS = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:authlib", "ignore:get_jwt_config"
)


def settings_for(issuer: str, key: str = "acm", **more: Any) -> dict[str, Any]:
    """What the environment would say of a provider."""
    return {
        "key": key,
        "issuer": issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "label_nl": "ACM/IDM",
        "label_en": "ACM/IDM",
        "scopes": ["openid", "profile"],
        "algorithms": ["RS256"],
    } | more


@contextmanager
def honest() -> Iterator[str]:
    """The issuer of a provider that lets in anybody, once told who they are."""
    with run_server_in_thread(require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


def tell(issuer: str, subject: str, **claims: Any) -> None:
    """What the honest provider says about somebody from now on."""
    requests.put(f"{issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()


class Crafted:
    """A provider whose every answer a test can spoil."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.server = ThreadingHTTPServer(("localhost", 0), _handler(self))
        self.issuer = f"http://localhost:{self.server.server_port}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        self.reset()

    def reset(self) -> None:
        """Honest again, about a person without a name."""
        self.claims: dict[str, Any] = {}
        self.headers: dict[str, Any] = {"kid": "one"}
        self.algorithm, self.signing_key = "RS256", self.key
        self.id_token: str | None = None
        self.metadata: dict[str, Any] = {}
        self.jwks: Any = None
        self.userinfo: dict[str, Any] = {}
        self.redirect_token_to = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.numbers = count()
        self.received: list[tuple[str, str]] = []

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()

    def public_jwk(self, **more: Any) -> dict[str, Any]:
        """The key that everybody may know."""
        found = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return found | {"kid": "one", "use": "sig", "alg": "RS256"} | more

    def authorise(self, address: str) -> str:
        """What the person's browser brings back: the code for this request."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{next(self.numbers)}"
        self.codes[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?state={asked['state']}&code={code}"

    def answer(self, method: str, path: str, body: dict[str, str]) -> tuple[int, Any]:
        """The answer to a request of the platform."""
        self.received.append((method, path))
        if path.endswith("/openid-configuration"):
            return 200, self._description() | self.metadata
        if path == "/jwks":
            return 200, {"keys": [self.public_jwk()]} if self.jwks is None else self.jwks
        if path == "/userinfo":
            return 200, self.userinfo
        return self._token(body) if path == "/token" else (404, {})

    def _description(self) -> dict[str, Any]:
        names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/jwks",
            **{f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in names.items()},
        }

    def _token(self, body: dict[str, str]) -> tuple[int, Any]:
        asked = self.codes.pop(body.get("code", ""), None)
        if asked is None or (body.get("client_secret"), body.get("client_id")) != (
            CLIENT_SECRET,
            asked["client_id"],
        ):
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(body["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (asked["code_challenge_method"], asked["code_challenge"]) != ("S256", challenge):
            return 400, {"error": "invalid_grant"}
        token = self.id_token or self.sign(asked["nonce"])
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": token}

    def sign(self, nonce: str) -> str:
        """An ID token for this nonce, with what a test put in or took out (None)."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "s-1", "nonce": nonce}
        claims |= {"iat": now, "exp": now + 60} | self.claims
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, self.signing_key, algorithm=self.algorithm, headers=self.headers)


def _handler(provider: Crafted) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            sent = parse_qs(self.rfile.read(length).decode())
            self.reply({name: values[0] for name, values in sent.items()})

        def reply(self, body: dict[str, str]) -> None:
            if provider.redirect_token_to and self.path == "/token":
                self.send_response(307)
                self.send_header("Location", provider.redirect_token_to)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            status, answer = provider.answer(self.command, self.path, body)
            sent = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler


def begin(client: Any, key: str = "acm", *, connect: bool = False, **query: str) -> str:
    """Press the button; the address at the provider to which the page leads."""
    name = "provider-connect" if connect else "provider-sign-in"
    response = client.post(reverse(name, args=[key]), query)
    assert response.status_code == 200, response.headers
    return str(response.context["address"])


def come_back(client: Any, address: str, subject: str) -> Any:
    """Sign in at the honest provider, over HTTP, and bring its answer back to the platform."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def link(person: Any, issuer: str, subject: str) -> None:
    """The person linked this sign-in before."""
    person.socialaccount_set.create(provider=issuer, uid=subject)
