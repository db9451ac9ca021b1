"""Security headers on every answer."""

from typing import Final

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_YEAR_S: Final = 31_536_000
_DAY_S: Final = 86_400


def add_headers(response: Response) -> Response:
    """Return ``response`` with the product's headers; pages are never kept by caches, hashed files are."""
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
    if request.endpoint == "static":
        headers["Cache-Control"] = _static_caching()
    else:
        headers["Cache-Control"] = "no-store"
    if request.is_secure:
        headers["Strict-Transport-Security"] = f"max-age={_YEAR_S}; includeSubDomains"
    return response


def _static_caching() -> str:
    if "v" in request.args:
        return f"public, max-age={_YEAR_S}, immutable"
    # Style sheets name their fonts without a hash; a new font comes as a file with a new name.
    return f"public, max-age={_DAY_S}" if request.path.endswith(".woff2") else "no-cache"


def init_app(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(add_headers)
