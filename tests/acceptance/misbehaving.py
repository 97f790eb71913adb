"""A server outside that answers badly: each way by a path of its own. Real sockets, real bytes, nothing kept."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import subprocess
import threading
from pathlib import Path
from typing import Any

TRICKLE_SECONDS = 0.1
HUGE = 50_000_000
OK = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{"state": "sent"}'
PLAIN = {  # path → what is answered at once
    "/ok": OK,
    "/broken": b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"state":',
    "/page": b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
    "/elsewhere": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    "/gone": b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
    "/forbidden": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
    "/failed": b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
    "/busy": b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
    "/redirect": b"HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n",
    "/inside": b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
    "/noise": b"\x00\xff\x16\x03\x01 this is no HTTP\r\n\r\n",
    "/short": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
}


class Misbehaving:
    """`url`; `asked`: paths, in turn. `tls`: a certificate and key, in PEM."""

    def __init__(self, tls: tuple[Path, Path] | None = None) -> None:
        self.asked: list[str] = []
        self._ending = threading.Event()
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    outer._answer(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads, allow_reuse_address = True, True

            def get_request(self) -> Any:
                made, where = super().get_request()
                return (context.wrap_socket(made, server_side=True) if context else made), where

            def handle_error(self, *_: Any) -> None: ...

        context = None
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _answer(self, peer: socket.socket) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked and (more := peer.recv(65_536)):
            asked += more
        path = asked.split(b" ")[1].decode() if b" " in asked else ""
        self.asked.append(path)
        if path in PLAIN:
            peer.sendall(PLAIN[path])
        elif path == "/hang":
            self._ending.wait()
        elif path == "/slow":
            self._ending.wait(4)
            peer.sendall(OK)
        elif path == "/trickle":
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while not self._ending.wait(TRICKLE_SECONDS):
                peer.sendall(b" ")
        elif path == "/headers":
            peer.sendall(b"HTTP/1.1 200 OK\r\n")
            while not self._ending.is_set():
                peer.sendall(b"X-More: " + b"x" * 1_000 + b"\r\n")
        elif path == "/huge":
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % HUGE)
            for _ in range(HUGE // 100_000):
                peer.sendall(b"x" * 100_000)
        elif path == "/endless":
            peer.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while not self._ending.is_set():
                peer.sendall(b"2710\r\n" + b"x" * 10_000 + b"\r\n")

    def stop(self) -> None:
        self._ending.set()
        self.server.shutdown()
        self.server.server_close()


def own_certificate(folder: Path) -> tuple[Path, Path]:
    """Signed by nobody that anybody believes."""
    chain, key = folder / "own.pem", folder / "own.key"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out",
            str(chain)]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    return chain, key
