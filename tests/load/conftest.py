"""How long, and from which seed."""


def pytest_addoption(parser):
    parser.addoption("--seconds", type=float, default=3600.0, help="how long a load lasts")
    parser.addoption("--seed", type=int, default=0, help="the same kills and customers again")
