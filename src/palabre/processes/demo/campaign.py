"""A small calling campaign of the demo: a list from a file, and a draft that waits for somebody to start it.

Where robots staff the demo they also answer at these numbers; see `robots`.
"""

from __future__ import annotations

from palabre.outbound.actions.campaigns import CampaignWanted, create_campaign
from palabre.outbound.actions.lists import create_list, import_file
from palabre.plumbing.postgres import Transaction

NUMBERS = tuple(f"+33199003{n:03}" for n in range(1, 41))
NAMES = ("Camille Petit", "Yacine Benali", "Jeanne Roy", "Idriss Diallo", "Manon Girard", "Nora Haddad")
CONTRACTS = ("Fibre", "Mobile", "Fibre et mobile")
HEADER = "Téléphone;Nom;Consentement;Contrat"
MESSAGE = (
    "Bonjour, ici Démo Télécom, le service clients. Nous vous appelons au sujet de la fin de votre contrat, "
    "et nous vous rappellerons.")  # fmt: skip


async def make_campaign(tx: Transaction, queue: str) -> None:
    listed = await create_list(tx, "Contrats qui finissent")
    rows = [f"{number};{NAMES[n % len(NAMES)]};2026-09-01;{CONTRACTS[n % len(CONTRACTS)]}"
            for n, number in enumerate(NUMBERS)]  # fmt: skip
    await import_file(tx, listed.id, "\n".join((HEADER, *rows)).encode(), "contrats.csv")
    await create_campaign(tx, CampaignWanted(
        name="Fin de contrat", list=listed.id, queue=queue, mode="preview", country="SERVICE", lines_max=3,
        message=MESSAGE))  # fmt: skip
