"""A recording as a vCon: valid by its schema whatever happened in the call; what is wrong never leaves."""

from __future__ import annotations

import base64
import copy
import hashlib
import json

import pytest

from palabre.channels.voice.actions import vcon
from palabre.channels.voice.actions.recordings import Card, Found, Mark, Piece
from palabre.channels.voice.problems import VconInvalid
from palabre.plumbing.json_schema import faults

ID, HER, AWA, CLAIRE = (f"0190a000-0000-7000-8000-00000000000{n}" for n in range(4))
BEGAN = 1_790_000_000_000


def card(*segments: Piece, number: str = "+33612345678", customer: str | None = HER) -> Card:
    advisors = sorted({s.owner for s in segments})
    found = Found(ID, HER, 12.5, BEGAN, customer, number, "+33140001000", ["q"], advisors, False, None, 7)
    return Card(found, "ab" * 32, "cd" * 64, [], [], list(segments), [])


TALK = Piece("talk", AWA, BEGAN, BEGAN + 5_000)
HOLD = Piece("hold", AWA, BEGAN + 5_000, BEGAN + 7_000)
NEXT = Piece("talk", CLAIRE, BEGAN + 7_000, None)


@pytest.mark.parametrize(
    ("given", "parties"),
    [(card(TALK, HOLD, NEXT), [0, [1, 2]]), (card(TALK), [0, 1]), (card(number="", customer=None), [0]),
     (card(TALK, number="3131"), [0, 1])],
)  # fmt: skip
def test_every_kind_of_call_is_valid(given, parties):
    made = vcon.document(given, {AWA: "Awa"}, BEGAN + 60_000)
    assert list(faults(made, vcon.schema())) == []
    assert made["dialog"][0]["parties"] == parties
    assert len(made["parties"]) == 1 + len(given.recording.advisors)
    json.dumps(made)


def test_who_came_and_went_and_when_she_was_on_hold():
    told = vcon.document(card(TALK, HOLD, NEXT), {}, BEGAN)["dialog"][0]["party_history"]
    events = [(h["party"], h["event"]) for h in told]
    assert events == [(1, "join"), (0, "hold"), (1, "drop"), (0, "unhold"), (2, "join")]


@pytest.mark.parametrize(
    "spoil",
    [lambda d: d.pop("uuid"), lambda d: d["dialog"][0].pop("start"), lambda d: d["dialog"][0].pop("body"),
     lambda d: d["dialog"][0].update(type="video"), lambda d: d["parties"].append("Awa"),
     lambda d: d["dialog"][0].update(content_hash="sha1-abc"), lambda d: d["dialog"][0].update(start="yesterday"),
     lambda d: d["dialog"][0]["party_history"][0].update(event="sneezed"), lambda d: d.update(appended={})],
)  # fmt: skip
def test_the_schema_can_refuse(spoil):
    made = copy.deepcopy(vcon.document(card(TALK), {}, BEGAN))
    spoil(made)
    assert list(faults(made, vcon.schema()))


def test_marks_are_attachments_with_their_hash_and_their_people_are_no_parties_of_the_talk():
    given = card(TALK, HOLD, NEXT)
    given.marks = [Mark(ID, BEGAN + 100, AWA, "ici"), Mark(ID, BEGAN + 200, HER, "écouter à nouveau")]
    made = vcon.document(given, {AWA: "Awa", HER: "Nadia"}, BEGAN)
    assert [(p["type"], p.get("name")) for p in made["parties"][1:]] == [
        ("agent", "Awa"), ("agent", None), ("listener", "Nadia")]  # fmt: skip
    assert made["dialog"][0]["parties"] == [0, [1, 2]]
    for mark, party in zip(made["attachments"], (1, 3), strict=True):
        algorithm, _, digest = mark["content_hash"][0].partition("-")
        assert (mark["party"], mark["dialog"], algorithm) == (party, 0, "sha512")
        assert base64.urlsafe_b64decode(digest + "==") == hashlib.sha512(mark["body"].encode()).digest()


def test_a_voice_message_is_one_dialog_of_her_alone():
    made = vcon.of_message(ID, HER, "+33612345678", 12.5, BEGAN, "ab" * 32, BEGAN + 9)
    assert list(faults(made, vcon.schema())) == [] and made["dialog"][0]["originator"] == 0
    assert [p["tel"] for p in made["parties"]] == ["tel:+33612345678"] and made["dialog"][0]["parties"] == [0]
    assert made["dialog"][0]["start"] == vcon._instant(BEGAN - 12_500)


@pytest.mark.parametrize(
    "spoil",
    [lambda d: d["dialog"][0].update(parties=[0, [1, 2]]), lambda d: d["dialog"][0]["party_history"][0].update(party=2),
     lambda d: d["attachments"][0].update(party=9), lambda d: d["attachments"][0].update(dialog=1),
     lambda d: d["attachments"][0].pop("start"), lambda d: d["attachments"][0].update(content_hash="md5-ab")],
)  # fmt: skip
def test_who_is_spoken_of_must_be_there(spoil):
    given = card(TALK)
    given.marks = [Mark(ID, BEGAN + 100, AWA, "ici")]
    made = copy.deepcopy(vcon.document(given, {}, BEGAN))
    assert vcon.checked(made)
    spoil(made)
    with pytest.raises(VconInvalid):
        vcon.checked(made)


@pytest.mark.parametrize("lengths", [[1, 2, 3, 4], [3_000], [], [1]])
async def test_the_sound_is_within_it_byte_by_byte(lengths):
    data = [bytes([n % 251] * n) for n in lengths]

    async def sound():
        for piece in data:
            yield piece

    made = vcon.document(card(TALK), {}, BEGAN)
    whole = json.loads(b"".join([part async for part in vcon.streamed(made, sound())]))
    body = whole["dialog"][0]["body"]
    assert "=" not in body and base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)) == b"".join(data)
    assert list(faults(whole, vcon.schema())) == []
