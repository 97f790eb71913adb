"""Lives of a calling campaign in one partition: an advisor with her audio up first, the greeting, honest ends."""

from __future__ import annotations

import msgspec
import pytest
from stage import ANNE, CAMPAIGN, PAUL, Stage, conversations, facts, routing, voice, voice_facts

from palabre.foundations.decision import World
from palabre.outbound.commands import DialShown, SkipShown
from palabre.outbound.model.pacing import Tally
from palabre.outbound.problems import NotShown
from palabre.processes.rooms import ROOMS
from palabre.routing import facts as routing_facts


def outcomes(stage: Stage) -> list[tuple[str, str]]:
    return [(f.contact, f.outcome) for f in stage.of(facts.ContactTried)]


class TestProgressive:
    def test_nobody_is_dialled_before_an_advisor_is_there_with_her_audio_up(self):
        stage = Stage()
        stage.supply("c0", "c1")
        assert not stage.dialling()
        stage.ask(routing.SignIn(ANNE))
        stage.ask(routing.ChangeStatus(ANNE, "available"))
        assert stage.effects(voice_facts.StandbyRequested) and not stage.dialling()
        stage.stands_by(ANNE)
        assert stage.dialling() == ["c0"]

    def test_one_for_each_advisor_who_is_ready(self):
        stage = Stage()
        stage.supply(*[f"c{n}" for n in range(5)])
        stage.at_work(ANNE, PAUL)
        assert stage.dialling() == ["c0", "c1"]

    def test_who_answers_is_met_without_a_click(self):
        stage = Stage()
        stage.supply("c0")
        stage.at_work(ANNE)
        line = stage.answers("c0")
        assert [(o.end, o.advisor) for o in stage.of(routing_facts.OfferEnded)] == [("accepted", ANNE)]
        assert [(e.conversation, e.advisor) for e in stage.effects(voice_facts.ConnectRequested)] == [(line, ANNE)]
        assert [f.waited_ms for f in stage.of(facts.ContactReached)] == [0]
        stage.connected()
        stage.hangs_up(line)
        assert outcomes(stage) == []
        stage.wrapped_up()
        assert outcomes(stage) == [("c0", "talked")]
        assert stage.state.campaigns[CAMPAIGN].tallies(stage.now)[0] == Tally(1, 0)

    def test_the_next_one_is_dialled_when_her_wrap_up_is_over_and_not_before(self):
        stage = Stage()
        stage.supply("c0", "c1")
        stage.at_work(ANNE)
        line = stage.answers("c0")
        stage.connected()
        stage.hangs_up(line)
        assert stage.dialling() == []
        stage.wrapped_up()
        assert stage.dialling() == ["c1"]

    @pytest.mark.parametrize("outcome", ["busy", "no_answer", "failed", "invalid_number", "refused", "in_doubt"])
    def test_who_does_not_answer_frees_her_for_the_next(self, outcome):
        stage = Stage()
        stage.supply("c0", "c1")
        stage.at_work(ANNE)
        stage.ends("c0", detail=outcome)
        assert outcomes(stage) == [("c0", outcome)] and stage.dialling() == ["c1"]

    def test_without_a_line_nobody_is_kept_and_the_list_is_not_run_through(self):
        """The dial plan's ceiling, or no trunk: looked at again half a minute later."""
        stage = Stage()
        stage.supply("c0", "c1", "c2")
        stage.at_work(ANNE, PAUL)
        stage.ends("c0", detail="no_line")
        assert outcomes(stage) == [("c0", "no_line")] and stage.dialling() == ["c1"]
        stage.ends("c1", detail="no_line")
        assert not stage.state.seats and not any(a.reserved for a in stage.world["routing"].advisors.values())
        stage.wait(29)
        assert not stage.effects(voice_facts.StandbyRequested) and not stage.dialling()
        stage.wait(2)
        stage.stands_by(ANNE)
        assert stage.dialling() == ["c2"]

    def test_nobody_is_kept_for_nothing(self):
        stage = Stage()
        stage.supply("c0")
        stage.at_work(ANNE)
        stage.ends("c0")
        assert not stage.state.seats and not stage.world["routing"].advisors[ANNE].reserved
        assert [e.advisor for e in stage.effects(voice_facts.StandDownRequested)] == [ANNE]

    def test_a_telephone_that_does_not_answer_is_not_tried_without_end(self):
        stage = Stage()
        stage.supply("c0")
        stage.ask(routing.SignIn(ANNE))
        stage.ask(routing.ChangeStatus(ANNE, "available"))
        stage.stands_by(ANNE, "failed")
        assert not stage.effects(voice_facts.StandbyRequested)
        stage.wait(5.1)
        assert len(stage.effects(voice_facts.StandbyRequested)) == 1

    def test_a_telephone_lost_while_she_is_kept_ends_her_seat(self):
        stage = Stage()
        stage.supply("c0", "c1")
        stage.at_work(ANNE)
        seat = next(iter(stage.state.seats))
        stage.ask(voice.ReportStandbyLost(seat, ANNE))
        assert not stage.world["routing"].advisors[ANNE].reserved and "c0" in stage.state.attempts
        stage.wait(2.1)
        stage.stands_by(ANNE)
        stage.answers("c0")
        assert [f.contact for f in stage.of(facts.ContactReached)] == ["c0"]

    def test_her_time_as_one_kept_is_renewed_without_letting_her_telephone_go(self):
        stage = Stage()
        stage.supply("c0", hours=20)
        stage.at_work(ANNE)
        stage.wait(121)
        stage.stands_by(ANNE)
        assert not stage.of(voice_facts.StandDownRequested)
        stage.answers("c0")
        assert stage.of(facts.ContactReached)


class TestWhenNobodyIsThere:
    @pytest.fixture
    def stage(self) -> Stage:
        """She answers just as the only advisor goes away."""
        stage = Stage()
        stage.supply("c0", "c1")
        stage.at_work(ANNE)
        stage.ask(routing.SignOut(ANNE, "session_ended"))
        stage.line = stage.answers("c0")
        return stage

    def test_she_is_abandoned_two_seconds_after_she_picked_up_and_hears_why(self, stage):
        stage.wait(1.99)
        assert not stage.of(facts.ContactAbandoned)
        stage.wait(0.02)
        assert [f.contact for f in stage.of(facts.ContactAbandoned)] == ["c0"]
        said = stage.effects(voice_facts.MessageRequested)
        assert [(e.conversation, e.of) for e in said] == [(stage.line, "c0")]
        stage.ask(voice.ReportEffect(said[0].effect, "done", "opted_out"))
        assert [(f.outcome, f.opted_out) for f in stage.of(facts.ContactTried)] == [("abandoned", True)]
        assert [e.who for e in stage.effects(voice_facts.DisconnectRequested)] == ["all"]
        assert stage.state.campaigns[CAMPAIGN].tallies(stage.now)[0] == Tally(1, 1)

    def test_an_advisor_within_two_seconds_has_her(self, stage):
        stage.wait(1.5)
        stage.at_work(PAUL)
        assert [(f.advisor, f.waited_ms) for f in stage.of(facts.ContactReached)] == [(PAUL, 1_500)]
        stage.wait(1)
        assert not stage.of(facts.ContactAbandoned)

    def test_who_hangs_up_before_was_answered_by_a_person_and_not_abandoned(self, stage):
        stage.hangs_up(stage.line)
        assert outcomes(stage) == [("c0", "hung_up")]
        assert stage.state.campaigns[CAMPAIGN].tallies(stage.now)[0] == Tally(1, 0)

    @pytest.mark.parametrize(("reported", "opted_out"), [(("gone", ""), False), (("done", "opted_out"), True)])
    def test_who_hangs_up_during_the_message_was_abandoned_and_her_digit_counts(self, stage, reported, opted_out):
        """Whoever presses and hangs up in the same breath wants no more calls all the same."""
        stage.wait(2.1)
        effect = stage.effects(voice_facts.MessageRequested)[0].effect
        stage.hangs_up(stage.line)
        stage.ask(voice.ReportEffect(effect, *reported))
        assert [(f.outcome, f.opted_out) for f in stage.of(facts.ContactTried)] == [("abandoned", opted_out)]
        assert not stage.state.attempts and not stage.state.talks

    def test_who_is_cut_by_us_was_abandoned_and_not_one_who_hung_up(self, stage):
        stage.ask(conversations.CustomerLeaves(stage.line, "cut"))
        assert outcomes(stage) == [("c0", "abandoned")]
        assert stage.state.campaigns[CAMPAIGN].tallies(stage.now)[0] == Tally(1, 1)


class TestPauseAndStop:
    def test_nobody_new_is_dialled_and_what_rings_is_met(self):
        stage = Stage()
        stage.supply("c0", "c1", "c2")
        stage.at_work(ANNE)
        stage.set("paused")
        assert [f.contacts for f in stage.of(facts.ContactsReturned)] == [("c1", "c2")]
        stage.answers("c0")
        assert stage.of(facts.ContactReached)
        stage.connected()
        stage.hangs_up("line-of-c0")
        stage.wrapped_up()
        assert not stage.dialling() and not stage.state.seats

    def test_a_supply_that_was_under_way_goes_back(self):
        stage = Stage()
        stage.set("stopped")
        stage.supply("c0")
        assert [f.reason for f in stage.of(facts.ContactsReturned)] == ["stopped"]

    def test_resumed_it_goes_on(self):
        stage = Stage()
        stage.supply("c0")
        stage.set("paused")
        stage.set("running")
        stage.supply("c0")
        stage.at_work(PAUL)
        assert stage.dialling() == ["c0"]


def test_beyond_its_hours_a_contact_goes_back_undialled():
    stage = Stage()
    stage.supply("c0", hours=0.5)
    stage.wait(1_801)
    stage.at_work(ANNE)
    assert not stage.dialling()
    assert [(f.contacts, f.reason) for f in stage.of(facts.ContactsReturned)] == [(("c0",), "hours_over")]


def test_who_wants_no_calls_is_taken_out_of_what_was_supplied():
    stage = Stage()
    stage.supply("c0", "c1")
    stage.receive(facts.ContactsWithdrawn(0, CAMPAIGN, ("c0",)))
    stage.at_work(ANNE)
    assert stage.dialling() == ["c1"]


class TestPreview:
    @pytest.fixture
    def stage(self) -> Stage:
        stage = Stage("preview")
        stage.supply("c0", "c1")
        stage.at_work(ANNE)
        return stage

    def test_she_reads_then_dials_and_whom_she_read_about_is_hers(self, stage):
        assert [(f.contact, f.advisor) for f in stage.of(facts.ContactShown)] == [("c0", ANNE)]
        assert not stage.dialling()
        stage.ask(DialShown("c0", ANNE))
        assert stage.dialling() == ["c0"]
        stage.answers("c0")
        assert [(f.contact, f.advisor) for f in stage.of(facts.ContactReached)] == [("c0", ANNE)]

    def test_she_passes_on(self, stage):
        stage.ask(SkipShown("c0", ANNE))
        assert outcomes(stage) == [("c0", "skipped")]
        assert [f.contact for f in stage.of(facts.ContactShown)] == ["c0", "c1"]

    def test_she_says_why_she_passes_on(self, stage):
        stage.ask(SkipShown("c0", ANNE, "unfit"))
        assert outcomes(stage) == [("c0", "skipped_unfit")]

    def test_a_card_nobody_acts_on_goes_back(self, stage):
        stage.wait(61)
        assert outcomes(stage)[0] == ("c0", "skipped")

    def test_the_card_is_hers_alone(self, stage):
        for command in (DialShown("c0", PAUL), SkipShown("c1", ANNE), DialShown("nobody", ANNE)):
            with pytest.raises(NotShown):
                stage.ask(command)

    def test_who_does_not_answer_makes_place_for_the_next_card(self, stage):
        stage.ask(DialShown("c0", ANNE))
        stage.ends("c0")
        assert [f.contact for f in stage.of(facts.ContactShown)] == ["c0", "c1"]
        assert not stage.of(voice_facts.StandDownRequested), "her audio stays up"


class TestPredictive:
    def test_before_the_first_thirty_four_nobody_is_dialled_without_an_advisor(self):
        stage = Stage("predictive")
        stage.supply(*[f"c{n}" for n in range(80)])
        stage.at_work(ANNE)
        for n in range(34):
            assert len(stage.dialling()) == 1, n
            stage.talks(f"c{n}")
        assert stage.state.campaigns[CAMPAIGN].spare(stage.now) == 1

    @pytest.mark.parametrize(("earlier", "spare"), [
        ({}, 3), ({-1: (1_000, 30)}, 3), ({-29: (100, 5)}, 1), ({-10: (1_000, 33)}, 0), ({-30: (1_000, 33)}, 0),
        ({-30: (1_000, 20)}, 3), ({0: (100, 3), -1: (1_000, 0)}, 0),
    ], ids=["a new campaign", "full yesterday", "a bad day within thirty", "thirty days full", "the whole full",
            "a bad day beyond thirty", "today full"])  # fmt: skip
    def test_the_narrowest_of_day_thirty_days_and_campaign_counts(self, earlier, spare):
        stage = Stage("predictive")
        campaign = stage.state.campaigns[CAMPAIGN]
        today = campaign.day_at(stage.now)
        campaign.days = {today + day: Tally(*told) for day, told in ({0: (100, 0)} | earlier).items()}
        assert campaign.spare(stage.now) == spare

    def test_a_machine_counts_for_nothing(self):
        stage = Stage("predictive")
        stage.supply("c0", "c1")
        stage.at_work(ANNE)
        line = stage.answers("c0")
        stage.connected()
        stage.receive(facts.ContactDisposed(0, CAMPAIGN, "c0", line, person=False))
        stage.hangs_up(line)
        stage.wrapped_up()
        assert outcomes(stage) == [("c0", "machine")]
        assert stage.state.campaigns[CAMPAIGN].tallies(stage.now)[0] == Tally(0, 0)


def test_the_same_facts_make_the_same_state_and_so_does_a_snapshot():
    stage = Stage("predictive")
    stage.supply(*[f"c{n}" for n in range(9)])
    stage.at_work(ANNE, PAUL)
    stage.answers("c0")
    stage.ends("c1")
    again = stage.again()
    data = msgspec.msgpack.decode(msgspec.msgpack.encode(stage.world.dump()))
    assert data == msgspec.msgpack.decode(msgspec.msgpack.encode(again.dump()))
    loaded = World(ROOMS, 1)
    loaded.load(data)
    for name in ("campaigns", "seats", "attempts", "items", "efforts", "talks"):
        assert getattr(loaded["outbound"], name) == getattr(stage.state, name), name
