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


class PackageBroken(Invalid):
    """Not a zip, or one that cannot be read whole. `reason`: not_zip, damaged, encrypted, twice, unlisted, missing,
    manifest; `part`: which."""

    code = "flows.package_broken"


class PackageForeign(Invalid):
    """A zip, and no flow package."""

    code = "flows.package_foreign"


class PackageNewer(Invalid):
    """Made by a later Palabre: `version`, where this one reads up to `known`."""

    code = "flows.package_newer"


class PackageHashWrong(Invalid):
    """`part` is not what the manifest says: it was changed or cut on its way."""

    code = "flows.package_hash_wrong"


class PackagePathUnsafe(Invalid):
    """`part` would lead out of the package."""

    code = "flows.package_path_unsafe"


class PackageTooLarge(Problem):
    """`what` is beyond `most`: bytes (of the zip), inflated_bytes, text_bytes, parts, flows."""

    code, status = "flows.package_too_large", 413


class PackageSoundInvalid(Invalid):
    """`part` is no sound that a telephone plays; `reason` as in recording_invalid."""

    code = "flows.package_sound_invalid"


class ImportUnknown(NotFound):
    code = "flows.import_unknown"


class ImportState(Problem):
    """What is asked does not fit where the import is: `state`."""

    code = "flows.import_state"


class ImportChanged(Problem):
    """Something of it was changed here since it was looked at: look again."""

    code = "flows.import_changed"


class ImportUnchosen(Problem):
    """A conflict without a choice: `kind`, `name`."""

    code = "flows.import_unchosen"


class ImportNameTaken(Problem):
    """The other name is one that is here or in the package: `kind`, `name`."""

    code = "flows.import_name_taken"


class ImportUndoTooLate(Problem):
    """More than `days` days after."""

    code = "flows.import_undo_too_late"


class TrialNotPossible(Invalid):
    """The draft cannot even begin: `faults` as in flow_invalid."""

    code = "flows.trial_not_possible"


class NameTaken(Problem):
    code = "flows.name_taken"
