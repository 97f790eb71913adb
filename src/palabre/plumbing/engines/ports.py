"""Ports chosen once and kept, so that what is restarted keeps its address."""

import socket
from pathlib import Path


def is_free(port: int, *, address: str = "127.0.0.1", kind: int = socket.SOCK_STREAM) -> bool:
    with socket.socket(socket.AF_INET, kind) as trial:
        if kind == socket.SOCK_STREAM:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port in TIME_WAIT is free for a server
        try:
            trial.bind((address, port))
        except OSError:
            return False
    return True


def free_port(*, address: str = "127.0.0.1", kind: int = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as trial:
        trial.bind((address, 0))
        return trial.getsockname()[1]


def kept_port(file: Path, *, wanted: int = 0, address: str = "127.0.0.1", kind: int = socket.SOCK_STREAM) -> int:
    """The port written in `file`; `wanted` (or any free one) and written there when there is none or another took
    it.
    """
    try:
        port = int(file.read_text())
        if is_free(port, address=address, kind=kind):
            return port
    except (FileNotFoundError, ValueError):
        pass
    port = wanted if wanted and is_free(wanted, address=address, kind=kind) else free_port(address=address, kind=kind)
    file.write_text(str(port))
    return port
