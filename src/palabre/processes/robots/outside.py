"""The outside world on one machine: a second Asterisk that places calls, answers as an advisor's telephone, presses
keys, speaks with a tone and records what each ear hears. No root, no other program; over the same wires as people.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import socket
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from palabre.channels.voice.wiring import Ari, AriError, EspeakSpeech, Event, synthesiser, waves
from palabre.plumbing.engines.asterisk import ARI_USER, Asterisk, AsteriskPorts, AsteriskWish, ping
from palabre.plumbing.engines.asterisk_sip import Trunk
from palabre.plumbing.engines.files import write_private
from palabre.plumbing.engines.music import write_tone
from palabre.plumbing.engines.ports import kept_port
from palabre.processes.robots import hearing

ADDRESS, PHONES_ADDRESS = "127.0.0.2", "127.0.0.3"  # customers and advisors come from different addresses
TONES = (hearing.CALLER_HERTZ, hearing.ADVISOR_HERTZ, hearing.OUTSIDE_HERTZ)
TONE_SECONDS, TONE_TIMES = 120, 20
CENTRE = "centre"
KEY_MS = 120
REGISTERED_SECONDS = 600
KEY_PAUSE_SECONDS = 0.1
RTP_FIRST, RTP_PORTS = 17_000, 400


class OutsideAsterisk(Asterisk):
    """As any other, with a second address from which telephones register."""

    name = "Asterisk outside"

    def choose_ports(self) -> None:
        super().choose_ports()
        self.phones_port = kept_port(self.home / "phones_port", address=PHONES_ADDRESS, kind=socket.SOCK_DGRAM)

    def read_ports(self) -> bool:
        """Those of an instance that runs, as it noted them."""
        try:
            sip, http, phones = (int((self.home / f"{name}_port").read_text()) for name in ("sip", "ari", "phones"))
            self.ports = AsteriskPorts(sip, http, (self.home / "ari_password").read_text())
        except (FileNotFoundError, PermissionError, ValueError):
            return False
        self.phones_port = phones
        return True

    def configure(self, wish: AsteriskWish) -> None:
        super().configure(wish)
        self._append(
            "pjsip.conf", f"\n[phones]\ntype=transport\nprotocol=udp\nbind={PHONES_ADDRESS}:{self.phones_port}\n"
        )

    def _append(self, name: str, text: str) -> None:
        path = self.home / "etc" / name
        write_private(path, path.read_text() + text, self.user)


class Outside:
    """`start()` before anything else; `stop()` in a finally."""

    def __init__(
        self,
        folder: Path,
        centre: str = "127.0.0.1",
        port: int = 5060,
        *,
        say: Callable[[str], None] = print,
        rtp_timeout: int = 30,
        app: str = "outside",
    ) -> None:
        """`centre`, `port`: where the contact centre's SIP listens. `app`: of this user of it; calls that come in are
        told to `outside` alone."""
        self.app = app
        wish = AsteriskWish(app="outside", address=ADDRESS, rtp=(RTP_FIRST, RTP_FIRST + RTP_PORTS - 1), music_hertz=700)
        self.engine = OutsideAsterisk(folder, wish, say=say)
        self.centre, self.rtp_timeout = (centre, port), rtp_timeout
        self.speech = EspeakSpeech(*synthesiser())
        self.numbers = itertools.count(1)
        self.ringing: dict[str, asyncio.Queue[Event]] = {}
        self.parties: dict[str, Party] = {}

    def choose_ports(self) -> tuple[str, int]:
        """Address and port of our SIP: what the contact centre must know as its operator's, before either starts."""
        self.engine.choose_ports()
        return ADDRESS, self.engine.sip_port

    def launch(self, centre: str | None = None, port: int | None = None) -> None:
        """Configure, start and wait; blocks for half a second. From the main thread."""
        self.centre = (centre or self.centre[0], port or self.centre[1])
        self.engine.with_trunks(Trunk(CENTRE, *self.centre, rtp_timeout_seconds=self.rtp_timeout))
        self.engine.start()
        for hertz in TONES:
            write_tone(self.engine.home / f"data/sounds/{hertz}.wav", hertz, TONE_SECONDS, loudness=0.25)

    def attach(self) -> bool:
        """Use the one that runs on this folder already; False where none does."""
        return self.engine.read_ports() and ping(self.engine.ari_url, ARI_USER, self.engine.password)

    async def connect(self) -> None:
        self.ringing.clear()  # queues belong to one loop
        self.ari = Ari(self.engine.ari_url, self.engine.password, self.app, ARI_USER)
        self.ari.listeners.append(self._on_event)
        await self.ari.ready()
        await self.ari.connect()

    async def stop(self) -> None:
        """What this user of it started; an Asterisk that was attached to stays."""
        if hasattr(self, "ari"):
            await self.ari.close()
        if self.engine.child:
            self.engine.stop()

    # -- customers

    async def call(self, number: str, caller: str = "0612345678", *, seconds_max: float = 10.0) -> Party:
        """Call the contact centre and wait until it answers."""
        party = self.dial(number, caller)
        await party.answered(seconds_max)
        return party

    def dial(self, number: str, caller: str = "0612345678") -> Party:
        """Begin a call without waiting for an answer. `caller` '': withheld."""
        party = Party(self, f"caller-{self.app}-{next(self.numbers)}", hearing.CALLER_HERTZ)
        self.parties[party.channel] = party
        up = self.ari.expect(("StasisStart", "ChannelDestroyed"), party.channel)
        presented = f'"" <{caller}>' if caller else "anonymous"
        placing = self.ari.ask(
            "POST", "channels", endpoint=f"PJSIP/{number}@{CENTRE}", app=self.app, appArgs="caller",
            channelId=party.channel, callerId=presented, timeout=30)  # fmt: skip
        party.placing, party.up = asyncio.create_task(placing), up
        return party

    # -- advisors' telephones

    @property
    def phones_port(self) -> int:
        return self.engine.phones_port

    def contact(self, user: str) -> str:
        """A fixed SIP address at which we answer as this telephone."""
        return f"sip:{user}@{PHONES_ADDRESS}:{self.engine.phones_port}"

    async def register(self, user: str, password: str, page: str = "") -> None:
        """Register as an advisor's telephone does, with digest; Asterisk waits a second before it does.

        `page`: another contact of the same user, as a browser's next page has.
        """
        # an object of its own for each page: a changed one does not register again
        name, (host, port) = page or user, self.centre
        await self._push("auth", name, auth_type="userpass", username=user, password=password)
        await self._push(
            "registration", name, transport="phones", outbound_auth=name, server_uri=f"sip:{host}:{port}",
            client_uri=f"sip:{user}@{host}:{port}", contact_user=name,
            expiration=str(REGISTERED_SECONDS), retry_interval="2", max_random_initial_delay="1")  # fmt: skip

    async def unregister(self, user: str) -> None:
        for kind in ("registration", "auth"):
            await self.ari.try_ask("DELETE", "asterisk", "config", "dynamic", "res_pjsip", kind, user)

    async def _push(self, kind: str, id: str, **fields: str) -> None:
        body = {"fields": [{"attribute": k, "value": v} for k, v in fields.items()]}
        await self.ari.ask("PUT", "asterisk", "config", "dynamic", "res_pjsip", kind, id, body=body)

    def expect_ring(self, user: str) -> asyncio.Queue[Event]:
        return self.ringing.setdefault(user, asyncio.Queue())

    async def rings(self, user: str, seconds_max: float | None = 10.0) -> Party:
        """The next call that rings this telephone (or this outside number), not yet answered."""
        async with asyncio.timeout(seconds_max):
            event = await self.expect_ring(user).get()
        party = Party(self, event["channel"]["id"], hearing.ADVISOR_HERTZ)
        self.parties[party.channel] = party
        return party

    async def answers(self, user: str, seconds_max: float = 10.0) -> Party:
        party = await self.rings(user, seconds_max)
        await party.answer()
        return party

    def _on_event(self, event: Event) -> None:
        if event["type"] == "StasisStart" and not event["channel"]["id"].startswith(("caller-", "ear-")):
            self.expect_ring(event["channel"]["dialplan"]["exten"]).put_nowait(event)
        if event["type"] in ("StasisEnd", "ChannelDestroyed") and (party := self.parties.get(event["channel"]["id"])):
            party.left()


class Party:
    """One leg at our side, its voice and its ear."""

    def __init__(self, outside: Outside, channel: str, hertz: int) -> None:
        self.outside, self.ari, self.channel, self.hertz = outside, outside.ari, channel, hertz
        self.gone = asyncio.get_running_loop().create_future()
        self.gone_at = 0.0
        self.windows: dict[str, tuple[float, float]] = {}
        self.samples = np.zeros(0)
        self.placing: asyncio.Task | None = None
        self.up: asyncio.Future[Event] | None = None
        self.recording = ""

    async def answered(self, seconds_max: float = 10.0) -> None:
        """Raises CallRefused when the call ended before it was answered."""
        assert self.placing and self.up
        await self.placing
        event = await self.ari.within(self.up, seconds_max)
        if event["type"] != "StasisStart":
            raise CallRefused(f"the call was not answered: cause {event.get('cause')}")

    async def answer(self) -> None:
        await self.ari.ask("POST", "channels", self.channel, "answer")

    def left(self) -> None:
        if not self.gone.done():
            self.gone_at = time.monotonic()
            self.gone.set_result(None)

    async def wait_gone(self, seconds_max: float = 10.0) -> float:
        """Seconds from now until the other side has hung up."""
        began = time.monotonic()
        async with asyncio.timeout(seconds_max):
            await asyncio.shield(self.gone)
        return time.monotonic() - began

    # -- voice and keys

    async def speak(self, hertz: int | None = None) -> None:
        """A tone without end, by a sound file: `tone:` media would deafen the ear of its own channel. One after the
        other: on a busy machine a test outlives the first, and who has fallen silent passes for who is not heard."""
        media = ",".join([f"sound:{hertz or self.hertz}"] * TONE_TIMES)
        await self.ari.ask("POST", "channels", self.channel, "play", f"voice-{self.channel}", media=media)

    async def tell(self, text: str, language: str = "fr", *, seconds_max: float = 60.0) -> None:
        """Say words, where there is a synthesiser; returns when they are said or the call has ended."""
        name = hashlib.sha256(f"{language} {text}".encode()).hexdigest()[:20]
        path = self.outside.engine.home / f"data/sounds/{name}.wav"
        if not path.exists():
            path.write_bytes(await self.outside.speech.speak(text, language=language))
        playback = f"words-{name}-{self.channel}"
        ended = self.ari.expect(("PlaybackFinished", "PlaybackFailed"), playback)
        await self.ari.ask("POST", "channels", self.channel, "play", playback, media=f"sound:{name}")
        await asyncio.wait({ended, self.gone}, timeout=seconds_max, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()

    async def fall_silent(self) -> None:
        await self.ari.try_ask("DELETE", "playbacks", f"voice-{self.channel}")

    async def press(self, keys: str) -> None:
        """One key after the other. Speaking meanwhile, the keys would wait behind the voice."""
        for key in keys:
            await self.ari.ask("POST", "channels", self.channel, "dtmf", dtmf=key, duration=KEY_MS)
            await asyncio.sleep(KEY_MS / 1000 + KEY_PAUSE_SECONDS)

    async def mute(self, on: bool = True) -> None:
        """As the button of a softphone: nothing of hers leaves any more."""
        await (self.fall_silent() if on else self.speak())

    async def hang_up(self, cause: int = 16) -> None:
        """`cause` (Q.850): 16 somebody put it down, 17 busy, 38 the network broke."""
        await self.ari.try_ask("DELETE", "channels", self.channel, reason_code=str(cause))

    # -- ear

    async def listen(self) -> None:
        """Record all that comes in from the other side."""
        ear, self.recording = f"ear-{self.channel}", f"ear-{self.channel.replace('.', '-')}"
        there = self.ari.expect("StasisStart", ear)
        await self.ari.ask(
            "POST", "channels", self.channel, "snoop", ear, spy="in", app=self.outside.app, appArgs="ear"
        )
        await self.ari.within(there, 5.0)
        began = self.ari.expect("RecordingStarted", self.recording)
        await self.ari.ask("POST", "channels", ear, "record", name=self.recording, format="wav", ifExists="overwrite")
        await self.ari.within(began, 5.0)
        self.began = time.monotonic()

    async def window(self, name: str, seconds: float = 1.6) -> None:
        """Name a stretch of time for what is asked later."""
        begin = time.monotonic()
        await asyncio.sleep(seconds)
        self.windows[name] = (begin, time.monotonic())

    async def stop_listening(self) -> None:
        """The ear's samples are there afterwards; a party that has gone took its ear along."""
        ended = self.ari.expect(("RecordingFinished", "RecordingFailed"), self.recording)
        try:
            if await self.ari.try_ask("POST", "recordings", "live", self.recording, "stop"):
                await self.ari.within(ended, 3.0)
            await self.ari.try_ask("DELETE", "channels", f"ear-{self.channel}")
        except AriError:
            pass
        finally:
            ended.cancel()
        self.samples = hearing.floats(waves.read_recorded(self._file))

    @property
    def _file(self) -> Path:
        return self.outside.engine.home / "spool/recording" / f"{self.recording}.wav"

    def heard(self, window: str, windows: dict[str, tuple[float, float]] | None = None) -> np.ndarray:
        begin, end = (windows or self.windows)[window]
        first, last = (
            (t - self.began) * hearing.RATE for t in (begin + hearing.GUARD_SECONDS, end - hearing.GUARD_SECONDS)
        )
        return self.samples[max(int(first), 0) : int(last)]


class CallRefused(Exception):
    """The contact centre ended the call before answering."""
