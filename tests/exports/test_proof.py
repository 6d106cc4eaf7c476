"""Signatures, and the program that checks a copy without the service."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports import check_copy
from exports.proof import is_signed, new_seal, proof

SEAL, ANOTHER = new_seal(), new_seal()
FILE = b"%PDF a sample"


@given(st.binary(), st.binary())
def test_a_signature_holds_for_its_file_and_key_alone(file: bytes, other: bytes) -> None:
    signature = SEAL.sign(file)
    assert is_signed(file, signature, SEAL.public)
    assert is_signed(other, signature, SEAL.public) is (other == file)
    assert not is_signed(file, signature, ANOTHER.public)


@given(st.text(), st.text())
def test_what_is_no_signature_signs_nothing(signature: str, public: str) -> None:
    assert not is_signed(FILE, signature, public)


def checked(folder: Path, file: bytes, told: bytes, *key: str) -> tuple[int, str]:
    """By a Python of its own, as whoever holds a copy would."""
    (folder / "pack.pdf").write_bytes(file)
    (folder / "pack.proof.json").write_bytes(told)
    done = subprocess.run(
        [sys.executable, check_copy.__file__, "pack.pdf", "pack.proof.json", *key],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout


def told(**changed: str) -> bytes:
    sum = sha256(FILE).hexdigest()
    whole = json.loads(proof("Sample", "Edition 1", sum, SEAL.sign(FILE), SEAL.public))
    return json.dumps({**whole, **changed}).encode()


def test_a_genuine_copy_is_told_from_all_others(tmp_path: Path) -> None:
    assert checked(tmp_path, FILE, told(), SEAL.public)[0] == check_copy.GENUINE
    code, said = checked(tmp_path, FILE, told())
    assert (code, "Compare it with" in said) == (check_copy.GENUINE, True)
    for file, proof_file, key, why in (
        (FILE + b" ", told(), SEAL.public, "another file"),
        (FILE, told(signature="00" * 64), SEAL.public, "was not made with the key"),
        (FILE, told(public_key=ANOTHER.public), SEAL.public, "was not made with the key"),
        (FILE, told(), ANOTHER.public, "another key than the one you gave"),
    ):
        code, said = checked(tmp_path, file, proof_file, key)
        assert (code, why in said) == (check_copy.NOT_GENUINE, True), said


@pytest.mark.parametrize("broken", [b"", b"[]", b"{}", b"\xff", b'{"sha256": 1}'])
def test_what_cannot_be_read_is_said_to_be_so(
    tmp_path: Path, broken: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file, side = tmp_path / "pack.pdf", tmp_path / "pack.proof.json"
    file.write_bytes(FILE)
    side.write_bytes(broken)
    assert check_copy.main([str(file), str(side)]) == check_copy.UNREADABLE
    assert "Could not be read" in capsys.readouterr().out
    assert check_copy.main([]) == check_copy.UNREADABLE
