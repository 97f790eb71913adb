"""What voice refuses."""

from __future__ import annotations

from palabre.foundations.problems import Problem


class NumberUnknown(Problem):
    """No tenant answers this number, or this key of a web call."""

    code, status = "voice.number_unknown", 404


class NumberInvalid(Problem):
    """Not a number that can be called: `number` is shown as it was given."""

    code, status = "voice.number_invalid", 422


class NumberTaken(Problem):
    code, status = "voice.number_taken", 409


class TooManyWebCalls(Problem):
    """Too many calls from one network within the last minutes."""

    code, status = "voice.too_many_web_calls", 429


class TakesBusy(Problem):
    """As many speak prompts by telephone as may at once: in a moment."""

    code, status = "voice.takes_busy", 503


class TakeGone(Problem):
    """What was spoken is not there: kept, discarded or forgotten, or it could not be stored."""

    code, status = "voice.take_gone", 409


class RobotsBusy(Problem):
    """As many robots call as may at once."""

    code, status = "voice.robots_busy", 503


class PhoneUnavailable(Problem):
    """The telephone part does not answer; everything else goes on."""

    code, status = "voice.phone_unavailable", 503


class PromptUnspeakable(Problem):
    """No recording, and no voice for this language."""

    code, status = "voice.prompt_unspeakable", 422


class NotOnThisCall(Problem):
    """Her phone is not (or no longer) joined with this customer."""

    code = "voice.not_on_this_call"


class OwnCall(Problem):
    """A supervisor has one ear: not while she is in a call of her own, nor to her own call."""

    code = "voice.own_call"


class ColleagueBusy(Problem):
    """In a call, or about to be in one."""

    code = "voice.colleague_busy"


class ListensElsewhere(Problem):
    """Let the other talk go first."""

    code = "voice.listens_elsewhere"


class TooManyListeners(Problem):
    code = "voice.too_many_listeners"


class HowUnknown(Problem):
    """listen, whisper or join; from a desk also take_over."""

    code, status = "voice.how_unknown", 422


class NotPermitted(Problem):
    """Nothing was dialled."""

    code, status = "voice.not_permitted", 403


class DestinationClosed(NotPermitted):
    """The dial plan does not open this: `destination` its class, `why` class, prefix or purpose; never the number."""

    code = "voice.destination_closed"


class CeilingReached(NotPermitted):
    """`ceiling`: calls at once, or money of the day; `limit`: what it is."""

    code, status = "voice.ceiling_reached", 429


class CallerIdNotOurs(NotPermitted):
    """Only a number of the tenant's own may be shown."""

    code = "voice.caller_id_not_ours"


class NoWayOut(NotPermitted):
    """No trunk takes this call now: none is there, or all are full or paused."""

    code, status = "voice.no_way_out", 503


class TrunkInvalid(Problem):
    """`field` and `reason` say what does not fit."""

    code, status = "voice.trunk_invalid", 422


class MoveInvalid(Problem):
    """Of a number that moves: `field` and `reason` (range, unknown)."""

    code, status = "voice.move_invalid", 422


class NotRecorded(Problem):
    """This call is not recorded: there is nothing to pause."""

    code = "voice.not_recorded"


class RecordingErased(Problem):
    """Its sound is gone: its time had come, or somebody erased it."""

    code, status = "voice.recording_erased", 410


class RecordingHeld(Problem):
    """It is kept for the law: nobody may erase it before the hold is lifted."""

    code, status = "voice.recording_held", 409


class VconInvalid(Problem):
    """What we were about to write is no vCon: `fault` says where. Nothing was sent."""

    code, status = "voice.vcon_invalid", 500


class RecordingTooLong(Problem):
    """Its sound is too much for one JSON document: take the wav."""

    code, status = "voice.recording_too_long", 413


class TransferUnderWay(Problem):
    """One at a time: end the consultation, or hand over, before the next."""

    code = "voice.transfer_under_way"


class NoTransfer(Problem):
    """Nobody is sought for this call, and nobody consulted."""

    code = "voice.no_transfer"


class TransferRefused(Problem):
    """Nobody can be had there now. `reason`: closed, full, nobody, unavailable, not_able, blind_only, unknown."""

    code = "voice.transfer_refused"


class ColleagueAway(Problem):
    """Not at her desk: she cannot be called there."""

    code = "voice.colleague_away"


class NoDeskTelephone(Problem):
    """Have credentials made for it first."""

    code = "voice.no_desk_telephone"


class MusicUnreadable(Problem):
    """`reason`: no_wav, format, length, too_large."""

    code, status = "voice.music_unreadable", 422
