"""What an import would change: its figures and announced facts beside what is stored now."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessments.models import Assessment
from assessments.score_tree import officials_of

# As an assessment holds them before anybody recorded anything.
NOTHING_ANNOUNCED = {
    "announced_on": None,
    "source": "",
    "official_rating": "",
    "official_rank": None,
    "rank_scope": "",
}


@dataclass(frozen=True)
class Change:
    """One figure (a Decimal) or announced fact (date, number or text): as stored, and as the import has it."""

    key: str
    old: object
    new: object

    @property
    def is_same(self):
        return self.old == self.new

    @property
    def replaces(self):
        """True where somebody had recorded something else: the reader should look twice."""
        return not self.is_same and self.old not in (None, "")


def changes_of(score_import, assessment):
    """All that an import has to say beside what the assessment (None: not started) holds; equal pairs included."""
    stored = officials_of(assessment) if assessment else {}
    changes = [Change(key, stored.get(key), _figure(text)) for key, text in score_import.figures.items()]
    for name, text in score_import.header.items():
        old = getattr(assessment, name) if assessment else NOTHING_ANNOUNCED[name]
        changes.append(Change(name, old, announced(name, text)))
    return changes


def target_of(score_import):
    """The assessment an import is for, or None when it has not been started."""
    return (
        Assessment.objects.unscoped("the assessment of the import in hand")
        .filter(organization_id=score_import.organization_id, framework_id=score_import.framework_id)
        .first()
    )


def fingerprint(changes):
    """A short text that is another one as soon as a figure, stored or imported, is another one."""
    plain = sorted((change.key, str(change.old), str(change.new)) for change in changes)
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def announced(name, text):
    """The value of an announced fact from its text in an import: a date, a number or a text.

    Raises ValueError for a date that is not ISO or a rank that is no number.
    """
    if text in (None, ""):
        return NOTHING_ANNOUNCED[name]
    if name == "announced_on":
        return date.fromisoformat(text)
    return int(text) if name == "official_rank" else text


def _figure(text):
    return None if text is None else Decimal(text)
