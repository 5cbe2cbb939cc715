"""A provider of identities on loopback, with keys of its own, as OpenID Connect Core 1.0 describes one."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jws, jwt
from joserfc.jwk import ECKey, RSAKey

Claims = dict[str, Any]
SECRET = "planted-client-secret"


@dataclass
class Granted:
    """What was asked for at the authorisation endpoint, kept under its code until it is redeemed."""

    nonce: str
    challenge: str
    redirect: str


@dataclass
class Provider:
    """``spoil`` changes the claims before they are signed, ``sign`` signs them otherwise; both as a test wants."""

    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}))
    listed: list[Claims] = field(default_factory=list)
    claims: Claims = field(default_factory=lambda: {"email": "ann@example.org", "email_verified": True})
    spoil: Callable[[Claims], Claims] = lambda claims: claims
    sign: Callable[[Claims], str] | None = None
    methods: tuple[str, ...] = ("client_secret_basic",)
    granted: dict[str, Granted] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)  # goes before what the discovery document says

    def __post_init__(self) -> None:
        self.listed = self.listed or [self.key.as_dict(private=False)]
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.root = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def authorise(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code."""
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = f"code-{len(self.asked)}-{len(self.granted)}"
        self.granted[code] = Granted(query["nonce"], query["code_challenge"], query["redirect_uri"])
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.root})}"

    def redeem(self, form: dict[str, str], login: str) -> Claims | None:
        """The answer of the token endpoint; None where the code, its proof or the client is wrong."""
        granted = self.granted.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"monitor:{SECRET}".encode()).decode()
        known = login == f"Basic {basic}" or form.get("client_secret") == SECRET
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if granted is None or not known or proof.rstrip(b"=").decode() != granted.challenge:
            return None
        if form.get("redirect_uri") != granted.redirect:
            return None
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self.token(granted.nonce)}

    def token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.root, "aud": "monitor", "sub": "248289761001", "iat": now, "exp": now + 300,
                  "nonce": nonce} | self.claims  # fmt: skip
        claims = self.spoil(claims)
        return self.sign(claims) if self.sign else jwt.encode({"alg": "RS256", "kid": "first"}, claims, self.key)

    def _answer(self, path: str, query: dict[str, str], form: dict[str, str] | None, login: str) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            return 200, {"issuer": self.root, "authorization_endpoint": f"{self.root}/authorize",
                         "token_endpoint": f"{self.root}/token", "jwks_uri": f"{self.root}/keys",
                         "token_endpoint_auth_methods_supported": self.methods} | self.told  # fmt: skip
        if path == "/keys":
            return 200, {"keys": self.listed}
        if path == "/authorize":
            return 302, self.authorise(query)
        if path == "/token" and form is not None:
            answer = self.redeem(form, login)
            return (200, answer) if answer else (400, {"error": "invalid_grant"})
        return 404, {}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(None)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                self._say({name: values[0] for name, values in parse_qs(body).items()})

            def _say(self, form: dict[str, str] | None) -> None:
                parts = urlsplit(self.path)
                provider.asked.append(parts.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                status, said = provider._answer(parts.path, query, form, self.headers.get("authorization", ""))
                body = json.dumps(said).encode() if status != 302 else b""
                self.send_response(status)
                if status == 302:
                    self.send_header("location", said)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def unsigned(claims: Claims) -> str:
    """A token with the algorithm "none"."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


def signed_with_the_public_key(provider: Provider, claims: Claims) -> str:
    """A token by HMAC, with the provider's public key as the secret (RFC 8725, 2.1)."""
    import hmac

    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"first"}').rstrip(b"=")
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=")
    mark = hmac.new(provider.key.as_pem(private=False), head + b"." + body, hashlib.sha256).digest()
    return b".".join((head, body, base64.urlsafe_b64encode(mark).rstrip(b"="))).decode()


def signed_by_a_stranger(claims: Claims) -> str:
    """A token by a key that only says that it is the provider's."""
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, RSAKey.generate_key(2048))


def signed_with_its_own_key(claims: Claims) -> str:
    """A token that brings the key by which it is to be checked (RFC 7515, 4.1.3)."""
    key = ECKey.generate_key("P-256")
    header = {"alg": "ES256", "jwk": key.as_dict(private=False)}
    return jws.serialize_compact(header, json.dumps(claims), key, algorithms=["ES256"])


def altered(provider: Provider, claims: Claims) -> str:
    """A good token whose claims were exchanged afterwards."""
    head, _, mark = jwt.encode({"alg": "RS256", "kid": "first"}, claims, provider.key).split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "somebody-else"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{mark}"
