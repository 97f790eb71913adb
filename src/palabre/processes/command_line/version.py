"""`./palabre version`"""

from importlib.metadata import version as installed


def version() -> str:
    return installed("palabre")


def main(arguments: list[str]) -> int:
    print(version())
    return 0
