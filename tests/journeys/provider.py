"""An organisation's own sign-in: a small OpenID Connect provider on this machine.

Discovery, keys, the page where people sign in, tokens signed with RS256 and userinfo:
the code flow with a client secret and PKCE, as OpenID Connect Core describes it.
"""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET, KEY_ID = "goldthread", "a secret between the two", "the only key"
PAGE = """<!DOCTYPE html><html lang="en"><title>County sign-in</title><h1>County</h1>
<form method="post"><label>Work address <input name="email"></label>
<label><input type="checkbox" name="verified" checked> Verified</label>
<button>Sign in to County</button><button name="refuse" value="1">Refuse</button>
<input type="hidden" name="asked" value="{}"></form></html>"""


class Provider(ThreadingHTTPServer):
    """Knows everybody: whoever types an address is who she says."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("localhost", 0), Answers)
        self.url = f"http://localhost:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes, self.tokens, self.issuer = {}, {}, self.url

    def configuration(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self):
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def code_for(self, asked, claims):
        code = secrets.token_urlsafe()
        self.codes[code] = asked, claims
        return code

    def redeem(self, form):
        """What the token endpoint answers, and with which status."""
        asked, claims = self.codes.pop(form.get("code"), (None, None))
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        token, now = secrets.token_urlsafe(), int(time.time())
        self.tokens[token] = claims
        about = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        signed = jwt.encode(about | claims, self.key, "RS256", {"kid": KEY_ID})
        return 200, {"access_token": token, "token_type": "Bearer", "id_token": signed}


class Answers(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        address = urlsplit(self.path)
        if address.path == "/.well-known/openid-configuration":
            self.say(200, self.server.configuration())
        elif address.path == "/jwks":
            self.say(200, self.server.keys())
        elif address.path == "/authorize":
            asked = {k: v for k, [v] in parse_qs(address.query).items()}
            known = asked["client_id"] == CLIENT and "openid" in asked["scope"].split()
            page = PAGE.format(html.escape(json.dumps(asked)))
            self.say(200 if known else 400, page)
        elif address.path == "/userinfo":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            claims = self.server.tokens.get(token)
            self.say(200 if claims else 401, claims or {"error": "invalid_token"})
        else:
            self.say(404, {})

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        form = {k: v for k, [v] in parse_qs(self.rfile.read(length).decode()).items()}
        if urlsplit(self.path).path == "/token":
            self.say(*self.server.redeem(form))
            return
        asked = json.loads(form["asked"])
        answer = {"error": "access_denied"}
        if "refuse" not in form:
            email = form["email"]
            claims = {"sub": hashlib.sha256(email.encode()).hexdigest(), "email": email}
            claims["email_verified"] = "verified" in form
            answer = {"code": self.server.code_for(asked, claims)}
        back = urlencode(answer | {"state": asked["state"]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.end_headers()

    def say(self, status, what):
        page = isinstance(what, str)
        body = (what if page else json.dumps(what)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if page else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running():
    with Provider() as provider:
        thread = threading.Thread(target=provider.serve_forever, daemon=True)
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()
