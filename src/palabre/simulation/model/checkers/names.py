"""The laws by name, so that a count of nought is told too: `violations` of a simulation has every one of them."""

from __future__ import annotations

LAWS = (
    "abandoned_how", "able_idle", "ahead_twice", "answered_after_leaving", "arrival_forgotten", "capacity_left_over",
    "deadline_longest_wait", "deadline_lost_advisor", "deadline_offer", "deadline_reservation", "deadline_ring",
    "deadline_wrap_up", "door", "ended_under_offer", "interrupted_unlawfully", "item_ended_twice", "item_twice",
    "kept_after_leaving", "kept_in_removed_queue", "longest_wait", "nobody_lost", "not_before_the_head",
    "offer_deadline", "offer_ended_twice", "offer_twice", "offered_to_two", "offered_unlawfully",
    "offered_while_reserved", "order",
    "priority_beyond_cap", "reservation_ended_twice", "reservation_forgotten", "reservation_unlawful", "ring_early",
    "signed_out_while_busy", "sought_for_nobody", "time_runs_back", "whom", "wrap_up_before_end", "wrap_up_missing",
    "wrap_up_shortened", "wrap_up_wrong",
)  # fmt: skip
