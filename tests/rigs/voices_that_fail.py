"""Voices of which one fails, and what they speak: tones that tell who spoke."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from told_server import ToldServer
from vosk_server import level_db

from palabre.channels.voice.drivers import waves
from palabre.foundations import limits
from palabre.processes.robots.hearing import ADVISOR_HERTZ


def wav(hertz: int, rate: int = 22_050) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes((np.sin(2 * np.pi * hertz * np.arange(rate) / rate) * 8000).astype("<i2").tobytes())
    return out.getvalue()


def tone_of(spoken: bytes, hertz: int) -> float:
    return level_db(waves.decode(spoken) / 32_768, hertz)


def piper(tmp_path: Path) -> tuple[Path, Path]:
    """Model and program: its command line, kept by a program that says a tone."""
    model = tmp_path / "voice.onnx"
    model.write_bytes(b"")
    Path(f"{model}.json").write_text(json.dumps({"audio": {"sample_rate": 16_000}}))
    program = tmp_path / "piper"
    program.write_text(f"""#!{sys.executable}
import sys, numpy as np
assert sys.argv[1:] == ["--model", {str(model)!r}, "--output_raw"], sys.argv
assert sys.stdin.read() == "Bonjour Awa\\n"
sys.stdout.buffer.write((np.sin(2*np.pi*{ADVISOR_HERTZ}*np.arange(16000)/16000)*8000).astype("<i2").tobytes())
""")
    program.chmod(0o755)
    return model, program


@pytest.fixture
def impatient(monkeypatch):
    """Callers wait for half a second, and a voice that failed is tried again at the next text."""
    monkeypatch.setattr(limits, "VOICE_PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr(limits, "VOICE_AGAIN_SECONDS", 0.0)


def sound_of(media: str) -> bytes:
    return Path(f"{media.removeprefix('sound:')}.wav").read_bytes()


def running(program: Path) -> bool:
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            lines.append(path.read_bytes())
    return any(str(program).encode() in line for line in lines)


def failing(why: str, engine: ToldServer) -> str:
    """What the setting says of a voice that fails so."""
    match why:
        case "missing":
            return "http://127.0.0.1:9/speak"
        case "silent" | "slow":
            engine.silent.add("/speak")
        case "refused":
            engine.say("/speak", "no", 500)
        case "not_sound":
            engine.say("/speak", "<html>Welcome</html>")
    return f"{engine.url}/speak"
