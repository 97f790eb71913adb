"""Calls that an advisor begins herself, a line muted at the server, a line judged, an insult ended: what is decided."""

from __future__ import annotations

import pytest

from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.problems import ColleagueAway, ColleagueBusy, NotOnThisCall, OwnCall
from palabre.conversations import facts as conversation_facts
from palabre.flows import commands, facts
from palabre.foundations.decision import World, decide, receive, tick
from palabre.foundations.limits import INTERNAL_RING_SECONDS
from palabre.processes.rooms import ROOMS
from palabre.routing import commands as routing
from palabre.routing import facts as routing_facts
from palabre.routing.problems import AdvisorBusy

AWA, PAUL, QUEUE, CALL, TALK = "awa", "paul", "q1", "call-1", "conversation-1"


class Stage:
    """Two advisors, one queue; `now` in milliseconds."""

    def __init__(self) -> None:
        self.world, self.facts, self.now = World(ROOMS, 1), [], 10_000_000
        anyone = routing_facts.Ring(0, routing_facts.Requirement("all"))
        rules = routing_facts.QueueRules(QUEUE, "voice", (anyone,), wrap_up_seconds=30)
        self.receive(routing_facts.RoutingRulesPublished(0, 1, (rules,)))
        for advisor in (AWA, PAUL):
            capacities = (routing_facts.Capacity("voice", 1),)
            self.receive(routing_facts.AdvisorConfigured(0, advisor, (), None, None, capacities))
            self.ask(routing.SignIn(advisor))
            self.ask(routing.ChangeStatus(advisor, "available"))

    def ask(self, command):
        self.now += 10
        reply, made = decide(self.world, command, self.now)
        self.facts += made
        return reply

    def receive(self, *told):
        self.facts += receive(self.world, told, self.now)

    def wait(self, seconds: float):
        end = self.now + round(seconds * 1000)
        while (due := self.world.deadline()) is not None and due <= end:
            self.now = max(self.now, due)
            self.facts += tick(self.world, due)
        self.now = end

    def done(self, kind: type, outcome="done", detail="") -> None:
        effect = next(e.effect for e in self.world["voice"].effects.values() if isinstance(e, kind))
        self.ask(voice.ReportEffect(effect, outcome, detail))

    def told(self, kind: type) -> list:
        return [f for f in self.facts if isinstance(f, kind)]

    def arrives(self, conversation=TALK, outbound=True) -> None:
        opened = conversation_facts.ConversationOpened(0, conversation, "voice", None, "+33140001000")
        self.receive(opened, voice_facts.CallArrived(0, conversation, f"line-{conversation}", "node", outbound))

    def talks(self) -> None:
        """A customer comes, Awa has her."""
        self.ask(routing.ChangeStatus(PAUL, "away"))
        self.arrives(outbound=False)
        self.ask(routing.QueueWorkItem(TALK, QUEUE))
        self.accepts()
        self.done(voice_facts.ConnectRequested)

    def accepts(self) -> None:
        offer = next(iter(self.world["routing"].offers.values()))
        self.ask(routing.ShowOffer(offer.id, offer.advisor))
        self.ask(routing.AcceptOffer(offer.id, offer.advisor))

    def status(self, advisor=AWA) -> str:
        return self.world["routing"].advisors[advisor].status

    def saved(self) -> World:
        again = World(ROOMS, 1)
        again.load(self.world.dump())
        return again


@pytest.fixture
def stage():
    return Stage()


# -- to a number


def test_a_number_is_dialled_for_her_alone_and_hers_when_it_answers(stage):
    stage.ask(commands.CallNumber(CALL, PAUL, QUEUE))
    assert [f.advisor for f in stage.told(routing_facts.AdvisorReserved)] == [PAUL]
    assert [(f.conversation, f.purpose) for f in stage.told(voice_facts.DialRequested)] == [(CALL, "click")]
    assert stage.saved()["begun"].items == stage.world["begun"].items != {}
    stage.arrives()
    stage.done(voice_facts.DialRequested, detail=TALK)
    offer = stage.told(routing_facts.OfferMade)[-1]
    assert (offer.advisor, offer.conversation, offer.auto_accept) == (PAUL, TALK, True)
    assert [(f.outcome, f.conversation) for f in stage.told(facts.OwnCallEnded)] == [("reached", TALK)]
    stage.accepts()
    stage.done(voice_facts.ConnectRequested)
    stage.ask(voice.HangUp(TALK, PAUL))
    assert stage.told(routing_facts.WrapUpStarted)


@pytest.mark.parametrize("why", ["busy", "no_answer", "refused"])
def test_who_is_not_reached_leaves_her_free_and_says_why(stage, why):
    stage.ask(commands.CallNumber(CALL, PAUL, QUEUE))
    stage.done(voice_facts.DialRequested, "failed", why)
    assert [f.outcome for f in stage.told(facts.OwnCallEnded)] == [why]
    her = stage.world["routing"].advisors[PAUL]
    assert not her.reserved and not her.offers and not stage.world["routing"].items
    assert not stage.told(routing_facts.OfferMade), "given to nobody else"


def test_given_up_while_it_rings_whoever_answers_is_released(stage):
    stage.ask(commands.CallNumber(CALL, PAUL, QUEUE))
    stage.ask(commands.CancelOwnCall(PAUL))
    stage.ask(commands.CancelOwnCall(PAUL))
    stage.arrives()
    stage.done(voice_facts.DialRequested, detail=TALK)
    assert [f.outcome for f in stage.told(facts.OwnCallEnded)] == ["cancelled"]
    assert [f.who for f in stage.told(voice_facts.DisconnectRequested)] == ["all"]


def test_signing_out_gives_her_call_to_nobody(stage):
    stage.ask(commands.CallNumber(CALL, PAUL, QUEUE))
    stage.ask(routing.SignOut(PAUL, "lost"))
    assert [f.outcome for f in stage.told(facts.OwnCallEnded)] == ["cancelled"]
    assert not stage.world["routing"].items and not stage.told(routing_facts.OfferMade)


def test_only_who_has_nothing_in_hand_calls(stage):
    stage.talks()
    with pytest.raises(AdvisorBusy):
        stage.ask(commands.CallNumber(CALL, AWA, QUEUE))
    with pytest.raises(AdvisorBusy):
        stage.ask(commands.CallNumber(CALL, PAUL, QUEUE))  # away
    stage.ask(routing.ChangeStatus(PAUL, "available"))
    stage.ask(commands.CallNumber(CALL, PAUL, QUEUE))
    with pytest.raises(AdvisorBusy):
        stage.ask(commands.CallNumber("call-2", PAUL, QUEUE))


# -- to a colleague


def test_a_colleague_is_called_answers_and_both_are_free_again(stage):
    call = stage.ask(voice.CallColleague(AWA, PAUL, "s1"))["call"]
    stage.done(voice_facts.ColleagueCalled)
    assert (stage.status(), stage.status(PAUL)) == ("internal_call", "available")
    stage.ask(voice.AnswerColleague(call, PAUL, "s2"))
    stage.done(voice_facts.ColleagueAnswered)
    assert stage.world["voice"].internals[call].state == "talking"
    assert stage.status(PAUL) == "internal_call"
    assert stage.saved()["voice"].internals == stage.world["voice"].internals
    stage.ask(voice.EndInternalCall(call, PAUL))
    stage.ask(voice.EndInternalCall(call, AWA))
    stage.done(voice_facts.InternalCallEnded)
    assert [f.reason for f in stage.told(voice_facts.InternalCallEnded)] == ["hung_up"]
    assert (stage.status(), stage.status(PAUL), stage.world["voice"].internals) == ("available", "available", {})
    assert not stage.told(conversation_facts.ConversationOpened), "nothing of record"


def test_nobody_answers_declines_or_her_telephone_is_not_there(stage):
    first = stage.ask(voice.CallColleague(AWA, PAUL))["call"]
    stage.done(voice_facts.ColleagueCalled)
    stage.wait(INTERNAL_RING_SECONDS + 1)
    stage.done(voice_facts.InternalCallEnded)
    second = stage.ask(voice.CallColleague(AWA, PAUL))["call"]
    stage.done(voice_facts.ColleagueCalled)
    stage.ask(voice.EndInternalCall(second, PAUL))
    stage.done(voice_facts.InternalCallEnded)
    third = stage.ask(voice.CallColleague(AWA, PAUL))["call"]
    stage.done(voice_facts.ColleagueCalled, "failed", "not_registered")
    reasons = [(f.conversation, f.reason) for f in stage.told(voice_facts.InternalCallEnded)]
    assert reasons == [(first, "no_answer"), (second, "declined"), (third, "not_registered")]
    assert stage.status() == "available"


def test_a_pause_stays_a_pause(stage):
    stage.ask(routing.ChangeStatus(AWA, "pause"))
    call = stage.ask(voice.CallColleague(AWA, PAUL))["call"]
    stage.ask(voice.EndInternalCall(call, AWA))
    assert stage.status() == "pause"


def test_a_customer_goes_before_a_colleague(stage):
    call = stage.ask(voice.CallColleague(AWA, PAUL))["call"]
    stage.arrives(outbound=False)
    stage.ask(routing.QueueWorkItem(TALK, QUEUE))
    stage.accepts()
    assert [(f.conversation, f.reason) for f in stage.told(voice_facts.InternalCallEnded)] == [(call, "own_call")]


def test_nobody_is_called_in_a_call_or_away_or_by_herself(stage):
    for called in (AWA, "nobody"):
        with pytest.raises(ColleagueAway):
            stage.ask(voice.CallColleague(AWA, called))
    stage.talks()
    with pytest.raises(ColleagueBusy):
        stage.ask(voice.CallColleague(PAUL, AWA))
    with pytest.raises(OwnCall):
        stage.ask(voice.CallColleague(AWA, PAUL))
    stage.ask(routing.SignOut(PAUL))
    with pytest.raises(ColleagueAway):
        stage.ask(voice.CallColleague(AWA, PAUL))
    with pytest.raises(NotOnThisCall):
        stage.ask(voice.AnswerColleague("unknown", PAUL))


def test_help_is_called_whatever_she_is_doing(stage):
    """Away, in her wrap-up, in a call with a colleague; in no queue's name; nothing is refused."""
    stage.ask(routing.ChangeStatus(AWA, "pause"))
    first = stage.ask(voice.CallHelp(AWA, "112", "s1", "palabre-b"))["call"]
    stage.done(voice_facts.ColleagueCalled)
    assert stage.world["voice"].internals[first].state == "answered", "her telephone is up: the number is called"
    stage.done(voice_facts.ColleagueAnswered)
    one = stage.world["voice"].internals[first]
    assert (one.state, one.help, one.node, one.called) == ("talking", "112", "palabre-b", "")
    assert stage.saved()["voice"].internals == stage.world["voice"].internals
    stage.ask(voice.EndInternalCall(first))
    stage.done(voice_facts.InternalCallEnded)
    assert stage.status() == "pause"
    stage.ask(routing.ChangeStatus(AWA, "available"))
    colleague = stage.ask(voice.CallColleague(AWA, PAUL))["call"]
    second = stage.ask(voice.CallHelp(AWA, "15"))["call"]
    ended = [(f.conversation, f.reason) for f in stage.told(voice_facts.InternalCallEnded)]
    assert ended[-1] == (colleague, "own_call") and second in stage.world["voice"].internals
    stage.done(voice_facts.ColleagueCalled)
    stage.done(voice_facts.InternalCallEnded)
    assert stage.status() == "internal_call", "nothing is offered to her meanwhile"


def test_help_that_nobody_reaches_is_over_for_her_too(stage):
    call = stage.ask(voice.CallHelp(AWA, "112"))["call"]
    stage.done(voice_facts.ColleagueCalled)
    stage.done(voice_facts.ColleagueAnswered, "failed", "no_answer")
    stage.done(voice_facts.InternalCallEnded)
    assert [(f.conversation, f.reason) for f in stage.told(voice_facts.InternalCallEnded)] == [(call, "no_answer")]
    assert stage.status() == "available" and not stage.world["voice"].internals


def test_what_became_of_a_call_is_told_to_each_until_it_is_seen(stage):
    ends = lambda who: [(e.outcome, e.incoming) for e in stage.world["voice"].internal_ends.get(who, ())]
    for reason, caller, called in (
        ("no_answer", [("no_answer", False)], [("missed", True)]),
        ("declined", [("declined", False)], []),
        ("hung_up", [], [("missed", True)]),
    ):
        call = stage.ask(voice.CallColleague(AWA, PAUL))["call"]
        assert not ends(AWA) and not ends(PAUL), "called again, the last time is forgotten"
        stage.done(voice_facts.ColleagueCalled)
        who = PAUL if reason == "declined" else None if reason == "no_answer" else AWA
        stage.ask(voice.EndInternalCall(call, who, reason))
        stage.done(voice_facts.InternalCallEnded)
        assert (ends(AWA), ends(PAUL)) == (caller, called), reason
    for _ in range(2):
        stage.ask(voice.SeeInternalEnd(call, PAUL))
    assert len(stage.told(voice_facts.InternalEndSeen)) == 1 and not ends(PAUL)
    call = stage.ask(voice.CallColleague(AWA, PAUL))["call"]
    with pytest.raises(OwnCall):
        stage.ask(voice.CallColleague(AWA, PAUL))
    stage.ask(voice.AnswerColleague(call, PAUL))
    stage.done(voice_facts.ColleagueCalled)
    stage.done(voice_facts.ColleagueAnswered)
    stage.ask(voice.EndInternalCall(call, AWA))
    stage.done(voice_facts.InternalCallEnded)
    assert not stage.world["voice"].internal_ends, "two who have talked know how it ended"


# -- lines and abuse


def test_a_line_is_told_of_when_its_word_changes(stage):
    stage.talks()
    for mos, word in ((4.4, "good"), (4.3, "good"), (3.1, "weak"), (3.0, "weak")):
        stage.ask(voice.ReportQuality(TALK, "customer", None, mos, word))
    stage.ask(voice.ReportQuality(TALK, "advisor", AWA, 4.4, "good"))
    assert [(f.end, f.word) for f in stage.told(voice_facts.LineJudged)] == [
        ("customer", "good"), ("customer", "weak"), ("advisor", "good"),
    ]  # fmt: skip


def test_muted_at_the_server_once_and_heard_again(stage):
    stage.talks()
    for on in (True, True, False):
        stage.ask(voice.Mute(TALK, AWA, on))
        if stage.world["voice"].effects:
            stage.done(voice_facts.MuteRequested)
        assert stage.world["voice"].calls[TALK].legs[AWA].muted is on
    assert [f.on for f in stage.told(voice_facts.MuteRequested)] == [True, False]
    with pytest.raises(NotOnThisCall):
        stage.ask(voice.Mute(TALK, PAUL, True))


def test_an_insult_ends_her_part_first_then_the_words_then_all(stage):
    stage.talks()
    effect = stage.ask(voice.ReportAbuse(TALK, AWA, pause=True, pause_ms=180_000))["effect"]
    asked = [type(e).__name__ for e in stage.world["voice"].effects.values()]
    assert asked == ["DisconnectRequested", "AbuseReported", "DisconnectRequested"]
    assert stage.status() == "pause" and stage.told(routing_facts.WrapUpStarted)
    granted = stage.saved()["routing"].advisors[AWA].status_until
    assert granted == stage.told(routing_facts.AdvisorStatusChanged)[-1].at + 180_000
    assert list(stage.saved()["voice"].abuses) == [effect]
    stage.ask(voice.SeeAbuse(effect, "claire"))
    stage.ask(voice.SeeAbuse(effect, "claire"))
    assert len(stage.told(voice_facts.AbuseSeen)) == 1 and not stage.world["voice"].abuses
    with pytest.raises(NotOnThisCall):
        stage.ask(voice.ReportAbuse(TALK, AWA))
    stage.ask(routing.ChangeStatus(AWA, "pause"))  # she stays in a pause of her own, without an end
    assert stage.status() == "pause" and not stage.saved()["routing"].advisors[AWA].status_until


def test_a_ceiling_is_told_of_at_half_and_at_all_of_it_until_somebody_sees_to_it_or_the_day_is_over(stage):
    day = stage.now + 3_600_000
    told = lambda: [(f.ceiling, f.percent) for f in stage.told(voice_facts.CeilingAlarmed)]
    report = lambda percent, limit=100, person=None: stage.ask(
        voice.ReportCeiling("money", percent, limit, day, "EUR", person))  # fmt: skip
    for percent in (0, 50, 50, 100, 50, 100):
        report(percent)
    assert told() == [("money", 50), ("money", 100)], "each once, and less is no news"
    stage.ask(voice.SeeCeiling("money", 50, "claire"))
    assert stage.world["voice"].ceilings["money"].person is None, "she had seen half of it only"
    stage.ask(voice.SeeCeiling("money", 100, "claire"))
    assert stage.saved()["voice"].ceilings["money"].person == "claire"
    report(50, limit=150, person="nadia")
    assert stage.world["voice"].ceilings["money"].person == "nadia", "who raises it has seen how near it is"
    report(0, limit=300, person="nadia")
    assert not stage.world["voice"].ceilings and len(stage.told(voice_facts.CeilingAlarmEnded)) == 1
    report(100, limit=300)
    stage.wait(3_600)
    assert not stage.world["voice"].ceilings, "another day"
