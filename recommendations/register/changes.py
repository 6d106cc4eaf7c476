"""What changed: reviewed findings and positions, newest first."""

from datetime import datetime

from sqlmodel import Session

from recommendations.register.change import Change
from recommendations.register.loading import Loaded, load
from recommendations.register.views import AssessmentView, Register
from recommendations.vocabulary import Role, Supersession

__all__ = ["Change", "read_changes"]


def read_changes(
    session: Session,
    register: Register,
    since: datetime | None = None,
    closing: datetime | None = None,
    role: Role | None = Role.EDITOR,
    loaded: Loaded | None = None,
) -> tuple[Change, ...]:
    """Spelling is no change. Baselines are: they are news the first time. `loaded` is what
    the register was read from, where that is at hand."""
    loaded = loaded or load(session, role)
    found: list[Change] = []
    told: set[int] = set()
    for recommendation in register.recommendations:
        for addressee in register.addressees:
            cell = register.cells.get((recommendation.id, addressee.id))
            for call in cell.calls if cell else ():
                measure = next(m for m in recommendation.measures if m.id == call.measure)
                earlier: AssessmentView | None = None
                for finding in sorted(
                    (v for _, v in loaded.findings.get(call.id, []) if not v.draft),
                    key=lambda v: (v.true_on, v.id),
                ):
                    if finding.supersession is not Supersession.SPELLING:
                        at = finding.signed.reviewed_at or finding.signed.at
                        before = earlier.status if earlier else None
                        about = (at, recommendation, addressee, (measure,))
                        found.append(Change(*about, before, finding, earlier=earlier))
                    earlier = finding
                for _, said in loaded.positions.get(call.id, []):
                    if said.draft or said.id in told or said.supersession == "spelling":
                        continue
                    told.add(said.id)
                    at = said.signed.reviewed_at or said.signed.at
                    named = tuple(m for m in recommendation.measures if m.id in said.measures)
                    found.append(Change(at, recommendation, addressee, named, None, position=said))
    kept = [
        c for c in found if (since is None or c.at > since) and (closing is None or c.at <= closing)
    ]
    return tuple(sorted(kept, key=lambda c: c.at, reverse=True))
