"""A line on which nothing is heard, by real Asterisk: no packets, or empty ones; hers and her customer's."""

from __future__ import annotations

import pytest
from voice_parties import C, V, talking
from voice_stage import wait_for

from palabre.channels.voice.commands import Mute
from palabre.channels.voice.drivers import quality, silence
from palabre.channels.voice.facts import LineSilent
from palabre.channels.voice.model import silence as model
from palabre.desk.model.look import conversation_entity, hands_of
from palabre.plumbing.engines.music import write_tone

ZEROS = 1  # the name of a file with no sound in it


@pytest.fixture
def hurried(monkeypatch):
    """The same rules, in fewer seconds."""
    monkeypatch.setattr(quality, "LOOK_SECONDS", 1.0)
    monkeypatch.setattr(silence, "TICK_SECONDS", 0.2)
    monkeypatch.setattr(model, "PACKETS_SECONDS", 0.9)
    monkeypatch.setattr(model, "FIRST_SECONDS", 2.5)
    monkeypatch.setattr(model, "LATER_SECONDS", 2.5)


def told(stage) -> list[tuple[str, str]]:
    return [(f.end, f.why) for f in stage.facts if isinstance(f, LineSilent)]


async def test_a_line_that_carries_nothing_is_told_and_when_sound_comes_back(stage, hurried):
    write_tone(stage.outside.engine.home / f"data/sounds/{ZEROS}.wav", 440, 30, loudness=0.0)
    async with talking(stage) as talk:
        node, call = stage.node, talk.conversation
        lines = node.silence.lines
        await wait_for(lambda: len(lines) == 2 and all(one.sounding for one in lines.values()), 8)
        await talk.hears("both speak", caller=(V,), advisor=(C,))
        assert told(stage) == []

        await talk.caller.fall_silent()  # an end that sends nothing any more: one way only
        await stage.until(lambda w: [s.why for s in w["voice"].calls[call].silent.values()] == ["no_packets"], 8)
        await talk.hears("one way", caller=(V,), advisor=())
        await talk.caller.speak(ZEROS)  # packets again, and nothing in them
        await stage.until(lambda w: [s.why for s in w["voice"].calls[call].silent.values()] == ["no_sound"], 8)
        row = await stage.row("select word, mos_least from palabre.line_quality where tenant = %(tenant)s"
                              " and line_end = 'customer'")
        assert row and row["mos_least"] == 1.0
        await talk.caller.fall_silent()
        await talk.caller.speak()
        await stage.until(lambda w: not w["voice"].calls[call].silent, 8)
        await talk.hears("heard again", caller=(V,), advisor=(C,))
        before = told(stage)
        assert before[0] == ("customer", "no_packets") and before[-1] == ("customer", "")

        await stage.ask(Mute(call, stage.advisor, True))  # muted she is no silent line, whoever is silent beside her
        await stage.until(lambda w: w["voice"].calls[call].legs[stage.advisor].muted, 5)
        await talk.advisor.fall_silent()
        await wait_for(lambda: sum(one.muted for one in lines.values()) == 1, 3)
        await talk.caller.fall_silent()
        await stage.until(lambda w: w["voice"].calls[call].silent, 8)
        assert {end for end, _ in told(stage)} == {"customer"}
        await stage.ask(Mute(call, stage.advisor, False))  # and now nothing comes from her telephone
        await stage.until(lambda w: len(w["voice"].calls[call].silent) == 2, 8)
        await talk.hold(True)  # nobody need hear anybody
        await stage.until(lambda w: not w["voice"].calls[call].silent, 5)
        await talk.judge()
        await talk.caller.hang_up()
        await talk.advisor.wait_gone(3)
        await stage.nothing_left()


async def test_an_advisor_who_cannot_be_heard_reads_it_herself_and_her_customer_is_not_accused(stage, hurried):
    """No packets, then empty ones: what her desk shows, and what the other two hear."""
    write_tone(stage.outside.engine.home / f"data/sounds/{ZEROS}.wav", 440, 30, loudness=0.0)
    async with talking(stage) as talk:
        lines = stage.node.silence.lines

        def shown() -> list[tuple[str, str]]:
            her = stage.world["routing"].advisors[stage.advisor]
            [hand] = hands_of(stage.world, her)
            return [(one.end, one.why) for one in conversation_entity(stage.world, her, hand).silent]

        await wait_for(lambda: len(lines) == 2 and all(one.sounding for one in lines.values()), 8)
        await talk.hears("both speak", caller=(V,), advisor=(C,))
        assert shown() == []
        await talk.advisor.fall_silent()
        await stage.until(lambda w: shown() == [("advisor", "no_packets")], 8)
        await talk.hears("she is not heard", caller=(), advisor=(C,))
        await talk.advisor.speak(ZEROS)
        await stage.until(lambda w: shown() == [("advisor", "no_sound")], 8)
        await talk.hears("packets with nothing in them", caller=(), advisor=(C,))
        await talk.advisor.fall_silent()
        await talk.advisor.speak()
        await stage.until(lambda w: shown() == [], 8)
        await talk.hears("heard again", caller=(V,), advisor=(C,))
        assert {end for end, _ in told(stage)} == {"advisor"}
        await talk.judge()
        await talk.caller.hang_up()
        await talk.advisor.wait_gone(3)
        await stage.nothing_left()
