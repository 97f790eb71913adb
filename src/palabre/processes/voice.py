"""The voice process: one Asterisk driven, and the flows of its calls run beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from palabre.callbacks import wiring as _callbacks  # noqa: F401  its step, and the places it keeps
from palabre.channels.voice.wiring import VoiceNode, place_of
from palabre.flows.wiring import FlowRunner
from palabre.information import wiring as _information  # noqa: F401  its steps, and what it announces
from palabre.plumbing.secrets import master_key
from palabre.plumbing.settings import Settings
from palabre.processes.opening import services
from palabre.processes.voice_wish import OUTSIDE_TRUNK, trunk_accounts
from palabre.voicemail import wiring as _voicemail  # noqa: F401  its step


async def main(settings: Settings, ready: Callable[[], None]) -> None:
    """Until cancelled. Calls in progress stay up in Asterisk when we go, and are found again by the next one."""
    async with services(settings) as given:
        accounts = trunk_accounts(settings, master_key(Path(settings.master_key_file)))
        node = VoiceNode(given, place_of(settings, trunk_of(settings), accounts), FlowRunner(given))
        driving = asyncio.create_task(node.run())
        try:
            await asyncio.wait({driving, asyncio.ensure_future(node.ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
            ready()
            await driving
        finally:
            driving.cancel()
            await asyncio.gather(driving, return_exceptions=True)


def trunk_of(settings: Settings) -> str:
    """The trunk that flows' transfers and rescued callers leave by: the first one named."""
    named = [text.partition("=")[0] for text in settings.sip_trunks.split()]
    return named[0] if named else OUTSIDE_TRUNK
