"""Some eighty faults planted in the model, one at a time: each must be caught by a law."""
import pytest
from routing_days.planting import CALLING_BACK, FLOORS, TRANSFERRING, caught, planted

from palabre.callbacks.model import room as callbacks
from palabre.callbacks.model import state as callback_state
from palabre.flows.model import transfers, transfers_seen
from palabre.routing.model import (
    advisors,
    answering,
    deferring,
    evolve_advisors,
    evolve_items,
    evolve_skills,
    fairness,
    following,
    items,
    lines,
    matching,
    occupancy,
    offering,
    order,
    preferring,
    shares,
    snapshot,
    timers,
)
from palabre.simulation.model.days.day import Day
from palabre.simulation.model.days.owner import Owner

NEVER = "len and (lambda *_: None)"       # in the place of heappush
UNLAWFUL = "offered_unlawfully"

FAULTS = {
    "stale_waiting_entry": (evolve_items._offer_made, "item.state, item.offer", "item.claimed, item.offer", "crash"),
    "ended_item_left_in_heap": (evolve_items._remove, "item.state = GONE", "pass", "crash"),
    "offered_to_two": (matching._first, "item.state != WAITING", "item.state == 'gone'", "offered_to_two"),
    "ring_opened_nobody_asked": (following._ring_due, "place(d, item)", "pass", "able_idle"),
    "ring_skipped": (timers.watch_ring, "if item.ring", "if False and item.ring", "deadline_ring"),
    "lost_offer_timer": (timers.watch_offer, "if offer.shown:", "if offer.shown and offer.number % 2: return\n    "
                         "elif offer.shown:", "deadline_offer"),
    "lost_shown_timer": (timers.watch_offer, "offer.shown_by, NOT", "offer.deadline, NOT", "deadline_offer"),
    "lost_refusal_timer": (timers.watch_refusal, "heappush", NEVER, "able_idle"),
    "lost_wrap_up_timer": (timers.watch_wrap_up, "item.wrap_up_deadline, WRAP", "item.wrap_up_deadline + 1, WRAP",
                           "deadline_wrap_up"),
    "lost_presence_timer": (timers.watch_presence, "heappush", NEVER, "deadline_lost_advisor"),
    "lost_reservation_timer": (timers.watch_reservation, "heappush", NEVER, "deadline_reservation"),
    "longest_wait_ignored": (following._waited_longest, "item.state == WAITING", "False", "deadline_longest_wait"),
    "urgency_without_target": (order.pressing, " / place.target_ms", "", "order"),
    "overdue_without_precedence": (order.pressing, "place.overdue_ms", "10**15", "order"),
    "heads_ignore_overdue": (matching._head, "if heap and now", "if False and now", "order"),
    "declined_offered_again": (order.refuses, "item.refused.get(advisor.id, 0) > now", "False", UNLAWFUL),
    "alone_and_still_refused": (order.is_alone, "return not", "return False and not", "able_idle"),
    "present_one_gone_declined_forgotten": (offering.declined_beside, "return [", "return [] and [", "able_idle"),
    "after_decline_nobody_asked": (answering.decline_offer, "[state.items[offer.item]]", "[]", "able_idle"),
    "after_a_miss_nobody_asked": (answering.give_up_offer, "state.items[offer.item], ", "", "able_idle"),
    "offer_takes_no_units": (evolve_items.take_units, "+= item.units", "+= 0", UNLAWFUL),
    "heavy_counts_for_one": (lines.has_room, "+ units <=", "+ 100 <=", UNLAWFUL),
    "call_beside_a_chat": (lines.has_room, "return not advisor.units", "return advisor.units < 200",
                           UNLAWFUL),
    "hang_up_leaves_the_offer": (items._end, 'end_offer(d, state.offers[item.offer], "rescinded", reason)', "pass",
                                 "ended_under_offer"),
    "freed_by_abandon_not_served": (items.end_all, "match(d, (), freed)", "pass", "able_idle"),
    "missed_resets_idle": (evolve_items._offer_ended, "advisor.confirmed, advisor.doubt = False",
                           "advisor.idle_since, advisor.confirmed, advisor.doubt = fact.at, False", "whom"),
    "rings_asked_backwards": (matching.whom, "in place.groups", "in place.groups[::-1]", "whom"),
    "longest_idle_ignored": (lines.freshen, "advisor.idle_since, adv", "-advisor.idle_since, adv", "whom"),
    "reservation_forgotten": (offering._reserve_for_unfit, "if unfit is None", "if True", "reservation_forgotten"),
    "reserved_for_nothing_past": (order.is_past_target, "> item.place.target_ms", "> 0", "reservation_unlawful"),
    "reserved_still_offered": (lines.freshen, "or advisor.reserved or", "or", "offered_while_reserved"),
    "arrival_forgotten": (items._return_to_queue, "since=item.since", "since=d.now", "arrival_forgotten"),
    "returned_at_the_tail": (items.ahead_of_head, "return item.since - order", "return 0", "not_before_the_head"),
    "priority_uncapped": (items.enter_queue, "min(priority_seconds, PRIORITY_TARGETS_MAX * rules.target_seconds)",
                          "priority_seconds", "priority_beyond_cap"),
    "wrap_up_cut": (items.finish, "after(d.now, seconds)", "after(d.now, seconds / 2)", "wrap_up_wrong"),
    "wrap_up_cut_by_lost_session": (
        advisors.leave, "items = withdraw",
        "[d.emit(facts.WrapUpEnded(d.now, i.id, i.conversation, advisor.id)) for i in [*advisor.wrap_ups.values()]]; "
        "items = withdraw", "wrap_up_shortened"),
    "absent_one_served": (lines.freshen, "and advisor.present ", "", UNLAWFUL),
    "unconfirmed_one_served": (lines.freshen, "and advisor.confirmed ", "", UNLAWFUL),
    "not_shown_forgiven": (evolve_items._offer_ended, "advisor.held = True", "pass", UNLAWFUL),
    "one_too_many_inside": (items.refusal, ">= rules.length_max", "> rules.length_max", "door"),
    "evolve_knows_the_owner": (evolve_items._end_talk, "advisor.idle_since = at",
                               "advisor.idle_since = at + id(state) % 7", "state_is_fold"),
    "snapshot_forgets": (snapshot._load_advisor, "state.advisors[", "advisor.held = advisor.confirmed = True; "
                         "state.advisors[", "state_is_fold"),
    "offered_before_reached": (offering.make_offer, "if item.reserve_ms", "if False", "offered_before_reached"),
    "let_go_and_forgotten": (evolve_advisors._released, "if item.state == RESERVED", "if False", "crash"),
    "kept_first_past_its_time": (evolve_advisors._reserved, "fact.item, fact.deadline",
                                 "fact.item, fact.deadline + 1000", "deadline_reservation"),
    "preferred_time_forgotten": (timers.watch_preference, "heappush", NEVER, "deadline_preferred"),
    "preferred_not_first_for_her": (preferring.pressing_for, "return value[0], 1.0, 1, *value[1:]", "return value",
                                    "order"),
    "waits_for_one_who_left": (preferring.wait_no_more, "if i.holding", "if False", "deadline_preferred"),
    "lost_customer_hers_for_too_long": (preferring.lost_until, "LOST_SECONDS", "2 * LOST_SECONDS",
                                        "preference_unlawful"),
    "preferred_though_not_able": (preferring.preferred_until, "not state.classes", "False and not state.classes",
                                  "preference_unlawful"),
    "share_wished_backwards": (shares.behind, "WHOLE_SHARE * sums", "-WHOLE_SHARE * sums", "whom"),
    "share_never_uncounted": (evolve_items._offer_ended, "if offer.possible", "if False", "whom"),
    "possible_shares_not_told": (fairness.possible_shares, "if her.units == advisor.units", "if False",
                                 "share_possible"),
    "ringing_is_idle": (lines.freshen, "BUSY if advisor.units", "BUSY if advisor.talks", "whom"),
    "the_day_never_ends": (occupancy.turn_to, "if advisor.day != today", "if not advisor.day", "whom"),
    "skills_for_ever": (timers.watch_change, "heappush", NEVER, "deadline_skills"),
    "skills_not_given_back": (evolve_skills.change_ended, "_have(state, advisor)", "pass", UNLAWFUL),
    "change_not_looked_at": (following._skills_changed, "state_of(d).advisors.values()", "()", "able_idle"),
    "offered_out_of_hours": (lines.freshen, " or advisor.off_hours", "", UNLAWFUL),
    "hours_never_end": (evolve_skills._turn, "if advisor.hours_turn:", "if False:", UNLAWFUL),
    "rings_on_past_her_hours": (offering.withdraw, "list(advisor.offers.values())",
                                '([] if reason == "hours" else list(advisor.offers.values()))', "contact_hours"),
    "no_ceiling": (deferring.withhold, "if occupied_lately", "if True or occupied_lately", "beyond_the_ceiling"),
    "withheld_for_ever": (timers.watch_withheld, "heappush", NEVER, "able_idle"),
    "calls_wait_behind_letters": (deferring.whom_to_push, "item.channel != WHOLE", "True", "call_behind_deferrable"),
    "pushed_when_overdue": (deferring.may_be_pushed, "and now - i.order <= i.place.overdue_ms", "",
                            "pushed_unlawfully"),
    "pushed_loses_its_place": (deferring._queue_again, "item.kind, item.since", "item.kind, d.now",
                               "arrival_forgotten"),
    "deferrable_before_others": (order.pressing, "-1 if place.deferrable else 0", "0", "order"),
    "removed_queue_keeps_waiting": (following._rules_published, "wait_again(d, waiting)", "pass",
                                    "kept_in_removed_queue"),
    "no_callback_timer": (callback_state._watch, "heappush", NEVER, "deadline_callback"),
    "dialled_before_anybody_is_reserved": (
        callbacks._bring, 'if "refused" in reply:', 'voice.dial(d, ConversationId(id), 25)\n    if "refused" in reply:',
        "dialled_unreserved"),
    "tries_without_distance": (callbacks._not_reached, "callback.distances[tries - 1]", "1", "callback_tries"),
    "tries_for_ever": (callbacks._not_reached, "callback.distances[tries - 1]) if 0 < tries <= len(callback.distances)",
                       "9) if tries", "callback_tries"),
    "callback_counted_as_abandoned": (callbacks._not_reached, '_cancel_item(d, item, "not_reached")',
                                      '_cancel_item(d, item, "abandoned")', "callback_abandoned"),
    "advisor_kept_for_who_cancelled": (callbacks._cancel, '_cancel_item(d, item, "cancelled")', "pass",
                                       "kept_for_callback"),
    "late_and_told_as_in_time": (callbacks._end, "and d.now <= callback.promised", "", "callback_in_time"),
    "cancelled_and_pending_still": (callbacks._cancel, "_end(d, command.callback, command.reason)", "pass",
                                    "callback_twice"),
    "kept_place_forgotten": (callbacks._bring, "since=min(callback.since, d.now)", "since=d.now", "arrival_forgotten"),
    "reached_by_nobody": (callbacks._answered, "d.emit(facts.CallbackReached",
                          '_end(d, id, "reached")\n    return\n    d.emit(facts.CallbackReached', "callback_ended_how"),
    "published_before_its_time": (Day.look_at_schedule, "if at <= self.now]", "if at <= self.now + 60_000]",
                                  "published_early"),
    "never_published": (Day.look_at_schedule, "due = [", "due = [] and [", "deadline_publication"),
    "published_twice": (Day.look_at_schedule, "self.owner.receive([rules], self.now)",
                        "self.owner.receive([rules, rules], self.now)", "rules_version"),
    "skill_change_ended_late": (timers.watch_change, "change.until, CHANGE", "change.until + 1, CHANGE",
                                "deadline_skills"),
    "overflowed_before_what_is_more_urgent": (items.stop_waiting, "item.queue), seek=False", "item.queue)", "order"),
    "aside_for_ever": (transfers.together, "if aside:", "if False:", "customer_alone"),
    "given_at_once_without_music": (transfers.begin, "waits=True", "waits=False", "customer_alone"),
    "given_and_still_hers": (
        transfers._leave, "d.perform(routing_commands.CancelWorkItem(item.id, TRANSFERRED, taken_by=taken_by))",
        "pass", "given_and_kept"),
    "sought_after_all": (transfers._end, "d.perform(routing_commands.CancelWorkItem(item, reason))", "pass",
                         "sought_for_nobody"),
    "held_and_talked_with": (
        transfers_seen.show,
        "close_segments(d, conversation, before, subject=item.id, owner=item.advisor, reason=wanted)",
        "pass", "segments_overlap"),
    "consultation_not_counted": (
        transfers_seen.show, "open_segment(d, conversation, wanted, item.advisor, item.id)", "pass", "segments_gap"),
    "new_skills_not_looked_at": (following._look_again, "], advisors)", "])", "able_idle"),
}

CALLED_BACK = {name for name, (function, *_) in FAULTS.items() if function.__module__.startswith("palabre.callbacks")}
OF_TRANSFERS = (transfers.__name__, transfers_seen.__name__)
GIVEN = {name for name, (function, *_) in FAULTS.items() if function.__module__ in OF_TRANSFERS}
RARE = dict.fromkeys(CALLED_BACK, CALLING_BACK) | dict.fromkeys(GIVEN, TRANSFERRING) | {
    "lost_reservation_timer": FLOORS[4:], "present_one_gone_declined_forgotten": FLOORS[:2],
    "overflowed_before_what_is_more_urgent": ({"minutes": 25},),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught(name):
    function, old, new, law = FAULTS[name]
    with planted(function, old, new):
        seen = caught(range(1, 200 if name in RARE else 40), {law}, RARE.get(name, FLOORS))
    assert law in seen, seen


def test_two_owners_without_a_fence_are_caught(monkeypatch):
    """The dead owner lives on and writes what it decides from its old state: the laws see it in the facts."""
    def die(self):
        self.doomed, self.deaths, old = False, self.deaths + 1, self.world
        self.world, _ = self.fold(0, self.empty())
        self.world, self.other = old, self.world

    def ask(self, id, command, now, sound=Owner.ask):
        if getattr(self, "other", None):
            self.world, self.other = self.other, self.world
        return sound(self, id, command, now)

    monkeypatch.setattr(Owner, "die", die)
    monkeypatch.setattr(Owner, "ask", ask)
    seen = caught(range(1, 10), {"offered_to_two", "item_twice", "offer_twice", "crash"})
    assert seen, seen


def test_the_same_days_without_a_fault_are_clean():
    assert not sum((Day(seed, minutes=12).run().violations for seed in (1, 2, 3)), start=type(Day(1).laws.violations)())
