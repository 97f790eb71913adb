"""A person, a session and a token as the room knows them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from palabre.foundations.ids import PartnerId, PersonId, SiteId
from palabre.foundations.problems import Invalid
from palabre.foundations.scope import Scope
from palabre.tenants.model.permissions import PARTNER_ROLES, ROLES, permissions_of
from palabre.tenants.problems import RolesNotGranted

LANGUAGES = ("fr", "en", "ar")


class Person(msgspec.Struct, frozen=True):
    """Without anything secret. `name_key`: folded, what lists are sorted by."""

    id: PersonId
    name: str
    name_key: str
    email: str
    roles: tuple[str, ...]
    language: str
    partner: PartnerId | None
    site: SiteId | None
    active: bool
    version: int


class Signed(msgspec.Struct, frozen=True):
    """Who asks, found from a cookie or a token. `csrf` and `session` are a browser's, `token` a program's."""

    scope: Scope
    session: str | None = None
    csrf: str | None = None
    token: str | None = None


def check_roles(granter: Scope, roles: Iterable[str], partner: str | None) -> tuple[str, ...]:
    """Known, fit for a partner's person, and holding nothing that the granter does not hold."""
    wanted = tuple(sorted(set(roles)))
    if not wanted or any(role not in ROLES for role in wanted):
        raise Invalid(field="roles", reason="unknown")
    if partner and not PARTNER_ROLES.issuperset(wanted):
        raise Invalid(field="roles", reason="not_for_a_partner")
    if "partner_supervisor" in wanted and not partner:
        raise Invalid(field="roles", reason="needs_a_partner")
    missing = permissions_of(wanted) - granter.permissions
    if missing:
        raise RolesNotGranted(permissions=sorted(missing))
    return wanted


def check_language(language: str) -> str:
    if language not in LANGUAGES:
        raise Invalid(field="language", reason="unknown")
    return language


def require_no_more_than(scope: Scope, person: Person) -> None:
    """Nobody changes a person who may do more than she: her password would be a way up."""
    missing = permissions_of(person.roles) - scope.permissions
    if missing:
        raise RolesNotGranted(permissions=sorted(missing))
