"""Who may do what: the one place. A permission is `room.verb` or `room.things.verb`; a role is a set of them."""

from __future__ import annotations

from collections.abc import Iterable

from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope

_ADVISOR = frozenset(
    (
        "desk.answer",
        "people.names",
        "tokens.own",
        "conversations.view_own",
        "conversations.write_own",
        "customers.view",
        "customers.edit",
        "routing.view",
        "reporting.own",
        "callbacks.request",
        "voicemail.listen",
        "outbound.opt_out",
        "workforce.telework.own",
    )
)
_WATCH = frozenset(
    (
        "desk.supervise",
        "routing.explain",
        "people.view",
        "people.names",
        "tokens.own",
        "conversations.view",
        "routing.view",
        "reporting.view",
        "voice.supervise",
        "workforce.telework.manage",
    )
)
_SUPERVISOR = (
    _ADVISOR
    | _WATCH
    | frozenset(
        (
            "conversations.write",
            "recordings.listen",
            "recordings.export",
            "callbacks.view",
            "outbound.view",
            "outbound.run",
            "routing.advisors.edit",
            "flows.view",
            "calendars.edit",
            "customers.merge",
            "information.view",
            "announcements.make",
            "workforce.forecasts.view",
            "workforce.forecasts.edit",
        )
    )
)
_ADMINISTRATOR = _SUPERVISOR | frozenset(
    (
        "tenant.edit",
        "people.edit",
        "partners.edit",
        "sites.edit",
        "audit.view",
        "customers.erase",
        "routing.skills.edit",
        "routing.queues.edit",
        "routing.publish",
        "callbacks.edit",
        "outbound.edit",
        "flows.edit",
        "flows.publish",
        "prompts.edit",
        "voice.edit",
        "information.edit",
        "chat.edit",
        "conversations.outcomes.edit",
        "recordings.erase",
        "recordings.rules",
        "recordings.pause",
        "operations.view",
        "moving.import",
        "workforce.workstations.view",
    )
)

ROLES: dict[str, frozenset[str]] = {
    "advisor": _ADVISOR,
    "supervisor": _SUPERVISOR,
    "administrator": _ADMINISTRATOR,
    # her own company's people only: the database holds her to it (palabre.partner)
    "partner_supervisor": _WATCH,
    # keeps the installation running: sees its parts and what is parked, no conversation
    "operator": frozenset(("operations.view", "operations.repair", "tokens.own", "people.names")),
}
ALL: frozenset[str] = frozenset().union(*ROLES.values())
PARTNER_ROLES = frozenset(("advisor", "partner_supervisor"))  # what a person of a partner may be


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))


def everything(tenant: TenantId) -> Scope:
    """The installation itself acting within a tenant: seeds and commands of the machine's owner."""
    return Scope(tenant, permissions=ALL)
