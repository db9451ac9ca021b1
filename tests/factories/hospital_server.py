"""A hospital's sign-in as a process of its own, by the server's side of Authlib: ``python -m … PORT SECRET``.

Whoever comes is signed in as the person named last at ``/person``, without being asked. ``/twist`` makes its next words
wrong in one way; ``/departure`` signs that somebody signed out.
"""

import sys
import time
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "medpeer"
SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass
class Person:
    """Who is signed in here."""

    claims: dict[str, Any]

    def get_user_id(self) -> str:
        """Return the subject."""
        return str(self.claims["sub"])


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    """A code that was given out."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    person: Person
    auth_time: int = field(default_factory=lambda: int(time.time()))

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Client(ClientMixin):  # type: ignore[misc]
    """The one product that may ask."""

    client_id = CLIENT_ID

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(one for one in scope.split() if one in {"openid", "email"})

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/return")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == self.secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class House:
    """What the process holds in memory."""

    issuer: str
    client: Client
    person: Person = field(default_factory=lambda: Person({"sub": "nobody"}))
    twist: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Person] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))

    def sign(self, claims: dict[str, Any]) -> str:
        """Return some claims, signed."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)


def build(house: House) -> Flask:  # noqa: C901 - a list of small views
    """Return the application of a house."""
    app = Flask(__name__)

    class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, request: Any) -> Code:
            data = request.payload.data
            made = Code(
                code,
                request.payload.redirect_uri,
                request.payload.scope,
                data.get("nonce", ""),
                data.get("code_challenge", ""),
                data.get("code_challenge_method", ""),
                house.person,
            )
            house.codes[code] = made
            return made

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return house.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            house.codes.pop(authorization_code.code, None)

        def authenticate_user(self, authorization_code: Code) -> Person:
            return authorization_code.person

    class IdToken(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return False

        def get_client_algorithm(self, client: Client) -> str:
            return "RS256"

        def get_client_claims(self, client: Client) -> dict[str, Any]:
            return {"iss": house.issuer}

        def get_encode_header(self, client: Client) -> dict[str, str]:
            return {"alg": "RS256", "kid": str(house.key.kid)}

        def resolve_client_private_key(self, client: Client) -> RSAKey:
            return house.key

        def generate_user_info(self, user: Person, scope: str) -> UserInfo:
            hidden = house.twist.get("hide", [])
            kept = {key: value for key, value in user.claims.items() if key not in hidden}
            return UserInfo(kept | house.twist.get("claims", {}))

    def save_token(token: dict[str, Any], request: Any) -> None:
        house.tokens[token["access_token"]] = request.user

    server = AuthorizationServer(app, lambda client_id: house.client if client_id == CLIENT_ID else None, save_token)
    server.register_grant(CodeGrant, [IdToken(require_nonce=True), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        places = {name: f"{house.issuer}/{name.split('_')[0]}" for name in ("token_endpoint", "userinfo_endpoint")}
        more = {
            "issuer": house.issuer,
            "authorization_endpoint": f"{house.issuer}/authorize",
            "jwks_uri": f"{house.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
        return jsonify(places | more | house.twist.get("configuration", {}))

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[house.key.as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> Any:
        grant = server.get_consent_grant(end_user=house.person)
        return server.create_authorization_response(grant_user=house.person, grant=grant)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/userinfo")
    def userinfo() -> Any:
        person = house.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        return jsonify(person.claims | house.twist.get("userinfo", {})) if person else ("", 401)

    @app.post("/person")
    def set_person() -> Any:
        house.person, house.twist = Person(request.get_json()), {}
        return "", 204

    @app.post("/twist")
    def set_twist() -> Any:
        house.twist = request.get_json()
        return "", 204

    @app.post("/new-key")
    def new_key() -> Any:
        house.key = RSAKey.generate_key(2048, {"kid": f"key-{time.monotonic_ns()}", "use": "sig"})
        return "", 204

    @app.post("/departure")
    def departure() -> str:
        claims = {"iss": house.issuer, "aud": CLIENT_ID, "iat": int(time.time()), "jti": str(time.monotonic_ns())}
        return house.sign(claims | {"events": {SIGNED_OUT: {}}} | request.get_json())

    return app


def main() -> None:
    """Serve until ended."""
    port, secret = int(sys.argv[1]), sys.argv[2]
    build(House(f"http://127.0.0.1:{port}", Client(secret))).run("127.0.0.1", port, threaded=True)


if __name__ == "__main__":
    main()
