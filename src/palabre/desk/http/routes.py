"""All of the desk that is asked by HTTP, and its socket."""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from palabre.desk.http import calls, socket, transfers, work

_commands = Router(
    "/api/desk",
    tags=["desk"],
    route_handlers=[
        work.change_status,
        work.sign_out,
        work.show_offer,
        work.accept_offer,
        work.decline_offer,
        work.finish_work_item,
        work.end_wrap_up,
        work.extend_wrap_up,
        calls.hold_conversation,
        calls.take_conversation,
        calls.hang_up_conversation,
        calls.press_keys,
        calls.mute_conversation,
        calls.report_quality,
        calls.report_abuse,
        calls.see_abuse,
        calls.see_ceiling,
        calls.call_number,
        calls.cancel_call,
        calls.list_colleagues,
        calls.call_colleague,
        calls.answer_colleague,
        calls.end_internal_call,
        calls.see_internal_end,
        transfers.get_destinations,
        transfers.transfer_conversation,
        transfers.complete_transfer,
        transfers.swap_conversation,
        transfers.cancel_transfer,
        transfers.supervise_conversation,
        transfers.end_supervision,
    ],
)
_wall = Router("/api/reporting", route_handlers=[socket.get_live], tags=["reporting"])
_rooms = [_commands, _wall, socket.desk_socket]
routes: list = [Router("/", route_handlers=_rooms, dependencies={"gateway": Provide(socket.provide_gateway)})]
