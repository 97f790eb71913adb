"""Make Démo Télécom, once per data folder; the second start finds it by what the first one noted."""

from __future__ import annotations

import datetime
import json
import secrets
from pathlib import Path
from typing import Any

from palabre.callbacks import wiring as _their_step  # noqa: F401
from palabre.callbacks.actions.rules import put_rules
from palabre.channels.chat.actions import put_widget
from palabre.channels.voice.actions.numbers import add_number
from palabre.conversations.actions.notes import put_outcome_code
from palabre.flows import wiring as _kinds_of_steps  # noqa: F401  a document is read with all of them
from palabre.flows.actions.calendars import save_calendar
from palabre.flows.actions.flows import answer_entry, create_flow, publish
from palabre.flows.actions.prompts import save_prompt
from palabre.flows.model.calendar import DAY_NAMES, Calendar, Period, SpecialDay, Week
from palabre.foundations.ids import QueueId, TenantId
from palabre.plumbing.engines.files import write_private
from palabre.plumbing.postgres import Database, Transaction
from palabre.plumbing.settings import Settings
from palabre.processes.demo import company, flows
from palabre.processes.demo.campaign import make_campaign
from palabre.routing.actions.queues import create_queue
from palabre.routing.actions.rules import publish_rules
from palabre.routing.actions.skills import configure_advisor, create_skill, set_abilities
from palabre.routing.model.drafts import QueueOptions, RequirementDraft, RingDraft
from palabre.tenants.actions.people import create_person, hash_new_password
from palabre.tenants.actions.places import create_partner, create_site
from palabre.tenants.actions.tenants import create_tenant
from palabre.tenants.model.permissions import everything
from palabre.tenants.ports import on_person_changed

NOTED = "demo.json"
CAPACITIES = {"voice": 1, "chat": 3}


async def seed(settings: Settings) -> dict[str, Any]:
    """What people are told: sign-ins and addresses. `database_url` is the owner's: nobody less makes a tenant."""
    note = settings.data_folder / NOTED
    known = json.loads(note.read_text()) if note.exists() else {}
    if not known.get("complete"):
        known = await _make(settings, note, known)
    return _told(settings, known)


async def _make(settings: Settings, note: Path, known: dict[str, Any]) -> dict[str, Any]:
    on_person_changed(configure_advisor)
    if "tenant" not in known:
        known = await _found(settings)
        write_private(note, json.dumps(known))
    database = await Database.open(settings.database_url_web, size_max=2)
    try:
        scope = everything(TenantId(known["tenant"]))
        async with database.transaction(scope) as tx:
            known |= await _furnish(tx, known["password"])
    finally:
        await database.close()
    known["complete"] = True
    write_private(note, json.dumps(known))
    return known


async def _found(settings: Settings) -> dict[str, Any]:
    """The tenant and its first administrator. The password is this installation's own: none known is on a network."""
    password, chief = f"palabre-{secrets.token_hex(4)}", company.ADMINISTRATOR
    owner = await Database.open(settings.database_url, size_max=1)
    try:
        founded = await create_tenant(
            owner, company.NAME, administrator_name=chief.name, administrator_email=chief.email,
            administrator_password=password, operator=True,
        )  # fmt: skip
    finally:
        await owner.close()
    return {"tenant": founded.tenant, "password": password}


async def _furnish(tx: Transaction, password: str) -> dict[str, str]:
    """Everything else in one transaction: all of it, or none. Returns the keys by which pages call and are called."""
    queues = await _queues(tx, await _people(tx, password))
    await publish_rules(tx)
    calendar = await save_calendar(tx, "Heures d’ouverture", _hours())
    for name, texts in flows.PROMPTS.items():
        for language, text in texts.items():
            await save_prompt(tx, name, language, text)
    number = await add_number(tx, company.NUMBER, name="Accueil", web_calls=True)
    widget = await put_widget(
        tx, key=company.WIDGET_KEY, name="Site de Démo Télécom", origins=["*"],
        greetings={"fr": "Une question ? Nous sommes là.", "en": "A question? We are here.", "ar": "سؤال؟ نحن هنا."},
    )  # fmt: skip
    # published as if a synthesiser were there: telephony may be added at a later start
    voices = frozenset(flows.LANGUAGES)
    await _answer(tx, "Accueil téléphonique", flows.telephone(queues, calendar), "voice", number["number"], voices)
    await _answer(tx, "Accueil en ligne", flows.chat(queues), "chat", widget["key"])
    for position, (code, labels) in enumerate(company.OUTCOMES.items()):
        await put_outcome_code(tx, code, labels, position=position)
    back = await put_rules(
        tx, QueueId(queues[company.CALLED_BACK]),
        distances=(60, 300), promise_seconds=1_800, open_seconds=14_400, page=True,
    )  # fmt: skip
    await make_campaign(tx, queues[company.CALLS_OUT])
    return {"web_key": number["web_key"], "back_key": str(back.page_key)}


async def _answer(
    tx: Transaction, name: str, document: dict[str, Any], channel: str, entry: str, voices: frozenset[str] = frozenset()
) -> None:
    flow = await create_flow(tx, name, document)
    await publish(tx, flow, voices=voices)
    await answer_entry(tx, channel, entry, flow)


async def _people(tx: Transaction, password: str) -> dict[str, str]:
    """The ids of skills by name."""
    skills = {name: (await create_skill(tx, name=name, kind="language")).id for name in company.LANGUAGES}
    skills |= {name: (await create_skill(tx, name=name)).id for name in company.SKILLS}
    partners = {name: (await create_partner(tx, name=name, names_visible=True)).id for name in company.PARTNERS}
    sites = {
        name: (await create_site(tx, name=name, kind=kind, partner=partners.get(partner))).id
        for name, (kind, partner) in company.SITES.items()
    }
    hashed = await hash_new_password(password)
    for member in company.TEAM:
        person = await create_person(
            tx, name=member.name, email=member.email, roles=[member.role], language=member.language,
            password_hash=hashed, site=sites[member.site], partner=partners.get(company.SITES[member.site][1]),
        )  # fmt: skip
        if member.role == "advisor":
            levels = {skills[name]: level for name, level in member.skills.items()}
            await set_abilities(tx, person.id, skills=levels, capacities=CAPACITIES)
    return skills


async def _queues(tx: Transaction, skills: dict[str, str]) -> dict[str, str]:
    made = {}
    for queue in company.QUEUES:
        asked = tuple(RequirementDraft("skill", skill=skills[s], level=3) for s in ("Français", queue.skill))
        options = QueueOptions(
            target_seconds=queue.target_seconds, priority_seconds=queue.priority_seconds, units=queue.units,
            wait_seconds_max=queue.wait_seconds_max, wrap_up_seconds=queue.wrap_up_seconds,
        )  # fmt: skip
        ring = RingDraft(0.0, RequirementDraft("all", parts=asked))
        made[queue.key] = (
            await create_queue(tx, name=queue.name, channel=queue.channel, rings=[ring], options=options)
        ).id
    return made


def _hours() -> Calendar:
    """Always open, so that a demonstration at night is one too; its special day shows the gesture."""
    all_day = (Period("00:00", "24:00"),)
    week = Week(**dict.fromkeys(DAY_NAMES, all_day))
    return Calendar("Europe/Paris", week, days=(SpecialDay(datetime.date(2027, 5, 1), name="Fête du travail"),))


def _told(settings: Settings, known: dict[str, Any]) -> dict[str, Any]:
    scheme = "https" if settings.tls_certificate else "http"
    base = settings.public_url or f"{scheme}://127.0.0.1:{settings.port}"
    keys = f"chat={company.WIDGET_KEY}&call={known['web_key']}"
    if "back_key" in known:  # a data folder of before has none
        keys += f"&back={known['back_key']}"
    pages = {"desk": f"{base}/desk/", "customer": f"{base}/welcome/demo?{keys}"}
    everybody = (company.ADMINISTRATOR, *company.TEAM)
    return {
        "tenant": known["tenant"],
        "number": company.NUMBER,
        "widget_key": company.WIDGET_KEY,
        "web_key": known["web_key"],
        "pages": [
            {"key": "desk", "what": "desk (advisor, supervisor, admin)", "url": pages["desk"]},
            {"key": "customer", "what": "customer's page: call us, call me, chat", "url": pages["customer"]},
        ],
        "sign_ins": [
            {"key": m.key, "name": m.name, "role": m.role, "sign_in": m.email, "password": known["password"]}
            for m in everybody
        ],
    }
