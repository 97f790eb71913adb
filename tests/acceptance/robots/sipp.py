"""Many callers at once, by SIPp: each calls a number, sends sound, stays, puts down. And telephones that answer.

No root: sound is a file played by `rtp_stream`; whoever answers sends back what it hears. A telephone's echo overflows
near 200 calls (VOICE.md), hence several of them.
"""

from __future__ import annotations

import asyncio
import csv
import math
import shutil
import socket
import struct
import wave
from dataclasses import dataclass, field
from pathlib import Path

CALLERS, TELEPHONES = "127.0.0.2", "127.0.0.3"  # the operator's address, whose calls are taken; and the advisors'
ANSWER_MS_MAX = 10_000
CALLER = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="caller">
 <send retrans="500" start_rtd="1"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:019900[call_number]@[local_ip]:[local_port]>;tag=[pid]s[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
]]></send>
 <recv response="100" optional="true"/>
 <recv response="180" optional="true"/>
 <recv response="183" optional="true"/>
 <recv response="200" rtd="1" rrs="true" timeout="{answer}"/>
 <send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:019900[call_number]@[local_ip]:[local_port]>;tag=[pid]s[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
 <nop><action><exec rtp_stream="{sound},-1,8"/></action></nop>
 <pause/>
 <send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:019900[call_number]@[local_ip]:[local_port]>;tag=[pid]s[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
 <recv response="200" crlf="true"/>
</scenario>
"""


def missing() -> bool:
    return shutil.which("sipp") is None


@dataclass
class Told:
    """`failed`: not answered, or ended by the other side. `answered_ms`: from INVITE to 200, of each call.
    `why`: as SIPp names it."""

    placed: int
    failed: int
    answered_ms: list[float] = field(default_factory=list)
    why: dict[str, int] = field(default_factory=dict)


class Batch:
    """Callers under way."""

    def __init__(self, child: asyncio.subprocess.Process, folder: Path, name: str) -> None:
        self.child, self.folder, self.name = child, folder, name

    async def over(self, seconds_max: float) -> Told:
        """Once the last has put down."""
        try:
            await asyncio.wait_for(self.child.wait(), seconds_max)
        finally:
            await self.stop()
        return self._told()

    async def stop(self) -> None:
        if self.child.returncode is None:
            self.child.kill()
            await self.child.wait()

    @property
    def running(self) -> bool:
        return self.child.returncode is None

    def placed(self) -> int:
        """Calls begun, as of a second ago at most."""
        return int(self._last().get("TotalCallCreated") or 0)

    def _last(self) -> dict[str, str]:
        """Of its statistics; {} where it has not written any."""
        stat = sorted(self.folder.glob(f"{self.name}_{self.child.pid}_.csv"))
        rows = list(csv.DictReader(stat[0].read_text().splitlines(), delimiter=";")) if stat else []
        return rows[-1] if rows else {}

    def _told(self) -> Told:
        last = self._last()
        rows = [line.split(";") for f in self.folder.glob(f"{self.name}_{self.child.pid}_rtt.csv")
                for line in f.read_text().splitlines()[1:]]  # fmt: skip
        answered = [float(row[1]) for row in rows if len(row) > 1]
        why = {k: int(v) for k, v in last.items() if k and k.startswith("Failed") and k.endswith("(C)") and v != "0"}
        return Told(int(last.get("TotalCallCreated", 0)), int(last.get("FailedCall(C)", 0)), answered, why)


class Sipp:
    """Callers and telephones of one test. `stop()` in a finally."""

    def __init__(self, folder: Path, centre: tuple[str, int], number: str) -> None:
        self.folder, self.centre, self.number = folder, centre, number
        folder.mkdir(parents=True, exist_ok=True)
        self._sound = folder / "voice.wav"
        _write_tone(self._sound)
        self._children: list[asyncio.subprocess.Process] = []
        self._batches = 0

    async def begin(self, calls: int, rate: float, stay_seconds: float) -> Batch:
        """So many calls, so many new ones a second."""
        self._batches += 1
        name = f"caller{self._batches}"
        scenario = self.folder / f"{name}.xml"
        scenario.write_text(CALLER.format(answer=ANSWER_MS_MAX, sound=self._sound))
        host, port = self.centre
        ranges = [20_000 + ((self._batches + n) % 4) * 5_000 for n in range(4)]
        ports = next(filter(_is_free, ranges), ranges[0])
        child = await self._start(
            "-sf", str(scenario), "-s", self.number, "-i", CALLERS, "-m", str(calls), "-r", f"{max(1, round(rate))}",
            "-l", str(max(calls, 10)), "-d", str(round(stay_seconds * 1000)), "-mp", str(ports),
            "-trace_stat", "-fd", "1", "-trace_rtt", "-rtt_freq", "1",
            # Asterisk invites anew to tell who is connected: left unanswered, and no reason to put down
            "-default_behaviors", "all,-abortunexp", f"{host}:{port}",
        )  # fmt: skip
        return Batch(child, self.folder, name)

    async def telephone(self, port: int, rtp_port: int) -> str:
        """One that answers whoever calls it and sends back what it hears; its SIP address without a user."""
        await self._start("-sn", "uas", "-i", TELEPHONES, "-p", str(port), "-mi", TELEPHONES, "-mp", str(rtp_port),
                          "-rtp_echo")  # fmt: skip
        return f"{TELEPHONES}:{port}"

    async def _start(self, *options: str) -> asyncio.subprocess.Process:
        null = asyncio.subprocess.DEVNULL
        child = await asyncio.create_subprocess_exec(
            "sipp", *options, "-nostdin", cwd=self.folder, stdout=null, stderr=null, stdin=null
        )
        self._children.append(child)
        return child

    async def stop(self) -> None:
        for child in self._children:
            if child.returncode is None:
                child.kill()
                await child.wait()


def _is_free(port: int) -> bool:
    """Nobody else's callers send their sound from there on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((CALLERS, port))
        except OSError:
            return False
    return True


def _write_tone(path: Path, hertz: int = 440, seconds: int = 10) -> None:
    """A-law, as SIPp sends it on: eight thousand bytes a second in a wav of one channel."""
    samples = [round(8_000 * math.sin(2 * math.pi * hertz * n / 8_000)) for n in range(8_000 * seconds)]
    with wave.open(str(path.with_suffix(".pcm.wav")), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    path.write_bytes(bytes(_a_law(s) for s in samples))


def _a_law(sample: int) -> int:
    """ITU-T G.711."""
    sign, magnitude = (0x80, sample) if sample >= 0 else (0, -sample - 1)
    magnitude = min(magnitude >> 3, 0xFFF)
    exponent = max(magnitude.bit_length() - 5, 0)
    mantissa = (magnitude >> (exponent if exponent else 1)) & 0x0F if magnitude >= 32 else (magnitude >> 1) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55
