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


class PhoneUnavailable(Problem):
    """The telephone part does not answer; everything else goes on."""

    code, status = "voice.phone_unavailable", 503


class PromptUnspeakable(Problem):
    """No recording, and no voice for this language."""

    code, status = "voice.prompt_unspeakable", 422


class NotOnThisCall(Problem):
    """Her phone is not (or no longer) joined with this customer."""

    code = "voice.not_on_this_call"
