"""Whether the database that should be there is there, and can be read. A new and empty
record in the place of one that was lost would look like a first start."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from recommendations.errors import Refused
from tracker.keeping import keys

BACK = "At the machine, tracker restore FILE --replace puts the newest backup back."


def refuse_lost(url: str, home: Path) -> None:
    """Of SQLite alone: PostgreSQL knows by itself what it has. Raises Refused."""
    if make_url(url).get_backend_name() != "sqlite":
        return
    file = Path(str(make_url(url).database))
    if not file.exists():
        if (home / keys.NAME).exists() and file.parent.resolve() == home.resolve():
            raise Refused(
                f"There is no database in {home} any more, and there was one. If the record is in "
                f"PostgreSQL, TRACKER_DATABASE_URL is missing. {BACK}"
            )
        return
    if not file.stat().st_size:
        raise Refused(f"The database {file} is empty, no record is in it. {BACK}")
    try:
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        return  # busy, or on a disk that refuses: said where it is written
    except sqlite3.DatabaseError as error:
        raise Refused(f"The database {file} is damaged ({error}). {BACK}") from error
    except UnicodeDecodeError as error:
        # SQLite tells what is wrong with a piece of what is broken.
        raise Refused(f"The database {file} is damaged. {BACK}") from error
    if said != "ok":
        raise Refused(f"The database {file} is damaged ({said.splitlines()[0]}). {BACK}")
