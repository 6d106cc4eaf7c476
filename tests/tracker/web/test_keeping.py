"""The page that keeps the record safe: backups and the lock, for administrators."""

from datetime import timedelta
from pathlib import Path

import pyrage

from recommendations.models.base import now
from tracker.keeping import backup, ledger
from tracker.service import Service


def test_only_administrators_see_it_and_people_leads_there(signed_in) -> None:
    for code in ("EDITH", "RUTH", "BORIS"):
        browsing = signed_in(code)
        assert 'href="/keeping"' not in browsing.get("/people").text
        asked = [browsing.get(path).status_code for path in ("/keeping", "/keeping/lock")]
        sent = [browsing.post(path).status_code for path in ("/keeping/backup", "/keeping/lock")]
        assert {*asked, *sent} == {403}
    assert 'href="/keeping"' in signed_in("AMARA").get("/people").text


def test_a_backup_is_made_with_one_button_and_described(service, signed_in) -> None:
    amara = signed_in("AMARA")
    assert "No backup has been made yet." in amara.get("/keeping").text
    answer = amara.post("/keeping/backup")
    assert (answer.status_code, answer.headers["location"]) == (303, "/keeping?made")
    page = amara.get("/keeping?made").text
    assert "A backup was made" in page
    assert "no: whoever has the file has everything in it" in page
    made = backup.last(service.settings.home)
    assert Path(made.file).name in page
    assert str(service.settings.home) not in page


def test_an_encrypted_backup_says_so(service, app, signed_in) -> None:
    keys = ",".join(str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2))
    settings = service.settings.model_copy(update={"backup_keys": keys})
    app.state.service = Service(settings, service.database)
    amara = signed_in("AMARA")
    amara.post("/keeping/backup")
    page = amara.get("/keeping").text
    assert "yes, to 2 keys" in page
    assert "Backups made now are not encrypted" not in page


def test_a_backup_that_is_refused_says_why_on_the_page(service, app, signed_in) -> None:
    settings = service.settings.model_copy(update={"backup_keys": "age1sample"})
    app.state.service = Service(settings, service.database)
    answer = signed_in("AMARA").post("/keeping/backup")
    assert answer.status_code == 422
    assert "No backup was made." in answer.text
    assert "names one key" in answer.text


def test_an_old_backup_is_said_to_be_old(service, signed_in) -> None:
    amara = signed_in("AMARA")
    amara.post("/keeping/backup")
    assert "days old" not in amara.get("/keeping").text
    file = service.settings.home / backup.LAST
    made = backup.last(service.settings.home).made_at
    earlier = (now() - timedelta(days=9)).isoformat()
    file.write_text(file.read_text().replace(made.isoformat(), earlier))
    assert "The last backup is 9 days old." in amara.get("/keeping").text


def test_the_lock_asks_first_and_then_nobody_is_in(signed_in) -> None:
    amara, edith = signed_in("AMARA"), signed_in("EDITH")
    assert "Lock everything?" in amara.get("/keeping/lock").text
    assert edith.get("/").status_code == 200
    assert amara.post("/keeping/lock").headers["location"] == "/sign-in"
    for browsing in (amara, edith):
        answer = browsing.get("/sign-in")
        assert answer.status_code == 503
        assert "AMARA" not in answer.text


def test_a_withdrawal_stands_in_the_ledger_and_a_full_disk_is_told(service, signed_in) -> None:
    edith, home = signed_in("EDITH"), service.settings.home
    answer = edith.post("/quotes/1/withdraw", {"why": "Sample: asked for."})
    assert answer.headers["location"] == "/quotes/1"
    assert len(ledger.read(home / ledger.NAME)) == 1
    assert "1 withdrawal stands" in signed_in("AMARA").get("/keeping").text
    (home / ledger.NAME).unlink()
    (home / ledger.NAME).mkdir()
    answer = edith.post("/quotes/2/withdraw", {"why": "Sample: asked for."})
    assert answer.headers["location"] == "/quotes/2?unlisted"
    told = signed_in("AMARA").get("/quotes/2?unlisted").text
    assert "The withdrawal ledger could not be written" in told
    assert "The withdrawal ledger cannot be read." in signed_in("AMARA").get("/keeping").text
