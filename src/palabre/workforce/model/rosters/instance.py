"""A roster to make: days, shifts, people with their rules, cover wanted. Format: docs/reference/rosters.md."""

from __future__ import annotations

import msgspec


class Shift(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    length: int
    forbidden_following_shifts: list[str] | None = None


class Request(msgspec.Struct, frozen=True):
    day: int
    shift: str
    weight: int


class Staff(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    max_shifts: list[int]
    min_total_minutes: int
    max_total_minutes: int
    min_consecutive_shifts: int
    max_consecutive_shifts: int
    min_consecutive_days_off: int
    max_weekends: int
    days_off: list[int] | None = None
    on_requests: list[Request] | None = None
    off_requests: list[Request] | None = None


class Cover(msgspec.Struct, frozen=True, rename="camel"):
    requirement: int
    weight_if_under: int
    weight_if_over: int


class Instance(msgspec.Struct, frozen=True, rename="camel"):
    """Day 0 is a Monday. `covers[day][shift]`, shifts in their order."""

    n_days: int
    shifts: list[Shift]
    staffs: list[Staff]
    covers: list[list[Cover]]
