"""Issue 4, point 4: a prompt spoken into a telephone that the system calls: kept, discarded, put down, not reached."""

from __future__ import annotations

import io
import itertools
import time
import wave
from pathlib import Path

import numpy as np
import pytest
from people import eventually
from switchboard import Switchboard
from telephone import Telephone
from telephone_sound import share_of

HER_HERTZ, HER_NUMBER = 735, "01 40 20 50 51"
SPOKEN_BYTES = 48_000  # three seconds
NAMES = itertools.count(1)


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    yield made
    made.close()


@pytest.fixture
def her(board, folder: Path):
    """Whatever number is dialled, where the operator's network leads; she speaks as soon as she answers."""
    port = int((folder / "shared/outside/sip_port").read_text())
    with Telephone(board.centre, port=port, hertz=HER_HERTZ) as one:
        yield one


class Asked:
    """A prompt of its own, and the call by which it is spoken."""

    def __init__(self, board, nadia) -> None:
        self.board, self.nadia, self.name = board, nadia, f"dicte_{time.time_ns()}_{next(NAMES)}"
        self.files = self.everywhere()
        self.id = nadia.post(f"/api/prompts/{self.name}/fr/calls", {"number": HER_NUMBER}, status=201)["id"]

    def everywhere(self) -> set[Path]:
        """What lies in the blobs, where Asterisk records, and where it plays from what was just spoken."""
        data = self.board.running.data
        places = ("blobs", "asterisk/spool/recording", "asterisk/data/sounds/palabre/back")
        return {path for place in places for path in (data / place).rglob("*") if path.is_file()}

    @property
    def now(self) -> dict:
        return self.nadia.get(f"/api/prompt-calls/{self.id}")

    def until(self, state: str, why: str = "") -> dict:
        return eventually(lambda: self.now["state"] == state and self.now["why"] == why and self.now, 30)

    def speaks(self, her: Telephone, take: int = 0) -> None:
        """Until some seconds of it are recorded."""
        her.until(lambda: her.state == "talking")
        raw = self.board.running.data / f"asterisk/spool/recording/msg-{self.id}-{take}.wav"
        eventually(lambda: raw.exists() and raw.stat().st_size > SPOKEN_BYTES, 30)

    def recording(self) -> bytes | None:
        answer = self.nadia.http.get(f"/api/prompts/{self.name}/fr/recording")
        return answer.content if answer.status_code == 200 else None

    def is_nowhere(self) -> None:
        assert self.recording() is None
        assert self.nadia.http.get(f"/api/prompt-calls/{self.id}/sound").json()["code"] == "voice.take_gone"
        eventually(lambda: self.everywhere() <= self.files, 10)
        rows = self.nadia.get("/api/prompts", limit=500)["rows"]
        assert not any(row["name"] == self.name for row in rows)


@pytest.fixture
def asked(board, nadia, her):
    return Asked(board, nadia)


def is_hers(wav: bytes) -> bool:
    with wave.open(io.BytesIO(wav)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return len(samples) > 8_000 and share_of(samples, HER_HERTZ) > 0.9


def test_spoken_to_a_key_heard_back_kept_and_heard_by_a_caller(board, asked, her):
    asked.speaks(her)
    assert not her.hears(HER_HERTZ), "nothing of hers comes back while she speaks"
    her.presses("#")
    her.until_hears(HER_HERTZ)
    assert asked.now["state"] == "hearing" and asked.recording() is None
    her.presses("1")
    asked.until("kept")
    her.until_over()
    eventually(lambda: len(asked.everywhere() - asked.files) == 1, 10)  # the one that is kept
    assert is_hers(asked.recording())
    line = board.number({
        "say": {"kind": "say", "prompts": [asked.name], "next": {"done": "say_again"}},
        "say_again": {"kind": "say", "prompts": [asked.name], "next": {"done": "bye"}}, "bye": {"kind": "hang_up"},
    })  # fmt: skip
    with Telephone(board.centre) as caller:
        caller.rings_out(line.number)
        caller.until_hears(HER_HERTZ)


def test_spoken_again_then_put_down_while_it_is_said_back_is_erased(asked, her):
    asked.speaks(her)
    her.presses("#")
    her.until_hears(HER_HERTZ)
    her.presses("2")
    asked.until("speaking")
    asked.speaks(her, 1)
    her.presses("#")
    her.until_hears(HER_HERTZ)
    her.hang_up()
    asked.until("ended", "hung_up")
    asked.is_nowhere()


def test_put_down_while_she_speaks_it_waits_on_her_screen(board, nadia, asked, her, claire):
    asked.speaks(her)
    her.hang_up()
    assert asked.until("spoken")["seconds"] > 1
    path = f"/api/prompt-calls/{asked.id}"
    assert is_hers(nadia.http.get(f"{path}/sound").content)
    assert claire.http.get(f"{path}/sound").json()["code"] == "forbidden"
    eventually(lambda: asked.everywhere() <= asked.files, 10)  # in memory alone until she has decided
    assert nadia.post(f"{path}/keep")["state"] == "kept"
    assert is_hers(asked.recording())
    assert nadia.post(f"{path}/keep")["state"] == "kept", "asked twice, kept once"
    assert len(asked.everywhere() - asked.files) == 1


def test_discarded_on_the_screen(nadia, asked, her):
    asked.speaks(her)
    her.hang_up()
    asked.until("spoken")
    nadia.ask("DELETE", f"/api/prompt-calls/{asked.id}")
    asked.until("ended", "discarded")
    refused = nadia.post(f"/api/prompt-calls/{asked.id}/keep", status=409)
    assert refused["code"] == "voice.take_gone"
    asked.is_nowhere()


def test_discarded_while_it_rings_it_rings_no_more(nadia, board, her):
    her.answers = False
    asked = Asked(board, nadia)
    her.until(lambda: her.state == "ringing")
    nadia.ask("DELETE", f"/api/prompt-calls/{asked.id}")
    her.until_over()
    asked.until("ended", "discarded")


@pytest.mark.parametrize(("status", "why"), [(486, "busy"), (480, "no_answer"), (503, "failed")])
def test_a_telephone_that_is_not_reached_is_told_by_name(board, nadia, her, status, why):
    her.refuses_with = status
    asked = Asked(board, nadia)
    asked.until("ended", why)
    asked.is_nowhere()


@pytest.mark.parametrize(
    ("number", "code"), [("+1 900 555 0100", "voice.destination_closed"), ("112", "voice.destination_closed"),
                         ("bonjour", "voice.number_invalid")])  # fmt: skip
def test_what_may_not_be_dialled_is_refused_before_anything_rings(nadia, her, number, code):
    refused = nadia.http.post("/api/prompts/dicte/fr/calls", json={"number": number})
    assert refused.json()["code"] == code and her.calls == 0
