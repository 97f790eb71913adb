"""What this room refuses."""

from __future__ import annotations

from palabre.foundations.problems import Invalid, NotFound, Problem


class FeedUnknown(NotFound):
    code = "information.feed_unknown"


class FeedInvalid(Invalid):
    """`field` names what does not fit, `reason` why."""

    code = "information.feed_invalid"


class FeedInUse(Problem):
    """A published flow tells it."""

    code = "information.feed_in_use"


class FeedUnreadable(Invalid):
    """What came is not what was expected; `reason`: not_xml, entities, not_json, path, no_items, words."""

    code = "information.feed_unreadable"


class CredentialUnknown(NotFound):
    code = "information.credential_unknown"


class CredentialInUse(Problem):
    """A published flow sends it."""

    code = "information.credential_in_use"


class AnnouncementUnknown(NotFound):
    code = "information.announcement_unknown"


class AnnouncementImpossible(Invalid):
    """`reason`: no_words, ended, too_long, subject."""

    code = "information.announcement_impossible"


class AnnouncementOver(Problem):
    """It has ended or was withdrawn already; or it stands, where it was to be restored."""

    code = "information.announcement_over"
