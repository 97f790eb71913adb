"""What answers what, how fast, who has gone, and what a customer is told."""
from __future__ import annotations

import pytest

from palabre.channels.chat.drivers.answers import fits, match
from palabre.channels.chat.http.rates import Rate
from palabre.channels.chat.http.routes import allowed
from palabre.channels.chat.http.state import standing
from palabre.channels.chat.jobs import is_over
from palabre.channels.chat.problems import TooFast
from palabre.channels.ports import COLLECTED, TOO_SHORT, WRONG, Option
from palabre.conversations.actions.messages import Message
from palabre.conversations.facts import ConversationClosed, ConversationOpened, SegmentOpened
from palabre.conversations.model import ROOM, Conversation, Segment
from palabre.foundations.decision import World

OPTIONS = (Option("1", "Ma facture"), Option("2", "Réclamation"), Option("3", "فاتورة"))


def said(text: str, **data: str) -> Message:
    return Message("m", "c", 1, "in", None, "choice" if data else "text", text, data, "delivered", 0)


@pytest.mark.parametrize(("text", "key"), [
    ("1", "1"), ("1.", "1"), (" MA FACTURE ", "1"), ("ma  facture !", "1"), ("reclamation", "2"), ("RÉCLAMATION", "2"),
    ("٢", "2"), ("فاتورة", "3"), ("facture", None), ("11", None), ("", None), ("...", None)])
def test_an_option_may_be_written(text, key):
    found = match(said(text), OPTIONS, "question")
    assert (found.key if found else None) == key


def test_a_button_counts_for_its_own_question_alone():
    assert match(said("x", message="question", option="2"), OPTIONS, "question") == OPTIONS[1]
    assert match(said("x", message="an older one", option="2"), OPTIONS, "question") is None
    assert match(said("x", message="question", option="9"), OPTIONS, "question") is None


@pytest.mark.parametrize(("written", "kind", "expected"), [
    ("12 34", "digits", ("1234", COLLECTED)), ("١٢٣٤", "digits", ("1234", COLLECTED)),
    ("1234#", "digits", ("1234", COLLECTED)),
    ("12", "digits", ("12", TOO_SHORT)), ("12a4", "digits", ("", WRONG)), ("1234567", "digits", ("", WRONG)),
    (" rue ", "text", ("rue", COLLECTED)), ("", "text", ("", TOO_SHORT))])
def test_what_was_written_fits_or_not(written, kind, expected):
    value, reason = fits(written, kind, 3, 6, "#")
    assert reason == expected[1] and (reason != COLLECTED or value == expected[0])


def test_a_rate_leaks():
    rate = Rate(per_minute=60, burst=3)
    for _ in range(3):
        rate.check("a", 0)
    with pytest.raises(TooFast):
        rate.check("a", 0)
    rate.check("b", 0)
    rate.check("a", 1_500)
    with pytest.raises(TooFast):
        rate.check("a", 1_500)


@pytest.mark.parametrize(("origin", "host", "yes"), [
    (None, "us", True), ("https://us", "us", True), ("https://a.test", "us", True), ("http://a.test", "us", False),
    ("https://a.test.evil", "us", False), ("null", "us", False)])
def test_origins(origin, host, yes):
    assert allowed(origin, host, ["https://a.test"]) is yes
    assert allowed(origin, host, ["*"])


def test_gone_silent_or_kept_waiting():
    row = {"heard_at": 0, "active_at": 0, "gone_seconds": 300, "silent_seconds": 1800}
    talking, waiting = Conversation("chat", None, "w", 0), Conversation("chat", None, "w", 0)
    waiting.segments = {"s": Segment("queue", "q", "i", 0)}
    assert not is_over(row, talking, 300_000) and is_over(row, talking, 300_001)
    here = row | {"heard_at": 1_800_001}
    assert is_over(here, talking, 1_800_001) and not is_over(here, waiting, 1_800_001)


def test_where_a_conversation_stands():
    world = World([ROOM])
    assert standing(world, "c", None).state == "opening"
    world.apply(ConversationOpened(1, "c", "chat", None, "w"))
    assert standing(world, "c", None).state == "flow"
    world.apply(SegmentOpened(2, "1.2", "c", "queue", "q", "item"))
    assert standing(world, "c", lambda w, c: 4).position == 4
    world.apply(SegmentOpened(3, "1.3", "c", "talk", "awa", "item"))
    assert standing(world, "c", None).advisor == "awa"
    world.apply(ConversationClosed(4, "c", "handled"))
    assert standing(world, "c", None).state == "closed"
