"""The desk of a document, ready to be shown: where it stands, who has it, what is in the way, what became of it before."""

import json
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.urls import reverse
from django.utils import timezone

from ita_portal.text_difference import difference
from ita_portal.thai_dates import moment
from organizations.models import ActingAppointment
from reports import open_data, preparation
from reports.composition import LAYOUT_VERSION, CannotCompose
from reports.models import Document, DocumentStatus, Edition, EditionState, SignerRole
from reports.workflow.routing import missing_before_proposing, missing_keys, standing_findings
from reports.workflow.signers import is_same_person

MOST_CHANGES = 20
OWN_WORDS = ("subject", "addressee", "body", "closing", "preface", "introduction", "conclusion")
ROLE_STEPS = {SignerRole.AUTHOR: "ลงนามผู้จัดทำ", SignerRole.OPINION: "ความเห็น", SignerRole.DECISION: "ข้อพิจารณา"}


@dataclass(frozen=True)
class Step:
    """One step of the way, as templates/includes/_step_list.html shows it."""

    name: str
    state: str  # "done", "now", "next"
    note: str = ""
    address: str = ""


@dataclass
class Desk:
    """`edition` is the one in routing, else the newest issued; `changed` tells of data that moved on since it."""

    document: Document
    edition: Edition | None
    steps: list[Step]
    editions: list[Edition]
    waiting: object = None  # the Signature whose turn it is
    stand_ins: list = field(default_factory=list)  # appointments by which others may sign instead today
    barred: list = field(default_factory=list)  # appointments of people who have signed the paper already
    is_my_turn: bool = False
    may_write: bool = False
    has_signers: bool = True
    missing: list[str] = field(default_factory=list)
    missing_keys: list[str] = field(default_factory=list)  # why it cannot be signed digitally
    findings: list = field(default_factory=list)  # of the check, those that nobody has passed with a reason
    changed: list = field(default_factory=list)

    @property
    def is_draft(self):
        return self.document.status == DocumentStatus.DRAFT

    @property
    def came_back(self):
        """The edition that was sent back and is being corrected now; None otherwise."""
        newest = self.editions[0] if self.editions and self.is_draft else None
        return newest if newest and newest.state == EditionState.SENT_BACK else None

    @property
    def blocking_count(self):
        return sum(finding.is_blocking for finding in self.findings)

    @property
    def advisory_count(self):
        return len(self.findings) - self.blocking_count

    @property
    def is_revision(self):
        """The document is being corrected while the edition before it stays in force."""
        current = self.document.current_edition
        return self.is_draft and current is not None and current.state == EditionState.SIGNED

    @property
    def may_be_proposed(self):
        return self.may_write and self.is_draft and not self.missing and not self.blocking_count

    @property
    def may_be_revised(self):
        return self.may_write and self.document.status in (DocumentStatus.SIGNED, DocumentStatus.PUBLISHED)

    @property
    def may_be_published(self):
        return self.may_write and self.document.status == DocumentStatus.SIGNED


def desk_of(document, user, today):
    """The Desk of a stored document for one member."""

    def rows(model):
        return model.objects.visible_to(user)

    editions = list(
        document.editions.select_related("prepared_by", "sent_back_by", "replaces", "publication").order_by(
            "-pk"
        )
    )
    edition = next((row for row in editions if row.state != "sent_back"), None)
    waiting = (
        edition.signatures.select_related("position", "term").filter(order=edition.waiting_order).first()
        if edition
        else None
    )
    desk = Desk(
        document=document,
        edition=edition,
        steps=steps_of(document, edition),
        editions=editions,
        waiting=waiting,
        may_write=Document.objects.editable_by(user).filter(pk=document.pk).exists(),
    )
    if waiting:
        acting = rows(ActingAppointment).on(today).filter(position=waiting.position)
        desk.stand_ins, desk.barred = _who_else(waiting, acting.select_related("term", "position"))
        desk.is_my_turn = type(waiting).objects.waiting_for(user, today).filter(pk=waiting.pk).exists()
    if desk.is_draft:
        desk.has_signers = document.signers.exists()
        desk.missing = missing_before_proposing(document, method=None)
        desk.missing_keys = missing_keys(document)
        desk.findings = standing_findings(document, rows)
    if desk.is_revision or (edition and not desk.is_draft):
        desk.changed = what_moved_on(edition, rows)
    return desk


def _who_else(waiting, appointments):
    """(those by which others may sign in a place, those of people who signed already): nobody signs a paper twice."""
    named = list(waiting.edition.signatures.select_related("term"))
    free, barred = [], []
    for row in appointments:
        places = [signature for signature in named if is_same_person(signature.term, row.term)]
        if not places:
            free.append(row)
        elif any(signature.is_signed for signature in places):
            barred.append(row)
    return free, barred


def steps_of(document, edition):
    """ร่าง → เสนอ → one step per signature → ลงนามแล้ว → เผยแพร่, with what is known of each."""
    if document.status == DocumentStatus.DRAFT:
        signers = document.signers.select_related("term").order_by("order")
        ahead = [Step(ROLE_STEPS[row.role], "next", row.term.person_name) for row in signers]
        return [
            Step("ร่าง", "now"),
            Step("เสนอ", "next"),
            *ahead,
            Step("ลงนามแล้ว", "next"),
            Step("เผยแพร่", "next"),
        ]
    signatures = list(edition.signatures.order_by("order"))
    is_published = document.status == DocumentStatus.PUBLISHED
    return [
        Step("ร่าง", "done"),
        Step("เสนอ", "done", _told(edition.prepared_at)),
        *(_signature_step(row, edition) for row in signatures),
        Step(
            "ลงนามแล้ว",
            "done" if edition.is_issued else "next",
            _told(edition.signed_at) if edition.signed_at else "",
        ),
        Step("เผยแพร่", "done" if is_published else "now" if edition.is_issued else "next"),
    ]


def _signature_step(signature, edition):
    name = ROLE_STEPS[signature.role]
    if signature.is_signed:
        return Step(name, "done", f"{signature.person_name} {_told(signature.signed_at)}")
    if signature.order == edition.waiting_order:
        return Step(name, "now", f"{signature.person_name} ตั้งแต่ {_told(edition.waiting_since)}")
    return Step(name, "next", signature.person_name)


def _told(at):
    return moment(timezone.localtime(at))


def what_moved_on(edition, rows):
    """What the document would say otherwise today than the edition says: [(old, new) as pieces]; [] when nothing."""
    try:
        now = preparation.data_of(edition.document, rows)
    except CannotCompose as reason:
        return [difference(edition.subject, str(reason))]
    if preparation.sha256_of(now.encode()) == edition.data_sha256:
        return []
    # A newer release of the portal keeps the same facts in another order; then the tables of facts decide.
    is_of_this_release = edition.layout_version == LAYOUT_VERSION
    if not is_of_this_release and open_data.tables_of(now) == open_data.tables_of(edition.data):
        return [difference("", line) for line in _new_words(edition, now)]
    return changed_lines(edition.data, now)


def _new_words(edition, now):
    """The lines that the office wrote itself and that stand in the text of today, but not in that of the edition."""
    typed = "\n".join(getattr(edition.document, name) for name in OWN_WORDS).splitlines()
    return [line for line in typed if line in set(_values(now)) - set(_values(edition.data))]


def changed_lines(old, new):
    """The lines of two JSON texts that differ, as differences of their words; at most MOST_CHANGES."""
    before, after = _values(old), _values(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    changed = []
    for kind, start, end, from_, to in matcher.get_opcodes():
        if kind != "equal":
            changed.append(difference("\n".join(before[start:end]), "\n".join(after[from_:to])))
    return changed[:MOST_CHANGES]


def _values(text):
    """The values of a JSON text in its order, without the names that only a machine reads."""
    return list(_leaves(json.loads(text)))


def _leaves(value):
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _leaves(part)
    else:
        yield "" if value is None else str(value)


def address_of(document):
    """The desk of a document."""
    return reverse("reports:desk", args=[document.organization.slug, document.fiscal_year, document.kind])
