"""A wire with somebody on it: sound between the centre and an operator goes through here, unchanged, and is kept."""

from __future__ import annotations

import selectors
import socket
import threading
from collections import defaultdict

import numpy as np
from telephone_sound import ALAW, HEARD_SECONDS, RATE, share_of

HEAD = 12  # bytes of RTP before the sound
CODECS = (8, 0)
KEPT = int(HEARD_SECONDS * RATE / 160)


class Wire:
    """At `address`, for each port of the operator's: what comes from anybody goes to it, what it says to them.

    Nothing is rewritten: the operator says in its descriptions that its ear is here. Use as a context.
    """

    def __init__(self, address: str, operator: str, ports: tuple[int, int]) -> None:
        self.address, self.operator = address, operator
        self.near: dict[int, tuple[str, int]] = {}
        self.carried: dict[str, list[bytes]] = defaultdict(list)  # "there", "back": sounds, whole packets, the last
        self.over, self.ears = threading.Event(), selectors.DefaultSelector()
        for port in range(*ports):
            ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            ear.bind((address, port))
            ear.setblocking(False)
            self.ears.register(ear, selectors.EVENT_READ, port)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join(5)
        for key in list(self.ears.get_map().values()):
            key.fileobj.close()

    def _run(self) -> None:
        while not self.over.is_set():
            for key, _ in self.ears.select(0.1):
                self._pass_on(key.fileobj, key.data)

    def _pass_on(self, ear: socket.socket, port: int) -> None:
        try:
            data, source = ear.recvfrom(4096)
            back = source[0] == self.operator
            if not back:
                self.near[port] = source
            elif port not in self.near:
                return
            ear.sendto(data, self.near[port] if back else (self.operator, port))
        except OSError:
            return
        if len(data) > HEAD and data[1] & 127 in CODECS:
            kept = self.carried["back" if back else "there"]
            kept.append(data)
            del kept[:-KEPT]

    def forgets(self) -> None:
        self.carried.clear()

    def is_full(self) -> bool:
        """As much as is judged has gone by, both ways."""
        return all(len(self.carried[way]) >= KEPT for way in ("there", "back"))

    def reads(self, way: str, hertz: int) -> float:
        """How much of a tone somebody on the wire hears who knows the codec: 0 to 1."""
        sounds = [ALAW[np.frombuffer(p[HEAD : HEAD + 160], np.uint8)] for p in self.carried[way]]
        return share_of(np.concatenate(sounds), hertz) if sounds else 0.0

    def bytes_beyond(self, way: str) -> set[int]:
        """Of 20 ms of sound: what each packet holds beyond head and sound."""
        return {len(p) - HEAD - 160 for p in self.carried[way]}
