"""Robots that call: begun, looked at and stopped, in the voice process that has the call."""

from __future__ import annotations

import msgspec

from palabre.channels.voice.model.robots import Heard, RobotCall
from palabre.channels.voice.problems import PhoneUnavailable, RobotsBusy
from palabre.foundations.ids import TenantId
from palabre.plumbing.bus import BusSilent
from palabre.plumbing.services import Services

BEGIN_SECONDS, LOOK_SECONDS = 5.0, 2.0


async def begin_robot(services: Services, tenant: TenantId, call: RobotCall) -> None:
    """Raises PhoneUnavailable where no telephony is there, RobotsBusy where as many call as may."""
    try:
        answer = await services.bus.request(f"live.{tenant}.robot_call", msgspec.json.encode(call), BEGIN_SECONDS)
    except BusSilent:
        raise PhoneUnavailable() from None
    if answer == b"busy":
        raise RobotsBusy()
    if answer != b"ok":
        raise PhoneUnavailable()


async def look_at_robot(services: Services, tenant: TenantId, id: str) -> Heard | None:
    """None: nobody has this call (any more)."""
    try:
        answer = await services.bus.request(f"live.{tenant}.robot_look", id.encode(), LOOK_SECONDS)
    except BusSilent:
        return None
    return msgspec.json.decode(answer, type=Heard)


async def stop_robot(services: Services, tenant: TenantId, id: str) -> None:
    await services.bus.publish(f"live.{tenant}.robot_stop", id.encode())
