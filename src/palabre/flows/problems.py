"""What flows refuse."""
from __future__ import annotations

from palabre.foundations.problems import Invalid, NotFound, Problem


class FlowUnknown(NotFound):
    code = "flows.flow_unknown"


class FlowUnreadable(Invalid):
    """The document does not fit the schema; `why` names the place, never the content."""

    code = "flows.flow_unreadable"


class FlowInvalid(Invalid):
    """It cannot be published: `faults` is a list of [code, where, what]."""

    code = "flows.flow_invalid"


class FlowNotPublished(Problem):
    code = "flows.flow_not_published"


class DraftChanged(Problem):
    """Somebody else saved the draft meanwhile: read it again. `revision` is the present one, made by `by`, `at` ms."""

    code = "flows.draft_changed"


class NothingToUndo(Problem):
    code = "flows.nothing_to_undo"


class CalendarUnknown(NotFound):
    code = "flows.calendar_unknown"


class CalendarInUse(Problem):
    """Queues in service or flows that answer go by it: `queues`, `flows` (ids)."""

    code = "flows.calendar_in_use"


class CalendarInvalid(Invalid):
    """`faults` is a list of [code, where, what]."""

    code = "flows.calendar_invalid"


class ZoneUnknown(Invalid):
    code = "flows.zone_unknown"


class PromptUnknown(NotFound):
    code = "flows.prompt_unknown"


class PromptInUse(Problem):
    """A published flow says it."""

    code = "flows.prompt_in_use"


class RecordingInvalid(Invalid):
    """Not a wav file that can be played; `reason`: not_wav, not_pcm, too_long, too_large, channels, rate."""

    code = "flows.recording_invalid"


class RunUnknown(NotFound):
    code = "flows.run_unknown"


class RunTaken(Problem):
    """Another process has resumed this run: this one must let go of it."""

    code = "flows.run_taken"


class VariablesTooLarge(Problem):
    code = "flows.variables_too_large"


class VariableUnfit(Problem):
    """A declared variable cannot hold this; which value it was is told nowhere."""

    code = "flows.variable_unfit"


class SubFlowUnavailable(Problem):
    """It is not published, not readable, or too deep; the step that runs it takes `failed`."""

    code = "flows.sub_flow_unavailable"


class PublicationUnknown(NotFound):
    code = "flows.publication_unknown"


class PackageUnreadable(Invalid):
    """Not a flow that was exported; `why` names the place."""

    code = "flows.package_unreadable"


class TrialNotPossible(Invalid):
    """The draft cannot even begin: `faults` as in flow_invalid."""

    code = "flows.trial_not_possible"


class NameTaken(Problem):
    code = "flows.name_taken"
