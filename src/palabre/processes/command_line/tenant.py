"""`./palabre tenant NAME --administrator EMAIL`: a new tenant on an installation that runs, and who administers it.

The password it prints stands nowhere else; who is given it changes it at once.
"""

import argparse
import asyncio
import json
import secrets

from palabre.plumbing.engines.problems import EngineRefused

PASSWORD_WORDS, WORD_BYTES = 4, 3
MEND = "./palabre tenant --help"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre tenant", description=__doc__)
    parser.add_argument("name", help="of the organisation, as its people read it")
    parser.add_argument("--administrator", required=True, metavar="EMAIL", help="who signs in first")
    parser.add_argument("--administrator-name", default="", metavar="NAME", help="default: what stands before the @")
    parser.add_argument("--language", default="fr", metavar="CODE", help="of its screens: fr, en, ar (default: fr)")
    parser.add_argument("--country", default="FR", metavar="CODE", help="from where numbers are dialled (default: FR)")
    parser.add_argument("--time-zone", default="Europe/Paris", metavar="ZONE", help="default: Europe/Paris")
    parser.add_argument("--operator", action="store_true", help="she also keeps the installation")
    parser.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    parser.add_argument("--json", action="store_true", help="one line on stdout")
    asked = parser.parse_args(arguments)
    told = asyncio.run(_found(asked))
    if asked.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"{told['name']} is there (tenant {told['tenant']}).\n")
        print(f"  sign in as   {told['sign_in']}\n  password     {told['password']}   (shown once: change it)")
    return 0


async def _found(asked: argparse.Namespace) -> dict[str, str]:
    from palabre.foundations.problems import Problem
    from palabre.plumbing.postgres import Database
    from palabre.processes import reading
    from palabre.tenants.actions.tenants import create_tenant

    password = "-".join(secrets.token_hex(WORD_BYTES) for _ in range(PASSWORD_WORDS))
    owner = await Database.open(reading.owner_dsn(asked.data), size_max=1)
    try:
        founded = await create_tenant(
            owner, asked.name, administrator_name=asked.administrator_name or asked.administrator.split("@")[0],
            administrator_email=asked.administrator, administrator_password=password,
            language=asked.language, country=asked.country, time_zone=asked.time_zone, operator=asked.operator,
        )  # fmt: skip
    except Problem as refused:
        details = " ".join(f"{k}={v}" for k, v in (refused.details or {}).items())
        raise EngineRefused(f"refused, {refused.code} {details}".strip(), MEND) from None
    finally:
        await owner.close()
    return {"name": asked.name, "tenant": founded.tenant, "sign_in": asked.administrator, "password": password}
