"""The full packs of a hundred audiences: all of them, and then again after one status changed.
What the second run costs, beside the share of packs in which something changed; asked is at
most six tenths of that share. `bench_reissue.py [--packs N]`

Seconds by the clock, from the reading of the register to the last file. The record is the sample
home's; the audiences are those that come with the product, and sample ones that are each about
one or two of the same addressees, on either paper, under other names.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, cycle, product
from pathlib import Path

from sqlmodel import col, select

from exports.printing import Press
from exports.profiles import shipped
from recommendations.assessing import Finding, assess
from recommendations.importing import import_report
from recommendations.models import Addressee, AudienceProfile, Call, Person
from recommendations.profiling import ship_profiles
from recommendations.records.writing import record
from recommendations.reviewing import Item, review_item
from recommendations.vocabulary import Role, Status, Verdict
from tracker.batches import Fate, Job, composed, presses, run
from tracker.demo import fill
from tracker.service import Service, open_service
from tracker.settings import REPORT, Settings

PACKS = int(sys.argv[sys.argv.index("--packs") + 1]) if "--packs" in sys.argv else 100
WHOM = ("nug", "nucc", "us", "eu", "asean")
CHANGED = "us"
"""Whose status changes."""


def with_audiences(home: Path) -> Service:
    service = open_service(Settings(home=home, sample=True))
    with service.database.writing() as session:
        ship_profiles(session, shipped())
        import_report(session, REPORT.read_bytes())
    fill(service)
    sets = [*((one,) for one in WHOM), *combinations(WHOM, 2)]
    kinds = cycle(product(sets, ("A4", "Letter"), ("plain", "acts and renewal dates")))
    with service.database.writing() as session:
        for number in range(PACKS - len(shipped())):
            addressees, paper, register = next(kinds)
            content = shipped()[addressees[0]] | {
                "code": f"sample-{number}",
                "name": f"Sample audience {number}",
                "office": f"sample office {number}",
                "addressees": list(addressees),
                "languages": ["en"],
                "paper": paper,
                "register": register,
            }
            row = AudienceProfile(code=content["code"], version=1, content=content)
            record(session, row, None)
    return service


def change_one_status(service: Service) -> None:
    today = service.today()
    with service.database.writing() as session:
        people = {one.role: one.key for one in session.exec(select(Person))}
        call = session.exec(
            select(Call)
            .join(Addressee, col(Addressee.id) == Call.addressee)
            .where(Addressee.code == CHANGED)
            .order_by(col(Call.id).desc())
        ).first()
        looked = Finding(
            Status.NOTHING_FOUND, "Sample: looked for again.", today, searched="Sample register"
        )
        (made,) = assess(session, people[Role.EDITOR], today, [call.key], looked)
        item = Item("assessment", made.key)
        review_item(session, people[Role.REVIEWER], item, Verdict.ACCEPTED)


def again(
    service: Service, folder: Path, printing: Sequence[Press]
) -> tuple[float, float, Counter[Fate]]:
    """How long it took, after how much of that the last was composed, and what became of the
    packs."""
    began = time.perf_counter()
    codes = [*shipped(), *(f"sample-{n}" for n in range(PACKS - len(shipped())))]
    ended = []

    def jobs() -> Iterator[Job]:
        moment = service.moment(service.today())
        for job in composed(service.database, codes, moment, service.issuer(), full=True):
            if job.name.endswith("-en-full"):
                yield job
        ended.append(time.perf_counter())

    fates = Counter(outcome.fate for outcome in run(jobs(), folder, printing))
    return time.perf_counter() - began, ended[0] - began, fates


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home, presses() as printing:
        service = with_audiences(Path(home))
        folder = Path(home) / "packs"
        whole, read, first = again(service, folder, printing)
        unchanged, _, kept = again(service, folder, printing)
        change_one_status(service)
        after, _, second = again(service, folder, printing)
        service.close()
    assert first == {Fate.PRINTED: PACKS}
    assert kept == {Fate.KEPT: PACKS}
    share = second[Fate.PRINTED] / PACKS
    print(f"{PACKS} full packs: {whole:.1f} s, the last composed after {read:.1f} s")
    print(f"again, nothing changed: {unchanged:.1f} s, {unchanged / whole:.3f} of that")
    print(
        f"after one status changed: {second[Fate.PRINTED]} printed, a share of {share:.2f}; "
        f"{after:.1f} s, {after / whole:.3f} of that, which is the share times "
        f"{after / whole / share:.2f} (asked: 0.60; load {os.getloadavg()[0]:.1f})"
    )
