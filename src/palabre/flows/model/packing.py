"""A flow package: what is in it, how it stands beside what is here, and what taking it comes to. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

import msgspec

from palabre.flows.model.comparison import compare
from palabre.flows.model.flow import read_flow, read_step
from palabre.flows.model.references import names_said, refer_anew, references
from palabre.flows.problems import FlowUnreadable, ImportNameTaken, ImportUnchosen
from palabre.foundations import limits

FORMAT, VERSION = "palabre.flow_package", 1
PLACES_MAX = 20  # steps named of one thing that is missing

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.NAME_CHARACTERS_MAX)]
Kind = Literal["flow", "prompt"]
Way = Literal["mine", "theirs", "rename"]


class FlowPacked(msgspec.Struct, frozen=True):
    """`id`: where it comes from, by which the others in the package name it."""

    id: str
    name: Name
    document: dict[str, Any]


class PromptPacked(msgspec.Struct, frozen=True):
    """`sound`: in the zip the path of its part, '' where it is words alone; once read, the sha256 of that part."""

    name: str
    language: str
    text: Annotated[str, msgspec.Meta(max_length=limits.TEXT_CHARACTERS_MAX)] = ""
    sound: str = ""


class ReferencePacked(msgspec.Struct, frozen=True):
    """What must exist beside the flows, by the name it has where they come from."""

    kind: str
    id: str
    name: str


class Part(msgspec.Struct, frozen=True):
    path: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """`flow`: the part of the flow that was exported; the others are those it enters."""

    flow: str
    parts: list[Part]
    format: str = FORMAT
    version: int = VERSION


class Contents(msgspec.Struct, frozen=True):
    """A package that was read whole. `root`: id of the flow that was exported."""

    root: str
    flows: list[FlowPacked]
    prompts: list[PromptPacked]
    references: list[ReferencePacked]


class FlowHere(msgspec.Struct, frozen=True):
    id: str
    name: str
    revision: int
    published: int | None
    draft: Any


class PromptHere(msgspec.Struct, frozen=True):
    """`sound`: sha256 of its recording, '' where there is none."""

    text: str
    sound: str = ""
    recording: str | None = None


class Here(msgspec.Struct, frozen=True):
    """`flows` by name in small letters; `prompts` by name and language; `names`: kind → id → name."""

    flows: Mapping[str, FlowHere]
    prompts: Mapping[str, Mapping[str, PromptHere]]
    names: Mapping[str, Mapping[str, str]]


class Spoken(msgspec.Struct, frozen=True):
    """A prompt in one language. `state`: new, same, conflict. `sound`: none, same, new (here it is words alone), other,
    gone (only here it is recorded)."""

    language: str
    state: str
    text: str
    text_here: str
    sound: str


class Item(msgspec.Struct, frozen=True):
    """A flow or a prompt of the package. `state`: new, same, conflict. `id`: of the flow of that name here. `root`: the
    flow that was exported. `steps_*`: of a conflict, what the package's has beside the draft here. `unpinned`: it ran a
    sub-flow in a version of its own, which here has no meaning: the published one runs."""

    kind: Kind
    name: str
    state: str
    id: str = ""
    root: bool = False
    steps: int = 0
    steps_added: int = 0
    steps_removed: int = 0
    steps_changed: int = 0
    unpinned: bool = False
    published: bool = False
    languages: list[Spoken] = []


class Missing(msgspec.Struct, frozen=True):
    """Something that flows of the package name and that is not here under its name. `name`: '' where it was gone
    already where the package comes from. `places`: flow: step."""

    kind: str
    name: str
    places: list[str]


class Judged(msgspec.Struct, frozen=True):
    """`seen`: stands for all of it, so that nothing else is applied than what was looked at."""

    items: list[Item]
    missing: list[Missing]
    seen: str


class Choice(msgspec.Struct, frozen=True):
    """For one conflict. `way`: mine (what is here stays), theirs (the package's takes its place), rename (the package's
    comes beside it as `name_new`)."""

    kind: Kind
    name: str
    way: Way
    name_new: Annotated[str, msgspec.Meta(max_length=limits.NAME_CHARACTERS_MAX)] = ""


class Doing(msgspec.Struct, frozen=True):
    """`act`: make, change, fill (languages that a prompt has not here yet) or leave. `name`: as it will be called."""

    item: Item
    act: str
    name: str


def judge(contents: Contents, here: Here) -> Judged:
    """Flows first, the exported one at the head; then prompts by name."""
    moved = found_here(contents, here)
    items = [_flow(one, contents.root, here, moved) for one in contents.flows]
    names = sorted({one.name for one in contents.prompts})
    items += [_prompt(name, [o for o in contents.prompts if o.name == name], here) for name in names]
    missing = list(_missing(contents, here, moved))
    drafts = sorted((one.id, one.revision) for one in here.flows.values())
    seen = hashlib.sha256(msgspec.json.encode([items, missing, drafts])).hexdigest()
    return Judged(items, missing, seen)


def found_here(contents: Contents, here: Here) -> dict[str, str]:
    """Ids of the package → ids here, of what bears the same name."""
    moved = {one.id: here.flows[one.name.lower()].id for one in contents.flows if one.name.lower() in here.flows}
    for one in contents.references:
        by_name = {name.lower(): id for id, name in here.names.get(one.kind, {}).items()}
        if (found := by_name.get(one.name.lower())) is not None:
            moved[one.id] = found
    return moved


def _flow(one: FlowPacked, root: str, here: Here, moved: Mapping[str, str]) -> Item:
    steps, unpinned = len(one.document.get("steps", ())), unpin(one.document) != one.document
    told = {"steps": steps, "root": one.id == root, "unpinned": unpinned}
    mine = here.flows.get(one.name.lower())
    if mine is None:
        return Item("flow", one.name, "new", **told)
    theirs = refer_anew(unpin(one.document), moved)
    told |= {"id": mine.id, "published": mine.published is not None}
    if _same(mine.draft, theirs):
        return Item("flow", one.name, "same", **told)
    beside = compare(mine.draft, theirs)
    return Item("flow", one.name, "conflict", **told, steps_added=len(beside.added), steps_removed=len(beside.removed),
                steps_changed=len(beside.changed) + len(beside.renamed))  # fmt: skip


def _same(mine: Any, theirs: Any) -> bool:
    """Whether they read as the same flow, whatever is written out and whatever is left to be understood."""
    try:
        return read_flow(unpin(mine)) == read_flow(theirs)
    except FlowUnreadable:
        return mine == theirs


def _prompt(name: str, brought: Iterable[PromptPacked], here: Here) -> Item:
    mine = here.prompts.get(name, {})
    languages = [_spoken(one, mine.get(one.language)) for one in sorted(brought, key=lambda o: o.language)]
    states = {one.state for one in languages}
    state = "conflict" if "conflict" in states else "new" if "new" in states else "same"
    return Item("prompt", name, state, languages=languages)


def _spoken(one: PromptPacked, mine: PromptHere | None) -> Spoken:
    if mine is None:
        return Spoken(one.language, "new", one.text, "", "new" if one.sound else "none")
    sound = (
        "none" if not one.sound and not mine.sound else "same" if one.sound == mine.sound else
        "new" if not mine.sound else "other" if one.sound else "gone"
    )  # fmt: skip
    same = one.text == mine.text and sound in ("none", "same")
    return Spoken(one.language, "same" if same else "conflict", one.text, mine.text, sound)


def _missing(contents: Contents, here: Here, moved: Mapping[str, str]) -> Iterator[Missing]:
    packed = {one.id for one in contents.flows}
    names = {(one.kind, one.id): one.name for one in contents.references}
    spoken = {one.name for one in contents.prompts} | here.prompts.keys()
    places: dict[tuple[str, str], list[str]] = {}
    for flow in contents.flows:
        for name, step in read_flow(flow.document).steps.items():
            said = {s for s in (*step.said(), *step.labels()) if isinstance(s, str)} - spoken
            asked = [(kind, id) for kind, id in step.refers_to() if id not in packed and id not in moved
                     and id not in here.names.get(kind, {})]  # fmt: skip
            for kind, what in (*(("prompt", one) for one in sorted(said)), *asked):
                places.setdefault((kind, what), []).append(f"{flow.name}: {step.title or name}")
    for (kind, what), where in sorted(places.items()):
        yield Missing(kind, what if kind == "prompt" else names.get((kind, what), ""), where[:PLACES_MAX])


# -- taking it


def plan(contents: Contents, judged: Judged, choices: Iterable[Choice], here: Here) -> list[Doing]:
    """What is done with each item. Raises ImportUnchosen, ImportNameTaken."""
    chosen = {(one.kind, one.name): one for one in choices}
    doing = []
    for item in judged.items:
        one = chosen.get((item.kind, item.name))
        if item.state == "conflict" and one is None:
            raise ImportUnchosen(kind=item.kind, name=item.name)
        if item.state == "conflict" and one is not None:
            act = {"mine": "fill", "theirs": "change", "rename": "make"}[one.way]
            doing.append(Doing(item, act, one.name_new.strip() if one.way == "rename" else item.name))
        else:
            doing.append(Doing(item, {"new": "make", "same": "leave"}[item.state], item.name))
    _free_names(contents, doing, here)
    return doing


def _free_names(contents: Contents, doing: Iterable[Doing], here: Here) -> None:
    """Another name is nobody's: here, in the package, or twice among those given."""
    taken = {("flow", one.name.lower()) for one in contents.flows} | {("flow", name) for name in here.flows}
    taken |= {("prompt", one.name) for one in contents.prompts} | {("prompt", name) for name in here.prompts}
    for one in doing:
        key = (one.item.kind, one.name.lower() if one.item.kind == "flow" else one.name)
        if one.name != one.item.name:
            if key in taken or not one.name:
                raise ImportNameTaken(kind=one.item.kind, name=one.name)
            taken.add(key)


def fitted(document: Any, moved: Mapping[str, str], renamed: Mapping[str, str]) -> Any:
    """A document of the package as it stands here. `moved`: ids; `renamed`: names of prompts."""
    return refer_anew(_call_anew(unpin(document), renamed), moved)


def unpin(document: Any) -> Any:
    """Sub-flows in their published version: the numbers of another installation mean nothing here."""
    steps = document.get("steps") if isinstance(document, dict) else None
    if not isinstance(steps, dict):
        return document
    return document | {"steps": {name: _unpinned(step) for name, step in steps.items()}}


def _unpinned(step: Any) -> Any:
    if isinstance(step, dict) and step.get("kind") == "sub_flow" and step.get("version") is not None:
        return {name: value for name, value in step.items() if name != "version"}
    return step


def _call_anew(document: Any, renamed: Mapping[str, str]) -> Any:
    """Prompts by their other names. A text of a step is the name of a prompt where changing it changes what it says:
    a variable, an exit or a step of the same name stays."""
    if not renamed:
        return document
    steps = {}
    for name, step in document["steps"].items():
        paths = [(p, text) for p, text in _texts(step) if text in renamed and _is_said(step, p, text, renamed[text])]
        for path, text in paths:
            step = _put(step, path, renamed[text])
        steps[name] = step
    return document | {"steps": steps}


def _is_said(step: Any, path: tuple, text: str, other: str) -> bool:
    try:
        before, after = _said(step), _said(_put(step, path, other))
    except msgspec.ValidationError:
        return False
    return after[text] == before[text] - 1 and after[other] == before[other] + 1


def _said(step: Any) -> Counter[str]:
    read = read_step(step)
    return Counter(one for one in (*read.said(), *read.labels()) if isinstance(one, str))


def _texts(value: Any, path: tuple = ()) -> Iterator[tuple[tuple, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, (*path, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*path, at))


def _put(value: Any, path: tuple, text: str) -> Any:
    if not path:
        return text
    head, rest = path[0], path[1:]
    if isinstance(value, dict):
        return value | {head: _put(value[head], rest, text)}
    return [_put(inner, rest, text) if at == head else inner for at, inner in enumerate(value)]


# -- packing it


def wanted(contents: Iterable[FlowPacked]) -> tuple[set[str], set[tuple[str, str]]]:
    """Prompts that these flows say, and what else they name."""
    read = [read_flow(one.document) for one in contents]
    return set().union(*map(names_said, read)), {one for flow in read for one in references(flow)}
