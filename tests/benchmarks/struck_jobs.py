"""What is under way when something is killed: import, fit, suggest, mail and migration, and what must hold after it."""

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from alembic import command
from sqlalchemy import func, inspect, select

from graph.database import alembic_config, reading, schema_version, transaction
from graph.model import Partner
from graph.outbox import Mail
from graph.reading.importing import import_paths
from graph.vocabulary import prepare
from matching.model import Ranker
from service.access import OPERATOR
from service.introductions.asking import ask
from service.introductions.deciding import decide, propose_by_hand
from service.keys import read_safe
from service.mail.message import message_id
from service.mail.sending import CLAIM_LIFE
from service.people import People
from service.settings import Settings
from tests.benchmarks.struck import Ended, Program, counts, opened, told_by_check
from tests.service.smtp import Mailbox

N_PARTNERS, N_COLLABORATIONS = 30, 45
N_MAILS = 8
OLD = "0001"
"""The version from which the migration begins: the first."""


def write_network(folder: Path) -> Path:
    """Write a small network in the exchange format, of nine years."""
    folder.mkdir()
    partners = [
        {"id": f"p{at:02}", "name": f"Partner {at}", "sector": ("sport", "bedrijf")[at % 2]} for at in range(N_PARTNERS)
    ]
    work = [
        {
            "id": f"c{at:02}",
            "title": f"Samenwerking {at}",
            "start_date": f"{2014 + at % 9}-03-01",
            "participants": ";".join(sorted({f"p{(at * step) % N_PARTNERS:02}" for step in (1, 7, 11)})),
        }
        for at in range(1, N_COLLABORATIONS)
    ]
    for name, rows in (("partners", partners), ("collaborations", work)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return folder


@dataclass
class Import:
    """All of a file, or nothing."""

    files: Path
    name: str = "import"
    after: dict[str, int] = field(default_factory=dict)

    def fill(self, settings: Settings) -> None:
        with opened(settings) as engine:
            prepare(engine)

    def begin(self, settings: Settings) -> Program:
        self.before = counts(settings)
        return Program(settings, "import", str(self.files))

    def learn(self, settings: Settings, _done: Ended) -> None:
        """Take down what is there when nothing was killed."""
        self.after = counts(settings)

    def faults(self, settings: Settings, ended: Ended) -> list[str]:
        """Return what must not be after a kill."""
        found = counts(settings)
        if ended.code == 0 and found != self.after:
            return ["acknowledged and not there"]
        return told_by_check(settings) + ([] if found in (self.before, self.after) else ["half an import"])

    def faults_after_all(self, settings: Settings, _done: Ended) -> list[str]:
        """Return what must not be once the same was done again to its end."""
        return told_by_check(settings) + ([] if counts(settings) == self.after else ["an import done again differs"])


def fill_from(files: Path, settings: Settings) -> None:
    """Store the network of some files in a new database."""
    with opened(settings) as engine:
        prepare(engine)
        with transaction(engine) as session:
            import_paths(session, [files])


@dataclass
class Migration:
    """The old version or the new one."""

    files: Path
    name: str = "migration"

    def fill(self, settings: Settings) -> None:
        fill_from(self.files, settings)
        with opened(settings) as engine, engine.execution_options(writes=True).begin() as connection:
            command.downgrade(alembic_config(connection), OLD)

    def begin(self, settings: Settings) -> Program:
        return Program(settings, "database", "upgrade")

    def learn(self, settings: Settings, _done: Ended) -> None:
        _, self.tables, _ = self._found(settings)

    def _found(self, settings: Settings) -> tuple[str | None, frozenset[str], int]:
        with opened(settings) as engine, reading(engine) as session:
            tables = frozenset(inspect(engine).get_table_names())
            return schema_version(engine), tables, session.scalar(select(func.count()).select_from(Partner.__table__))

    def faults(self, settings: Settings, ended: Ended) -> list[str]:
        version, tables, n_partners = self._found(settings)
        if n_partners != N_PARTNERS:
            return ["partners were lost"]
        if version == OLD:
            return ["acknowledged and not there"] if ended.code == 0 else self._are_old(tables)
        return told_by_check(settings) + ([] if tables == self.tables else ["half a migration"])

    @staticmethod
    def _are_old(tables: frozenset[str]) -> list[str]:
        return ["half a migration"] if "introduction" in tables or "person" in tables else []

    def faults_after_all(self, settings: Settings, done: Ended) -> list[str]:
        return self.faults(settings, done)


@dataclass
class Fit:
    """The old model or the new one, whole."""

    files: Path
    name: str = "fit"

    def fill(self, settings: Settings) -> None:
        fill_from(self.files, settings)

    def begin(self, settings: Settings) -> Program:
        Ranker.prior().save(settings.model_path)
        settings.team_path.unlink(missing_ok=True)
        self.old = self._found(settings)
        return Program(settings, "fit")

    def learn(self, settings: Settings, _done: Ended) -> None:
        self.new = self._found(settings)

    @staticmethod
    def _found(settings: Settings) -> tuple[bytes, bytes]:
        paths = (settings.model_path, settings.team_path)
        return tuple(path.read_bytes() if path.exists() else b"" for path in paths)

    def faults(self, settings: Settings, ended: Ended) -> list[str]:
        found = self._found(settings)
        whole = all(each in (old, new) for each, old, new in zip(found, self.old, self.new, strict=True))
        if ended.code == 0 and found != self.new:
            return ["acknowledged and not there"]
        return told_by_check(settings) + ([] if whole else ["half a model"])

    def faults_after_all(self, settings: Settings, done: Ended) -> list[str]:
        return self.faults(settings, done)


@dataclass
class Suggest(Fit):
    """The same rows when it is asked again."""

    name: str = "suggest"

    def begin(self, settings: Settings) -> Program:
        return Program(settings, "suggest", "--all", "--format", "csv")

    def learn(self, _settings: Settings, done: Ended) -> None:
        self.rows = done.printed

    def faults(self, settings: Settings, _ended: Ended) -> list[str]:
        return told_by_check(settings)

    def faults_after_all(self, settings: Settings, done: Ended) -> list[str]:
        return told_by_check(settings) + ([] if done.printed == self.rows else ["other rows"])


@dataclass
class Mails:
    """Each taken once, or again under the same Message-ID."""

    mailbox: Mailbox
    name: str = "mail"

    def fill(self, settings: Settings) -> None:
        with opened(settings) as engine:
            prepare(engine)
            names = [f"p{at}" for at in range(N_MAILS)]
            with transaction(engine) as session:
                session.add_all(Partner(id=name, name=name, sector_id="sport") for name in names)
                session.flush()
                people = People(session, read_safe(settings))
                for name in names:
                    people.join(people.add(f"{name}@voorbeeld.example").id, name)
                for one, other in zip(names[::2], names[1::2], strict=True):
                    introduction = propose_by_hand(session, OPERATOR, one, other)
                    decide(session, OPERATOR, introduction, "approve")
                    ask(session, OPERATOR, introduction, date.today())  # noqa: DTZ011 -- the program lives today

    def begin(self, settings: Settings) -> Program:
        with opened(settings) as engine, transaction(engine) as session:  # as if so much time had passed
            for mail in session.scalars(select(Mail).where(Mail.claimed_at.is_not(None), Mail.sent_at.is_(None))):
                mail.claimed_at -= CLAIM_LIFE
        return Program(settings, "mail", "send")

    def learn(self, _settings: Settings, _done: Ended) -> None:
        self.mailbox.taken.clear()

    def faults(self, settings: Settings, _ended: Ended) -> list[str]:
        names, sent = self._names(settings)
        arrived = {mail["Message-ID"] for mail in self.mailbox.taken}
        lost = [] if sent <= arrived <= names else ["marked as sent and not taken, or under another name"]
        return told_by_check(settings) + lost

    def faults_after_all(self, settings: Settings, done: Ended) -> list[str]:
        faults = self.faults(settings, done)
        names, sent = self._names(settings)
        arrived = [mail["Message-ID"] for mail in self.mailbox.taken]
        self.mailbox.taken.clear()
        if not set(arrived) == names == sent:
            return [*faults, "not every mail was sent in the end"]
        return faults + (["more mails twice than kills"] if len(arrived) > N_MAILS + 1 else [])

    @staticmethod
    def _names(settings: Settings) -> tuple[set[str], set[str]]:
        safe = read_safe(settings)
        with opened(settings) as engine, reading(engine) as session:
            mails = session.scalars(select(Mail)).all()
        by_event = {mail.event: message_id(mail.event, settings, safe) for mail in mails}
        return set(by_event.values()), {by_event[mail.event] for mail in mails if mail.sent_at}
