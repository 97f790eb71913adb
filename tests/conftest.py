"""Real parts for tests. One engine of each kind per session; a database of its own per module.

A missing engine is a named skip on a laptop and a failure where CI is set.
"""

import os
import random
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import emptying
import psycopg
import pytest

from palabre.plumbing.engines import postgres_roles
from palabre.plumbing.engines.asterisk import Asterisk, AsteriskWish
from palabre.plumbing.engines.asterisk_sip import Trunk
from palabre.plumbing.engines.music import write_tone
from palabre.plumbing.engines.nats import Nats
from palabre.plumbing.engines.postgres import SUPERUSER, Postgres
from palabre.plumbing.engines.problems import EngineRefused


def _missing(what: object) -> None:
    if os.environ.get("CI"):
        pytest.fail(str(what), pytrace=False)
    pytest.skip(str(what))


@pytest.fixture(scope="session")
def missing() -> Callable[[object], None]:
    """`missing("what")` skips here and fails in CI: what CI does not run, nobody runs."""
    return _missing


@pytest.fixture(scope="session")
def engines_folder() -> Iterator[Path]:
    """A folder that the engines' account can reach (pytest's own is closed to others when root runs it)."""
    folder = Path(tempfile.mkdtemp(prefix="palabre-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def pytest_addoption(parser) -> None:
    parser.addoption("--shuffle", type=int, help="files in the order of this seed; 0: of any, which is told")


def pytest_collection_modifyitems(config, items) -> None:
    if (seed := config.getoption("--shuffle")) is None:
        return
    seed = seed or random.randrange(1, 10**6)
    print(f"--shuffle {seed}")
    files = sorted({item.path for item in items})
    random.Random(seed).shuffle(files)
    items.sort(key=lambda item: files.index(item.path))


class PostgresForTests:
    """One cluster; `fresh()` gives a migrated database without rows: one that another test left, emptied, or a copy.

    A copy costs 300 ms, most of it in the kernel, emptying 20; three hundred tests have a database of their own.
    """

    TEMPLATE = "palabre_template"

    def __init__(self, engine: Postgres) -> None:
        self.engine = engine
        self._template_made = False
        self._shape: list[tuple] = []
        self._idle: list[str] = []

    def dsn(self, role: str = "owner", database: str = "palabre") -> str:
        return self.engine.dsn(role, database)

    def empty(self, template: str = "template0") -> str:
        """Name of a new database with our roles and schema, without tables (or a copy of `template`)."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
            postgres_roles.make_database(connection, name, template)
        with psycopg.connect(self.dsn(SUPERUSER, name)) as connection:
            postgres_roles.provision_schema(connection)
        return name

    def fresh(self) -> "DatabaseForTests":
        if not self._template_made:
            from palabre.plumbing.migrate import migrate

            template = self.empty()
            migrate(self.dsn("owner", template))
            with psycopg.connect(self.dsn(SUPERUSER, template)) as connection:
                self._shape = emptying.shape_of(connection)
            with psycopg.connect(self.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
                connection.execute(f"alter database {template} rename to {self.TEMPLATE}")
            self._template_made = True
        return DatabaseForTests(self, self._idle.pop() if self._idle else self.empty(self.TEMPLATE))

    def give_back(self, name: str) -> None:
        """Emptied for the next test; dropped where a test has changed more than rows."""
        with psycopg.connect(self.dsn(SUPERUSER, name), autocommit=True) as connection:
            emptied = emptying.empty(connection, self._shape)
        if emptied:
            return self._idle.append(name)
        with psycopg.connect(self.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(f"drop database if exists {name} with (force)")


class DatabaseForTests:
    """A migrated database: `dsn(role)` for owner, web, router, projector, superuser."""

    def __init__(self, postgres: PostgresForTests, name: str) -> None:
        self.postgres, self.name = postgres, name

    def dsn(self, role: str = "owner") -> str:
        return self.postgres.dsn(role, self.name)


@pytest.fixture(scope="session")
def postgres(engines_folder: Path) -> Iterator[PostgresForTests]:
    # the disk's own flush is what tests spare; a killed server loses nothing by it, only a killed machine would
    engine = Postgres(engines_folder / "postgres", flags={"fsync": "off", "max_connections": "300"})
    try:
        engine.start()
    except EngineRefused as why:
        _missing(why)
    try:
        engine.provision()
        yield PostgresForTests(engine)
    finally:
        engine.stop()


@pytest.fixture(scope="module")
def database(postgres: PostgresForTests) -> Iterator[DatabaseForTests]:
    """A fresh migrated database for this module: `database.dsn("web")`."""
    made = postgres.fresh()
    yield made
    postgres.give_back(made.name)


@pytest.fixture
def own_database(postgres: PostgresForTests) -> Iterator[DatabaseForTests]:
    """A fresh migrated database for one test."""
    made = postgres.fresh()
    yield made
    postgres.give_back(made.name)


@pytest.fixture(scope="session")
def nats(engines_folder: Path) -> Iterator[Nats]:
    """`nats.url("front" | "core" | "voice")`."""
    engine = Nats(engines_folder / "nats")
    try:
        engine.start()
    except EngineRefused as why:
        _missing(why)
    yield engine
    engine.stop()


class AsteriskPair:
    """`centre` is the contact centre's, `outside` the telephone network; each is the other's only trunk.

    Parties speak by the sounds `440` and `1000` (media=sound:440), music on hold is 620 Hz: who hears what can be
    asked.
    """

    TONES = (440, 1000)
    MUSIC_HERTZ = 620
    TRUNK_OF_CENTRE, TRUNK_OF_OUTSIDE = "operator", "centre"

    def __init__(self, folder: Path, app: str = "palabre") -> None:
        common = {"music_hertz": self.MUSIC_HERTZ}
        self.centre = Asterisk(folder / "centre", AsteriskWish(app=app, address="127.0.0.1", **common))
        outside = AsteriskWish(app="outside", address="127.0.0.2", rtp=(17_000, 17_399), **common)
        self.outside = Asterisk(folder / "outside", outside)
        self.both = (self.centre, self.outside)

    def start(self) -> None:
        for instance in self.both:
            instance.choose_ports()
        a, b = self.both
        # short silences: the death of a side is seen within seconds
        a.with_trunks(Trunk(self.TRUNK_OF_CENTRE, b.wish.address, b.sip_port, rtp_timeout_seconds=5))
        b.with_trunks(Trunk(self.TRUNK_OF_OUTSIDE, a.wish.address, a.sip_port, rtp_timeout_seconds=5))
        for instance in self.both:
            instance.start()
            for hertz in self.TONES:
                write_tone(instance.home / f"data/sounds/{hertz}.wav", hertz, 60)

    def stop(self) -> None:
        for instance in self.both:
            instance.stop()


@pytest.fixture(scope="module")
def asterisk(engines_folder: Path) -> Iterator[AsteriskPair]:
    """A pair of Asterisks of this module's own, both up."""
    pair = AsteriskPair(Path(tempfile.mkdtemp(prefix="asterisk-", dir=engines_folder)))
    (pair.centre.home.parent).chmod(0o755)
    try:
        pair.start()
    except EngineRefused as why:
        pair.stop()
        _missing(why)
    yield pair
    pair.stop()
