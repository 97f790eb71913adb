"""What a tenant's configuration is made of, in the order in which it can be made: each leans on those above it.

A thing is known by its `key` (a name, a code, a number), never by an id: ids differ between two installations, and
wherever one stands in a body the file has `@kind/key` instead.
"""

from __future__ import annotations

import msgspec


class Kind(msgspec.Struct, frozen=True):
    """`path`: its list. `key`: the fields that name one. `fields`: what is compared and written.

    `of`: path of one, read for what its list does not tell. `create`: path of POST, '' where `change` makes it too.
    `change`: method and path. `fixed`: fields that only a creation may give. `always`: written though nobody said so.
    `lone`: there is one, and it is there.
    """

    name: str
    path: str
    key: tuple[str, ...]
    fields: tuple[str, ...]
    create: str = ""
    change: tuple[str, str] = ("", "")
    of: str = ""
    fixed: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    lone: bool = False
    each: str = ""

    def key_of(self, row: dict) -> str:
        return "/".join(str(row[field]) for field in self.key)


def _plain(name: str, *fields: str, key: str = "name", fixed: tuple[str, ...] = ()) -> Kind:
    """A list, POST for a new one, PATCH by id with its version."""
    path = f"/api/{name}"
    return Kind(name, path, (key,), fields, path, ("PATCH", f"{path}/{{id}}"), fixed=fixed)


KINDS = (
    Kind("tenant", "/api/tenant", (), ("name", "language", "country", "time_zone"), change=("PATCH", "/api/tenant"),
         lone=True),
    _plain("partners", "names_visible", "active"),
    _plain("sites", "kind", "partner", "time_zone", "active"),
    _plain("skills", "kind", "active"),
    Kind("calendars", "/api/calendars", ("name",), ("calendar",), "/api/calendars", ("PUT", "/api/calendars/{id}"),
         always=("name",)),
    Kind("outcome_codes", "/api/outcome-codes", ("code",), ("labels", "position", "retired"),
         change=("PUT", "/api/outcome-codes/{code}")),
    _plain("queues", "channel", "rings", "options", "calendar", "active", fixed=("channel",)),
    Kind("callback_rules", "/api/callbacks/rules/{id}", ("queue",), ("distances", "promise_seconds", "open_seconds"),
         change=("PUT", "/api/callbacks/rules/{queue}"), each="queues"),
    Kind("prompts", "/api/prompts", ("name", "language"), ("text", "sound"),
         change=("PUT", "/api/prompts/{name}/{language}")),
    Kind("flows", "/api/flows", ("name",), ("draft",), "/api/flows", ("PUT", "/api/flows/{id}/draft"),
         of="/api/flows/{id}"),
    Kind("numbers", "/api/numbers", ("number",), ("name", "flow", "language", "rescue_number"), "/api/numbers",
         ("PATCH", "/api/numbers/{id}")),
    Kind("entries", "/api/flow-entries", ("channel", "entry"), ("flow",),
         change=("PUT", "/api/flow-entries/{channel}/{entry}")),
    _plain("people", "name", "roles", "language", "partner", "site", "active", key="email"),
    Kind("abilities", "/api/people/{id}/abilities", ("person",), ("skills", "capacities"),
         change=("PUT", "/api/people/{person}/abilities"), each="people"),
)  # fmt: skip

BY_NAME = {kind.name: kind for kind in KINDS}
