"""On whose behalf something is done."""

from __future__ import annotations

import msgspec

from palabre.foundations.ids import PartnerId, PersonId, TenantId
from palabre.foundations.problems import Forbidden


class Scope(msgspec.Struct, frozen=True):
    """Tenant, and where a person acts: who, for which partner, with which permissions."""

    tenant: TenantId
    person: PersonId | None = None
    partner: PartnerId | None = None
    permissions: frozenset[str] = frozenset()
    language: str = "fr"

    def require(self, permission: str) -> None:
        if permission not in self.permissions:
            raise Forbidden(permission=permission)
