"""The music that a tenant's customers hear while they wait: one file, uploaded as WAV, played again at its end."""

from __future__ import annotations

import hashlib
import io
import wave

import msgspec
import numpy as np

from palabre.channels.voice.problems import MusicUnreadable
from palabre.channels.voice.store import lines as store
from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record

RATE = 8_000
SECONDS_MIN = 1.0
PEAK = 0.25 * 32_767  # of full scale: no louder than the people between whom it plays


class Music(msgspec.Struct):
    """`seconds` before it begins again. `changed_at`: ms."""

    name: str
    seconds: float
    changed_at: int


async def music(services: Services, who: Scope) -> Music | None:
    async with services.database.transaction(who) as tx:
        row = await store.hold_music(tx)
    return Music(row["name"], round(row["seconds"], 1), row["changed_at"]) if row else None


async def put_music(services: Services, who: Scope, name: str, data: bytes) -> Music:
    """Raises MusicUnreadable. In force for whoever waits from then on, everywhere within a minute."""
    wav, seconds = telephone_wav(data)
    blob = await services.blobs.put(who.tenant, wav, kind="hold_music", content_type="audio/wav")
    now = now_ms()
    async with services.database.transaction(who) as tx:
        before = await store.hold_music(tx)
        await store.put_hold_music(tx, {
            "blob": blob.id, "name": name, "seconds": seconds, "sha256": hashlib.sha256(data).digest(),
            "now": now})  # fmt: skip
        await record(tx, "voice.change_hold_music", f"hold_music:{who.tenant}", seconds=round(seconds, 1))
    await _put_away(services, who.tenant, before)
    await services.bus.publish(f"live.{who.tenant}.music", b"")
    return Music(name, round(seconds, 1), now)


async def remove_music(services: Services, who: Scope) -> None:
    """Ours again. Idempotent."""
    async with services.database.transaction(who) as tx:
        before = await store.delete_hold_music(tx)
        if before:
            await record(tx, "voice.remove_hold_music", f"hold_music:{who.tenant}")
    await _put_away(services, who.tenant, before)
    await services.bus.publish(f"live.{who.tenant}.music", b"")


async def _put_away(services: Services, tenant: TenantId, before: dict | None) -> None:
    if before:
        await services.blobs.erase(tenant, str(before["blob"]))


async def read_music(services: Services, tenant: TenantId, blob: str) -> bytes:
    """The telephone's wav. Raises NotFound."""
    return b"".join([chunk async for chunk in services.blobs.get(tenant, blob)])


async def musics(services: Services) -> dict[TenantId, str]:
    """Tenant → blob, of all tenants that have their own."""
    async with services.database.connection() as connection:
        return {TenantId(str(r["tenant"])): str(r["blob"]) for r in await store.hold_musics(connection)}


def telephone_wav(data: bytes) -> tuple[bytes, float]:
    """Any PCM wav (8 to 48 kHz, 8, 16 or 24 bits, one or two channels) as 8 kHz mono 16 bits; and its seconds."""
    if len(data) > limits.PROMPT_BYTES_MAX:
        raise MusicUnreadable(reason="too_large")
    samples, rate = _samples(data)
    seconds = len(samples) / rate
    if not SECONDS_MIN <= seconds <= limits.PROMPT_SECONDS_MAX:
        raise MusicUnreadable(reason="length")
    quieter = _at_8_khz(samples, rate)
    peak = float(np.abs(quieter).max(initial=0.0))
    if peak > PEAK:
        quieter = quieter * (PEAK / peak)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(quieter.round().astype("<i2").tobytes())
    return out.getvalue(), seconds


def _samples(data: bytes) -> tuple[np.ndarray, int]:
    """One channel, in the range of 16 bits."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            raw = file.readframes(file.getnframes())
    except (wave.Error, EOFError, ValueError) as error:
        raise MusicUnreadable(reason="no_wav") from error
    if channels not in (1, 2) or width not in (1, 2, 3) or not RATE <= rate <= 48_000:
        raise MusicUnreadable(reason="format")
    raw = raw[: len(raw) // (channels * width) * channels * width]
    return _values(raw, width).reshape(-1, channels).mean(axis=1), rate


def _values(raw: bytes, width: int) -> np.ndarray:
    if width == 1:
        return (np.frombuffer(raw, np.uint8).astype(float) - 128) * 256
    if width == 2:
        return np.frombuffer(raw, "<i2").astype(float)
    three = np.frombuffer(raw, np.uint8).reshape(-1, 3).astype(np.int32)
    return ((three[:, 1] | (three[:, 2].astype(np.int8).astype(np.int32) << 8)) + three[:, 0] / 256).astype(float)


def _at_8_khz(samples: np.ndarray, rate: int) -> np.ndarray:
    """Nothing above 3.6 kHz is left to fold back; then the points between."""
    if rate == RATE:
        return samples
    taps = 2 * (rate // 500) + 1
    at = np.arange(taps) - taps // 2
    low = np.sinc(2 * 3600 / rate * at) * np.hamming(taps)
    smooth = np.convolve(samples, low / low.sum(), mode="same")
    wanted = np.arange(int(len(samples) * RATE / rate)) * rate / RATE
    return np.interp(wanted, np.arange(len(smooth)), smooth)
