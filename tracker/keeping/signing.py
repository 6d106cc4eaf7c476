"""The organisation's signing key: in the home, readable by nobody else, in no backup. Who
loses it makes a new one; what was signed before can still be checked with the old public
key, which stands beside each file."""

from pathlib import Path

from exports.proof import Seal, new_seal
from recommendations.errors import Refused
from tracker.keeping.disk import write_whole

NAME = "signing-key"
LENGTH = 32


def seal(home: Path) -> Seal:
    """Made when it is first asked for. Raises Refused where it cannot be read, rather than
    make another in silence."""
    file = home / NAME
    if not file.exists():
        write_whole(file, new_seal().raw.hex())
    try:
        raw = bytes.fromhex(file.read_text().strip())
    except (OSError, ValueError) as error:
        raise Refused(f"The signing key {NAME} in the home cannot be read.") from error
    if len(raw) != LENGTH:
        raise Refused(f"The signing key {NAME} in the home is damaged; put back your copy of it.")
    return Seal(raw)
