"""What the processes take from this room."""

from __future__ import annotations

from palabre.tenants.http import invitations, parked, people, places, session
from palabre.tenants.http.authentication import authenticate

routes: list = [session.router, people.router, places.router, parked.router, invitations.router]

__all__ = ["authenticate", "routes"]
