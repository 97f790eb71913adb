"""The laws by name, so that a count of nought is told too: `violations` of a simulation has every one of them."""

from __future__ import annotations

LAWS = (
    "abandoned_how", "able_idle", "ahead_twice", "answered_after_leaving", "arrival_forgotten",
    "beyond_the_ceiling", "call_behind_deferrable", "callback_abandoned", "callback_ended_how",
    "callback_ended_twice", "callback_in_time", "callback_tries", "callback_twice", "capacity_left_over",
    "contact_hours", "customer_alone", "deadline_callback", "deadline_longest_wait", "deadline_lost_advisor",
    "deadline_offer", "deadline_preferred", "deadline_publication", "deadline_reservation", "deadline_ring",
    "deadline_skills", "deadline_wrap_up", "dialled_for_nobody", "dialled_unlawfully", "dialled_unreserved",
    "door", "ended_under_offer", "given_and_kept", "interrupted_unlawfully", "item_ended_twice", "item_twice",
    "kept_after_leaving", "kept_for_callback", "kept_in_removed_queue", "longest_wait", "nobody_lost",
    "not_before_the_head", "offer_deadline", "offer_ended_twice", "offer_twice", "offered_before_reached",
    "offered_to_two", "offered_unlawfully", "offered_while_reserved", "order", "overflow_circle",
    "preference_unlawful", "priority_beyond_cap", "published_early", "pushed_unlawfully", "reached_for_nobody",
    "reservation_ended_twice", "reservation_forgotten", "reservation_unlawful", "reserved_unlawfully",
    "ring_early", "rules_version", "segments_gap", "segments_overlap", "share_possible", "signed_out_while_busy",
    "sought_for_nobody", "sought_twice", "state_is_fold", "time_runs_back", "transfer_ended_twice", "whom",
    "withheld_unlawfully", "wrap_up_before_end", "wrap_up_missing", "wrap_up_shortened", "wrap_up_wrong",
)  # fmt: skip
