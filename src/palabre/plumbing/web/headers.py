"""Headers every answer carries. The policy is strict: our own scripts, styles and sockets, nothing from elsewhere."""

from __future__ import annotations

from litestar.datastructures import MutableScopeHeaders
from litestar.types import BeforeMessageSendHookHandler, Message, Scope

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(frame_ancestors: str = "'none'") -> str:
    return "; ".join(f"{k} {v}" for k, v in (_POLICY | {"frame-ancestors": frame_ancestors}).items())


def security_headers(embeddable: tuple[str, ...], secure: bool) -> BeforeMessageSendHookHandler:
    """A hook and not a middleware: answers that no route made (404, 405) pass it too.

    `embeddable`: prefixes of faces that other sites may load or frame (the chat widget). What a handler set stays.
    """

    async def add(message: Message, scope: Scope) -> None:
        if message["type"] == "http.response.start":
            headers = MutableScopeHeaders.from_message(message)
            for name, value in _headers(scope["path"], embeddable, secure or scope["scheme"] == "https").items():
                headers.setdefault(name, value)

    return add


def _headers(path: str, embeddable: tuple[str, ...], secure: bool) -> dict[str, str]:
    ours = not any(path == p or path.startswith(f"{p}/") for p in embeddable)
    headers = _COMMON | {
        "Content-Security-Policy": policy("'none'" if ours else "*"),
        "Cross-Origin-Resource-Policy": "same-origin" if ours else "cross-origin",
    }
    if path.startswith("/api"):
        headers["Cache-Control"] = "no-store"
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers
