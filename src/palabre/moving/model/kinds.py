"""What can be moved in by files: each kind, its columns, what they are called in fr, en and ar, and its template."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

import msgspec

LANGUAGES = ("fr", "en", "ar")
_ACCENTS = str.maketrans("éèêëàâäáîïíôöóùûüúçñ", "eeeeaaaaiiiooouuuucn")


class Column(msgspec.Struct, frozen=True):
    """`titles`: fr, en, ar, as a template has them; `also`: what other systems call it. `needed`: for a new one."""

    name: str
    titles: tuple[str, str, str]
    also: tuple[str, ...] = ()
    needed: bool = False
    example: str = ""


class Kind(msgspec.Struct, frozen=True):
    """`key`: the columns by which one is known. `files`: what its file may be called in a zip. `more`: columns that it
    does not know are kept as what the organisation itself knows of her. `permission`: besides moving.import."""

    name: str
    permission: str
    key: tuple[str, ...]
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    more: bool = False

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


_NAME = ("Nom", "Name", "الاسم")
_DAYS = (("monday", "Lundi", "Monday", "الاثنين"), ("tuesday", "Mardi", "Tuesday", "الثلاثاء"),
         ("wednesday", "Mercredi", "Wednesday", "الأربعاء"), ("thursday", "Jeudi", "Thursday", "الخميس"),
         ("friday", "Vendredi", "Friday", "الجمعة"), ("saturday", "Samedi", "Saturday", "السبت"),
         ("sunday", "Dimanche", "Sunday", "الأحد"))  # fmt: skip
_LANGUAGE = Column("language", ("Langue", "Language", "اللغة"), ("lang", "locale", "langue parlée"), example="fr")
_SKILLS = ("Compétences", "Skills", "المهارات")

# in the order in which they can be made: each leans on those above it
KINDS = (
    Kind("skills", "routing.skills.edit", ("name",), ("skills", "competences", "المهارات", "skill"), (
        Column("name", _NAME, ("skill", "compétence", "libellé", "label", "المهارة"), True, "Facturation"),
        Column("kind", ("Type", "Type", "النوع"), ("kind", "genre"), example="skill"),
    )),
    Kind("hours", "calendars.edit", ("name",), ("hours", "horaires", "calendars", "calendriers", "ساعات العمل"), (
        Column("name", _NAME, ("calendar", "calendrier", "horaires"), True, "Bureau"),
        Column("zone", ("Fuseau horaire", "Time zone", "المنطقة الزمنية"), ("timezone", "tz", "zone", "fuseau"),
               example="Europe/Paris"),
        *(Column(day, (fr, en, ar), (en[:3],), example="" if day == "sunday" else "08:30-12:30 14:00-18:00")
          for day, fr, en, ar in _DAYS),
        Column("days", ("Jours particuliers", "Special days", "أيام خاصة"),
               ("holidays", "jours fériés", "fériés", "exceptions"), example="2026-12-25; 2026-12-24 09:00-12:00"),
    )),
    Kind("queues", "routing.queues.edit", ("name",), ("queues", "files", "قوائم الانتظار", "groups", "groupes"), (
        Column("name", _NAME, ("queue", "file", "groupe", "group", "file d'attente"), True, "Commercial"),
        Column("channel", ("Canal", "Channel", "القناة"), ("media", "type"), example="voice"),
        Column("hours", ("Horaires", "Hours", "ساعات العمل"), ("calendar", "calendrier", "schedule"), example="Bureau"),
        Column("skills", _SKILLS, ("skill", "compétence", "required skills"), example="Facturation 3"),
        Column("overflow", ("Débordement", "Overflow", "التحويل عند الامتلاء"), ("overflow queue", "file de secours")),
        Column("target_seconds", ("Répondre en (s)", "Answer within (s)", "الرد خلال (ث)"),
               ("service level", "sla", "seuil"), example="20"),
        Column("wrap_up_seconds", ("Temps de fin (s)", "Wrap-up (s)", "وقت الإنهاء (ث)"),
               ("wrap up", "acw", "post-appel"), example="30"),
    )),
    Kind("prompts", "prompts.edit", ("name", "language"), ("prompts", "annonces", "messages", "الرسائل الصوتية"), (
        Column("name", _NAME, ("prompt", "annonce", "message"), True, "bienvenue"),
        Column("language", _LANGUAGE.titles, ("lang", "locale"), True, "fr"),
        Column("text", ("Texte", "Text", "النص"), ("texte lu", "transcript", "contenu"),
               example="Bonjour et bienvenue."),
        Column("file", ("Fichier", "File", "الملف"), ("wav", "mp3", "audio", "son", "sound"), example="bienvenue.wav"),
    )),
    Kind("numbers", "voice.edit", ("number",), ("numbers", "numeros", "did", "sda", "الأرقام"), (
        Column("number", ("Numéro", "Number", "الرقم"), ("did", "sda", "phone", "phone number", "téléphone", "tel",
                                                       "e164", "numéro de téléphone"), True, "+33 1 99 00 00 01"),
        Column("name", _NAME, ("label", "libellé", "description"), example="Accueil"),
        Column("flow", ("Parcours", "Flow", "المسار"), ("ivr", "svi", "scenario", "scénario"), example="Accueil"),
        _LANGUAGE,
        Column("rescue_number", ("Numéro de secours", "Rescue number", "رقم الطوارئ"),
               ("backup", "secours", "fallback number"), example="+33 1 99 00 00 02"),
        Column("free_until_answered", ("Gratuit jusqu'au décroché", "Free until answered", "مجاني حتى الرد"),
               ("gratuit",), example="non"),
    )),
    Kind("advisors", "people.edit", ("email",), ("advisors", "conseillers", "agents", "users", "people", "personnes",
                                                 "المستشارون"), (
        Column("name", _NAME, ("full name", "nom complet", "agent", "user", "conseiller", "display name"), True,
               "Awa Ndiaye"),
        Column("first_name", ("Prénom", "First name", "الاسم الأول"), ("firstname", "given name")),
        Column("email", ("E-mail", "E-mail", "البريد الإلكتروني"), ("email", "mail", "courriel", "login", "username",
                                                                  "adresse", "identifiant"), True, "awa@exemple.fr"),
        Column("roles", ("Rôles", "Roles", "الأدوار"), ("role", "rôle", "profil", "profile"), example="advisor"),
        _LANGUAGE,
        Column("site", ("Site", "Site", "الموقع"), ("office", "lieu")),
        Column("partner", ("Partenaire", "Partner", "الشريك"), ("outsourcer", "prestataire")),
        Column("skills", _SKILLS, ("skill", "compétence"), example="Facturation 3; Français 5"),
        Column("calls", ("Appels", "Calls", "المكالمات"), ("voice",), example="1"),
        Column("chats", ("Tchats", "Chats", "الدردشات"), ("chat",), example="3"),
    )),
    Kind("customers", "customers.edit", ("phones", "emails"), ("customers", "clients", "contacts", "العملاء"), (
        Column("name", _NAME, ("last name", "lastname", "nom complet", "full name", "client", "customer", "contact"),
               example="Diop"),
        Column("first_name", ("Prénom", "First name", "الاسم الأول"), ("firstname", "given name"), example="Awa"),
        Column("phones", ("Téléphone", "Phone", "الهاتف"), ("phones", "tel", "telephone", "mobile", "portable", "gsm",
               "phone number", "numéro", "numéro de téléphone", "téléphones", "phone 2", "téléphone 2"),
               example="01 99 00 00 03"),
        Column("emails", ("E-mail", "E-mail", "البريد الإلكتروني"), ("email", "mail", "courriel", "emails"),
               example="client@exemple.fr"),
        _LANGUAGE,
        Column("note", ("Note", "Note", "ملاحظة"), ("notes", "comment", "commentaire", "remarque")),
    ), more=True),
    Kind("do_not_call", "outbound.edit", ("number",), ("do_not_call", "dnc", "ne_plus_appeler", "opposition",
                                                       "عدم الاتصال"), (
        Column("number", ("Numéro", "Number", "الرقم"), ("phone", "tel", "telephone", "téléphone", "mobile",
               "phone number", "numéro de téléphone"), True, "01 99 00 00 04"),
    )),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}


def plain(title: str) -> str:
    """As titles are compared: without case, accents, marks and spaces."""
    folded = title.strip().strip("\ufeff").lower().translate(_ACCENTS)
    return "".join(c for c in folded if c.isalnum())


def _names(column: Column) -> Iterator[str]:
    yield from (plain(name) for name in (column.name, *column.titles, *column.also))


def columns_of(kind: Kind, header: Iterable[str]) -> dict[str, list[int]]:
    """Where each of our columns stands in a header, whatever its language and order."""
    known = {name: column.name for column in reversed(kind.columns) for name in _names(column)}
    found: dict[str, list[int]] = {}
    for position, title in enumerate(header):
        if (ours := known.get(plain(title))) is not None:
            found.setdefault(ours, []).append(position)
    return found


def kind_of_file(name: str) -> Kind | None:
    """By what its file is called: `clients.csv`, `03 - Agents.CSV`."""
    stem = plain(name.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip("0123456789")
    return next((kind for kind in KINDS if any(stem == plain(one) for one in kind.files)), None)


def template(kind: Kind, language: str) -> str:
    """Header and one example; with the mark by which spreadsheets know UTF-8."""
    at = LANGUAGES.index(language) if language in LANGUAGES else 1
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), delimiter=";", lineterminator="\r\n")
    writer.writerow([column.titles[at] for column in kind.columns])
    writer.writerow([column.example for column in kind.columns])
    return "\ufeff" + "".join(lines)


class _Lines:
    """What csv writes to."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append
