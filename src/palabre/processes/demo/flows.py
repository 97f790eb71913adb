"""The two flows of Démo Télécom: who answers the telephone, who the chat. Documents, as an editor would write them."""

from __future__ import annotations

from typing import Any

LANGUAGES = ("fr", "en")

# name: {language: words}; read aloud by a synthesiser until somebody records them
PROMPTS: dict[str, dict[str, str]] = {
    "welcome": {
        "fr": "Bonjour, et bienvenue chez Démo Télécom.",
        "en": "Hello, and welcome to Démo Télécom.",
    },
    "recorded": {
        "fr": "Cet appel peut être enregistré pour améliorer notre service. Pour refuser, faites le 2.",
        "en": "This call may be recorded to improve our service. To refuse, press 2.",
    },
    "menu": {
        "fr": "Pour nos offres, faites le 1. Pour une assistance technique, faites le 2. Grands comptes, faites le 3. "
        "Pour que nous vous rappelions, faites le 4.",
        "en": "For our offers, press 1. For technical help, press 2. For key accounts, press 3. "
        "To be called back, press 4.",
    },
    "menu_chat": {"fr": "De quoi souhaitez-vous parler ?", "en": "What would you like to talk about?"},
    "choice_sales": {"fr": "Nos offres", "en": "Our offers"},
    "choice_help": {"fr": "Une assistance", "en": "Some help"},
    "choice_vip": {"fr": "Un grand compte", "en": "A key account"},
    "not_heard": {"fr": "Nous n’avons pas reçu votre choix.", "en": "We did not get your choice."},
    "not_understood": {"fr": "Ce choix n’existe pas.", "en": "There is no such choice."},
    "connecting": {
        "fr": "Nous cherchons la bonne personne. Merci de patienter.",
        "en": "We are finding the right person. Thank you for waiting.",
    },
    "position": {
        "fr": "Vous êtes en position {position}.",
        "en": "You are number {position} in the queue.",
    },
    "wait": {
        "fr": "Attente estimée : environ {wait_minutes} minutes.",
        "en": "Estimated wait: about {wait_minutes} minutes.",
    },
    "choice_back": {"fr": "Être rappelé", "en": "A call back"},
    "called_back": {
        "fr": "C’est noté : vous gardez votre place, et nous vous rappelons à ce numéro "
        "d’ici {callback_minutes} minutes.",
        "en": "It is noted: you keep your place, and we call you back on this number "
        "within {callback_minutes} minutes.",
    },
    "no_call_back": {
        "fr": "Nous ne pouvons pas rappeler ce numéro.",
        "en": "We cannot call this number back.",
    },
    "too_long": {
        "fr": "Tous nos conseillers sont encore occupés. Nous sommes désolés. Merci de rappeler un peu plus tard.",
        "en": "All our advisors are still busy. We are sorry. Please call again a little later.",
    },
    "closed": {
        "fr": "Nos bureaux sont fermés. Nous vous répondons du lundi au samedi, de huit heures à vingt heures.",
        "en": "We are closed. We answer from Monday to Saturday, from eight to twenty hours.",
    },
    "goodbye": {"fr": "Au revoir.", "en": "Goodbye."},
    "chat_welcome": {"fr": "Bonjour, ici Démo Télécom.", "en": "Hello, this is Démo Télécom."},
}


def _queue(queue: str, **more: Any) -> dict[str, Any]:
    exits = {"longest_wait": "sorry", "closed": "closed", "full": "sorry", "nobody": "sorry"}
    return {"kind": "queue", "queue": queue, "announce": ["position"], "announce_wait": ["wait"],
            "announce_seconds": 20.0, "next": exits, **more}  # fmt: skip


def telephone(queues: dict[str, str], calendar: str) -> dict[str, Any]:
    exits = {"1": "sales", "2": "help", "3": "vip", "4": "back"}  # the labels are what the advisor reads of it
    choices = [{"key": key, "exit": exit, "label": f"choice_{exit}"} for key, exit in exits.items()]
    return {
        "schema": 1,
        "languages": list(LANGUAGES),
        "channels": ["voice"],
        "start": "hours",
        "on_error": "sorry",
        "steps": {
            "hours": {"kind": "business_hours", "calendar": calendar, "next": {"open": "welcome", "closed": "closed"}},
            "welcome": {"kind": "say", "prompts": ["welcome"], "next": {"done": "recorded"}},
            "recorded": {
                "kind": "record_consent",
                "prompts": ["recorded"],
                "seconds": 1.0,
                "refuse_key": "2",
                "next": {"allowed": "menu", "refused": "menu"},
            },
            "menu": {
                "kind": "menu",
                "prompts": ["menu"],
                "on_silence": ["not_heard"],
                "on_wrong": ["not_understood"],
                "options": choices,
                "next": {"sales": "sales", "help": "help", "vip": "vip", "back": "back",
                         "silence": "help", "wrong": "help"},
            },
            "sales": {"kind": "say", "prompts": ["connecting"], "next": {"done": "queue_sales"}},
            "help": {"kind": "say", "prompts": ["connecting"], "next": {"done": "queue_help"}},
            "vip": {"kind": "say", "prompts": ["connecting"], "next": {"done": "queue_vip"}},
            "back": {
                "kind": "callback",
                "queue": queues["help"],
                "next": {"requested": "noted", "pending": "noted", "no_number": "no_back", "refused": "no_back"},
            },
            "noted": {"kind": "hang_up", "prompts": ["called_back", "goodbye"]},
            "no_back": {"kind": "say", "prompts": ["no_call_back"], "next": {"done": "help"}},
            "queue_sales": _queue(queues["sales"]),
            "queue_help": _queue(queues["help"]),
            "queue_vip": _queue(queues["vip"], priority_seconds=10.0),
            "closed": {"kind": "hang_up", "prompts": ["closed", "goodbye"]},
            "sorry": {"kind": "hang_up", "prompts": ["too_long", "goodbye"]},
        },
    }


def chat(queues: dict[str, str]) -> dict[str, Any]:
    choices = [{"key": "1", "exit": "go", "label": "choice_sales"}, {"key": "2", "exit": "go", "label": "choice_help"}]
    return {
        "schema": 1,
        "languages": list(LANGUAGES),
        "channels": ["chat"],
        "start": "welcome",
        "on_error": "sorry",
        "steps": {
            "welcome": {"kind": "say", "prompts": ["chat_welcome"], "next": {"done": "menu"}},
            "menu": {
                "kind": "menu",
                "prompts": ["menu_chat"],
                "options": choices,
                "on_wrong": ["not_understood"],
                "next": {"go": "connecting", "silence": "sorry", "wrong": "connecting"},
            },
            "connecting": {"kind": "say", "prompts": ["connecting"], "next": {"done": "queue"}},
            "queue": _queue(queues["chat"]),
            "closed": {"kind": "hang_up", "prompts": ["closed", "goodbye"]},
            "sorry": {"kind": "hang_up", "prompts": ["too_long", "goodbye"]},
        },
    }
