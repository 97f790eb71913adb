"""What this room refuses."""

from __future__ import annotations

from palabre.foundations.problems import NotFound, Problem


class ImportUnknown(NotFound):
    code = "moving.import_unknown"


class KindUnknown(NotFound):
    code = "moving.kind_unknown"


class FileTooLarge(Problem):
    """`bytes_max`."""

    code, status = "moving.file_too_large", 413


class NotInThisState(Problem):
    """What is asked does not fit where the import is: `state`."""

    code = "moving.not_in_this_state"


class UndoTooLate(Problem):
    """More than `days` days after."""

    code = "moving.undo_too_late"


class NothingToRehearse(Problem):
    """No number of these is ours, or none of these calls had a problem."""

    code = "moving.nothing_to_rehearse"


class RehearsalTooLarge(Problem):
    """`calls` are more than `calls_max`: some numbers at a time."""

    code = "moving.rehearsal_too_large"


class ChecklistTooLong(Problem):
    """More than `points_max` points of their own."""

    code = "moving.checklist_too_long"


class LostHold(Problem):
    """Another worker has it: between processes."""

    code = "moving.lost_hold"
