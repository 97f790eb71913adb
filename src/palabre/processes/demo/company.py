"""Démo Télécom: who works there, what they can do, which queues they serve. Invented, numbers reserved for fiction."""

from __future__ import annotations

import msgspec

NAME = "Démo Télécom"
NUMBER = "+33199001000"  # 01 99 00 is kept free for stories by the numbering plan
WIDGET_KEY = "demo-telecom"
DOMAIN = "demo-telecom.example"


class Member(msgspec.Struct, frozen=True):
    """`skills`: levels by skill. `site`: by name below."""

    key: str
    name: str
    role: str
    site: str = "Paris"
    language: str = "fr"
    skills: dict[str, int] = {}

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


SITES = {"Paris": ("office", ""), "Dakar": ("telecentre", "Teranga Contact"), "À domicile": ("home", "")}
PARTNERS = ("Teranga Contact",)

ADMINISTRATOR = Member("nadia", "Nadia Benali", "administrator")
TEAM = (
    Member("claire", "Claire Dubois", "supervisor"),
    Member("ousmane", "Ousmane Fall", "partner_supervisor", "Dakar"),
    Member(
        "awa",
        "Awa Diop",
        "advisor",
        "Dakar",
        skills={"Français": 10, "Commercial": 7, "Assistance": 5, "Clavardage": 6},
    ),
    Member(
        "paul",
        "Paul Martin",
        "advisor",
        skills={"Français": 10, "Anglais": 6, "Assistance": 8, "Commercial": 4, "Clavardage": 7},
    ),
    Member(
        "lea", "Léa Bernard", "advisor", "À domicile", skills={"Français": 10, "Commercial": 8, "Grands comptes": 7}
    ),
    Member(
        "karim",
        "Karim Haddad",
        "advisor",
        language="ar",
        skills={"Français": 9, "Arabe": 10, "Assistance": 6, "Clavardage": 8},
    ),
    Member(
        "ines",
        "Inès Moreau",
        "advisor",
        "À domicile",
        skills={"Français": 10, "Anglais": 9, "Commercial": 6, "Assistance": 6, "Grands comptes": 9, "Clavardage": 5},
    ),
    Member("moussa", "Moussa Traoré", "advisor", "Dakar", skills={"Français": 9, "Assistance": 9, "Clavardage": 4}),
)

LANGUAGES = ("Français", "Anglais", "Arabe")
SKILLS = ("Commercial", "Assistance", "Grands comptes", "Clavardage")


class DemoQueue(msgspec.Struct, frozen=True):
    """`skill`: beside French. Seconds."""

    key: str
    name: str
    channel: str
    skill: str
    target_seconds: float = 20.0
    priority_seconds: float = 0.0
    wait_seconds_max: float = 600.0
    wrap_up_seconds: float = 20.0
    units: int = 100


QUEUES = (
    DemoQueue("sales", "Commercial", "voice", "Commercial"),
    DemoQueue("help", "Assistance", "voice", "Assistance", target_seconds=30.0),
    DemoQueue("vip", "Grands comptes", "voice", "Grands comptes", target_seconds=10.0, priority_seconds=20.0),
    DemoQueue(
        "chat",
        "Conseil en ligne",
        "chat",
        "Clavardage",
        target_seconds=45.0,
        wait_seconds_max=900.0,
        wrap_up_seconds=10.0,
    ),
)

CALLS_OUT = "sales"  # the queue whose advisors call the campaign's list
CALLED_BACK = "help"  # the queue of which the customer's page may ask to be called back

OUTCOMES = {
    "solved": {"fr": "Résolu", "en": "Solved", "ar": "تم الحل"},
    "sale": {"fr": "Vente", "en": "Sale", "ar": "بيع"},
    "information": {"fr": "Renseignement", "en": "Information", "ar": "استعلام"},
    "to_follow_up": {"fr": "À suivre", "en": "To follow up", "ar": "للمتابعة"},
    "wrong_number": {"fr": "Faux numéro", "en": "Wrong number", "ar": "رقم خاطئ"},
}
