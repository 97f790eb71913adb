"""What is wrong in a document that a person wrote: a code for clients, and where."""
from __future__ import annotations

import msgspec


class Fault(msgspec.Struct, frozen=True, order=True):
    """`code` is stable; `where`: the step (or day, or prompt); `what`: the exit, target, language or id it is about."""

    code: str
    where: str = ""
    what: str = ""
