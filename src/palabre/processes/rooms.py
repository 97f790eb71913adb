"""The rooms that live in a partition, lowest storey first: owners decide with them, followers evolve by them."""

from __future__ import annotations

from palabre.callbacks.model.room import ROOM as CALLBACKS
from palabre.channels.voice.model.room import ROOM as VOICE
from palabre.conversations.model import ROOM as CONVERSATIONS
from palabre.flows.model.begun import ROOM as BEGUN
from palabre.flows.reactions import ROOM as FLOWS
from palabre.foundations.decision import Room
from palabre.outbound.model.room import ROOM as OUTBOUND
from palabre.routing.model.room import ROOM as ROUTING
from palabre.routing.model.waits import ROOM as WAITS

ROOMS: tuple[Room, ...] = (CONVERSATIONS, ROUTING, WAITS, VOICE, FLOWS, BEGUN, CALLBACKS, OUTBOUND)
