"""The library of prompts: words and recordings by name and language, and what a step's prompts come to."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from palabre.channels.ports import Prompt
from palabre.flows.actions.published import documents_saying
from palabre.flows.model.flow import Language
from palabre.flows.model.step import Identifier, Said, Spoken
from palabre.flows.model.text import fill, nearest
from palabre.flows.model.wav import wav_seconds
from palabre.flows.problems import PromptInUse, PromptUnknown, RecordingInvalid
from palabre.flows.store import prompts as store
from palabre.foundations import limits
from palabre.foundations.problems import Invalid
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record

APOLOGY = "apology"
"""Name of the tenant's own words for a flow that cannot go on; the texts below where there are none."""

APOLOGIES = {
    "fr": "Un incident technique nous empêche de continuer. Merci de nous recontacter un peu plus tard.",
    "en": "A technical problem keeps us from going on. Please contact us again a little later.",
    "ar": "نعتذر، حدث خلل تقني يمنعنا من المتابعة. يرجى الاتصال بنا لاحقا.",
}


class Sayable(msgspec.Struct, frozen=True):
    """One row of the library. `sha256`: of its recording, where a list was asked for it."""

    name: str
    language: str
    text: str
    recording: str | None
    sha256: str = ""


async def resolve(
    tx: Transaction, said: Sequence[Said], languages: Sequence[str], variables: Mapping[str, str]
) -> list[Prompt]:
    """What a line is to say. `languages`: in order of preference; a prompt found in none is left out."""
    library = await _library(tx, [s for s in said if isinstance(s, str)])
    found = [
        _spoken(s, variables) if isinstance(s, Spoken) else _recorded(library.get(s, {}), languages, variables)
        for s in said
    ]
    return [prompt for prompt in found if prompt is not None]


async def texts(tx: Transaction, names: Iterable[str], languages: Sequence[str]) -> dict[str, str]:
    """The words of each name, '' where there are none."""
    library = await _library(tx, list(names))
    rows = {name: _best(by_language, languages) for name, by_language in library.items()}
    return {name: row.text for name, row in rows.items() if row is not None}


async def apology(tx: Transaction, language: str) -> list[Prompt]:
    own = await resolve(tx, [APOLOGY], [language], {})
    return own or built_in_apology(language)


def built_in_apology(language: str) -> list[Prompt]:
    """What is said when not even the database can be asked."""
    tag = nearest(language, list(APOLOGIES)) or "fr"
    return [Prompt("text", APOLOGIES[tag], APOLOGIES[tag])]


async def _library(tx: Transaction, names: Collection[str]) -> dict[str, dict[str, Sayable]]:
    library: dict[str, dict[str, Sayable]] = {}
    for row in await store.of_names(tx, names) if names else ():
        library.setdefault(row["name"], {})[row["language"]] = Sayable(**row)
    return library


def _best(by_language: Mapping[str, Sayable], languages: Sequence[str]) -> Sayable | None:
    for language in languages:
        if (tag := nearest(language, list(by_language))) is not None:
            return by_language[tag]
    return None


def _recorded(
    by_language: Mapping[str, Sayable], languages: Sequence[str], variables: Mapping[str, str]
) -> Prompt | None:
    row = _best(by_language, languages)
    if row is None:
        return None
    text = fill(row.text, variables)
    return Prompt("recording", row.recording, text) if row.recording else Prompt("text", text, text)


def _spoken(said: Spoken, variables: Mapping[str, str]) -> Prompt | None:
    value = fill(said.value, variables).strip()
    if not value:
        return None
    digits = value.removeprefix("-") if said.say == "number" else value
    if said.say in ("number", "digits") and not (digits.isascii() and digits.isdigit() and len(digits) <= 40):
        return Prompt("text", value, value)
    return Prompt(said.say, value, value)


# -- keeping the library


async def save_prompt(tx: Transaction, name: str, language: str, text: str) -> None:
    """The words; a recording stays. {variables} in them are filled where they are read or synthesised."""
    tx.scope.require("prompts.edit")
    check_name(name, language)
    await store.save(tx, name, language, text)
    await record(tx, "flows.save_prompt", f"prompt:{name}", language=language)


async def record_prompt(tx: Transaction, blobs: Blobs, name: str, language: str, wav: bytes) -> tuple[str, float]:
    """Attach a recording; its blob's id and length in seconds. Raises RecordingInvalid."""
    tx.scope.require("prompts.edit")
    check_name(name, language)
    seconds = checked_wav(wav)
    blob = await blobs.put(
        tx.scope.tenant, wav, kind="prompt", content_type="audio/wav", bytes_max=limits.PROMPT_BYTES_MAX)
    before = await store.set_recording(tx, name, language, blob.id)
    await record(tx, "flows.record_prompt", f"prompt:{name}", language=language, before=before, after=blob.id)
    return blob.id, seconds


def checked_wav(wav: bytes) -> float:
    """Length in seconds. Raises RecordingInvalid."""
    if len(wav) > limits.PROMPT_BYTES_MAX:
        raise RecordingInvalid(reason="too_large", bytes_max=limits.PROMPT_BYTES_MAX)
    seconds = wav_seconds(wav)
    if isinstance(seconds, str):
        raise RecordingInvalid(reason=seconds)
    if seconds > limits.PROMPT_SECONDS_MAX:
        raise RecordingInvalid(reason="too_long", seconds_max=limits.PROMPT_SECONDS_MAX)
    return seconds


async def prompts_named(tx: Transaction, names: Collection[str]) -> list[Sayable]:
    """In every language there is."""
    tx.scope.require("flows.view")
    return [Sayable(**row) for row in await store.of_names(tx, names)]


async def put_back_recording(tx: Transaction, name: str, language: str, recording: str | None) -> None:
    """One that it had before; None: it is words alone again."""
    tx.scope.require("prompts.edit")
    before = await store.set_recording(tx, name, language, recording)
    await record(tx, "flows.record_prompt", f"prompt:{name}", language=language, before=before, after=recording)


async def delete_prompt(tx: Transaction, name: str, language: str) -> None:
    """Refused while a published flow says it. Its recording stays in the blobs: runs under way may still play it."""
    tx.scope.require("prompts.edit")
    if using := await documents_saying(tx, name, language):
        raise PromptInUse(flows=using)
    if await store.delete(tx, name, language) is None:
        raise PromptUnknown(name=name, language=language)
    await record(tx, "flows.delete_prompt", f"prompt:{name}", language=language)


async def list_prompts(tx: Transaction, blobs: Blobs | None = None, *, after: str, limit: int) -> Page[Sayable]:
    """`blobs`: where hashes are wanted."""
    tx.scope.require("flows.view")
    key = key_of(after, tuple[str, str])
    rows = await store.page(tx, key or ("", ""), limit + 1)
    hashes = await blobs.hashes(tx, [row["recording"] for row in rows if row["recording"]]) if blobs else {}
    return page_of(rows, limit, lambda row: _sayable(row, hashes), "name", "language")


async def recording_of(tx: Transaction, name: str, language: str) -> str:
    """The blob of a prompt's recording. Raises PromptUnknown."""
    tx.scope.require("flows.view")
    row = (await _library(tx, [name])).get(name, {}).get(language)
    if row is None or row.recording is None:
        raise PromptUnknown(name=name, language=language)
    return row.recording


def _sayable(row: dict, hashes: Mapping[str, str]) -> Sayable:
    return Sayable(row["name"], row["language"], row["text"], row["recording"], hashes.get(row["recording"] or "", ""))


def check_name(name: str, language: str) -> None:
    for field, value, shape in (("name", name, Identifier), ("language", language, Language)):
        try:
            msgspec.convert(value, shape)
        except msgspec.ValidationError:
            raise Invalid(field=field, reason="shape") from None
