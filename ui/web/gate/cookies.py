"""Cookies: read from a request's headers, written for a response's."""

from starlette.types import Scope


def read_cookie(scope: Scope, name: str) -> str:
    """The value of the cookie; "" when it was not sent."""
    for key, value in scope["headers"]:
        if key.lower() != b"cookie":
            continue
        for part in bytes(value).decode("latin-1").split(";"):
            found, _, content = part.strip().partition("=")
            if found == name:
                return content
    return ""


def write_cookie(scope: Scope, name: str, value: str, lasts_s: int) -> str:
    """A Set-Cookie header's value; `lasts_s` 0 takes the cookie away.

    No script reads it, no other site's page sends it, and over https it never goes out in clear.
    """
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{name}={value}; Max-Age={lasts_s}; Path=/; HttpOnly; SameSite=Strict{secure}"
