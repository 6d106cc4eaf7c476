"""The audiences that come with the product."""

import tomllib
from dataclasses import fields, replace

import pytest
import typer

from exports.profiles import FOLDER, Profile, from_content, shipped
from recommendations.profiles import EVERYBODY
from recommendations.reading.addressees import known_addressees
from tracker.commands.cli import app

CODES = sorted(path.stem for path in FOLDER.glob("*.toml"))
TO_BE_ENTERED_BY_STAFF = {"asks", "institution", "instrument", "by"}


def test_every_profile_beside_the_code_is_offered() -> None:
    assert sorted(shipped()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_profile_says_everything_and_asks_nothing(code: str) -> None:
    content = tomllib.loads((FOLDER / f"{code}.toml").read_text())
    assert set(content) == {field.name for field in fields(Profile)}
    assert set(content) & TO_BE_ENTERED_BY_STAFF == set()
    assert from_content(content).code == code


@pytest.mark.parametrize("code", CODES)
def test_a_profile_is_for_addressees_that_reports_are_known_to_name(code: str) -> None:
    known = {addressee.code.casefold() for addressee in known_addressees()} | {EVERYBODY}
    assert set(from_content(shipped()[code]).addressees) <= known


def test_whoever_reaches_the_authorities_receives_no_testimony_whatever_the_profile_says() -> None:
    profile = replace(from_content(shipped()["asean"]), testimony=True)
    assert profile.reaches_authorities
    assert not profile.audience.testimony
    assert replace(profile, reaches_authorities=False).audience.testimony


def test_the_command_names_every_audience() -> None:
    pack = typer.main.get_command(app).commands["pack"]
    audience = next(parameter for parameter in pack.params if parameter.name == "audience")
    assert [code for code in CODES if code not in audience.help] == []
