"""What this room refuses."""

from __future__ import annotations

from palabre.foundations.problems import NotFound, Problem


class CampaignUnknown(NotFound):
    code = "outbound.campaign_unknown"


class ListUnknown(NotFound):
    code = "outbound.list_unknown"


class ContactUnknown(NotFound):
    code = "outbound.contact_unknown"


class NotShown(Problem):
    """The card is another advisor's, or its time is over."""

    code = "outbound.not_shown"


class CampaignImpossible(Problem):
    """`field`: what does not fit; `reason`: a code."""

    code, status = "outbound.campaign_impossible", 422


class CampaignStopped(Problem):
    """It is over for good; make another one."""

    code = "outbound.campaign_stopped"


class FileUnreadable(Problem):
    """`reason`: empty, encoding, binary, no_header, no_number_column, too_many_lines, too_long."""

    code, status = "outbound.file_unreadable", 422


class ImportUnknown(NotFound):
    code = "outbound.import_unknown"


class ImportUsed(Problem):
    """`reason`: undone already, or some were dialled since and `dialled` says how many: these stay."""

    code = "outbound.import_used"


class CountryUnknown(Problem):
    """No pack of rules has this name."""

    code, status = "outbound.country_unknown", 422
