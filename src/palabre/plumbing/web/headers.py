"""Headers every answer carries. The policy is strict: our own scripts, styles and sockets, nothing from elsewhere."""

from __future__ import annotations

from litestar.datastructures import MutableScopeHeaders
from litestar.types import ASGIApp, Message, Receive, Scope, Send

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


class SecurityHeaders:
    """`embeddable`: prefixes of faces that other sites may load or frame (the chat widget)."""

    def __init__(self, app: ASGIApp, embeddable: tuple[str, ...] = (), secure: bool = False) -> None:
        self.app, self.embeddable, self.secure = app, embeddable, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path, secure = scope["path"], self.secure or scope["scheme"] == "https"
        ours = not any(path == p or path.startswith(f"{p}/") for p in self.embeddable)

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                for name, value in self._headers(path, ours, secure).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with)

    def _headers(self, path: str, ours: bool, secure: bool) -> dict[str, str]:
        headers = _COMMON | {
            "Content-Security-Policy": policy("'none'" if ours else "*"),
            "Cross-Origin-Resource-Policy": "same-origin" if ours else "cross-origin",
        }
        if path.startswith("/api"):
            headers["Cache-Control"] = "no-store"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return headers
