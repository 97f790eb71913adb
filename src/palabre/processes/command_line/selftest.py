"""`./palabre selftest [--json]`: one phone call and one chat from end to end, in a temporary folder, on free ports."""


def main(arguments: list[str]) -> int:
    from palabre.processes import selftest

    return selftest.main(arguments)
