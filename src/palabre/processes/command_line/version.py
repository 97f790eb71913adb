"""`./palabre version`"""

from importlib.metadata import version as installed


def main(arguments: list[str]) -> int:
    print(installed("palabre"))
    return 0
