"""Who is to sign a document: chosen while it is a draft, suggested from the offices of the organisation."""

from itertools import combinations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from organizations import trail
from organizations.models import ActingAppointment, Capacity, PositionRank, Term
from reports.models import Document, DocumentStatus, Signer, SignerRole
from reports.signing import keys
from reports.workflow.writing import NOT_A_DRAFT, StaleDocument

# Who prepares, who gives an opinion and who decides are different people, also where one acts for another.
SIGNS_ONCE = "คนเดียวกันลงนามในเอกสารเดียวกันสองลำดับไม่ได้"
WHO_ELSE = "โปรดเลือกผู้อื่นในลำดับหนึ่ง หรือเว้นผู้ให้ความเห็นไว้"


def suggested_signers(document, user, today):
    """[(role, Term, ActingAppointment or None)] for a document nobody chose signers for.

    The author is the person who asks, where that person holds an office; ปลัด and นายก follow, each in person or, on
    that day, whoever acts for the office. Nobody is named twice: where ปลัด acts for นายก, ปลัด decides and gives no
    opinion.
    """
    terms = Term.objects.visible_to(user).on(today).filter(organization=document.organization)
    own = terms.filter(user=user).select_related("position").first()
    found = [(SignerRole.AUTHOR, own, None)] if own else []
    for role, rank in ((SignerRole.DECISION, PositionRank.HEAD), (SignerRole.OPINION, PositionRank.SECRETARY)):
        term, acting = _holder(document.organization, rank, user, today)
        if term is not None and not any(is_same_person(term, chosen) for _, chosen, _ in found):
            found.append((role, term, acting))
    return sorted(found, key=lambda row: list(SignerRole).index(row[0]))


def _holder(organization, rank, user, today):
    """(term, acting appointment) of who holds the office of a rank on the day; (None, None) where nobody does."""
    acting = ActingAppointment.objects.visible_to(user).on(today)
    standing_in = (
        acting.filter(organization=organization, position__rank=rank, capacity=Capacity.ACTING)
        .select_related("term__position", "position")
        .first()
    )
    if standing_in:
        return standing_in.term, standing_in
    terms = Term.objects.visible_to(user).on(today).filter(organization=organization, position__rank=rank)
    return terms.select_related("position").first(), None


def why_not_these(signers):
    """Thai sentences on why people in these roles cannot sign one document: [(role, Term, acting)] in their order."""
    sentences = []
    roles = [role for role, _, _ in signers]
    if roles.count(SignerRole.AUTHOR) != 1 or roles[0] != SignerRole.AUTHOR:
        sentences.append("เอกสารต้องมีผู้จัดทำหนึ่งคน และลงนามเป็นคนแรก")
    if SignerRole.DECISION not in roles:
        sentences.append("เอกสารต้องมีผู้พิจารณา (ข้อพิจารณา) อย่างน้อยหนึ่งคน")
    elif roles[-1] != SignerRole.DECISION or roles.count(SignerRole.DECISION) != 1:
        sentences.append("ผู้พิจารณามีหนึ่งคน และลงนามเป็นคนสุดท้าย")
    terms = [term for _, term, _ in signers]
    if twice := {one.person_name for one, other in combinations(terms, 2) if is_same_person(one, other)}:
        sentences.append(f"{SIGNS_ONCE} แต่เลือก {' '.join(sorted(twice))} ไว้มากกว่าหนึ่งลำดับ {WHO_ELSE}")
    return sentences


def is_same_person(one, other):
    """True when two terms are held by one person: by their accounts, else by the name that is printed."""
    if one.user_id and other.user_id:
        return one.user_id == other.user_id
    return one.pk == other.pk or one.person_name == other.person_name


def lacking_to_sign(term):
    """What the holder of a term lacks to sign digitally, in Thai words; "" when nothing."""
    if term.user_id is None:
        return "ยังไม่มีบัญชีผู้ใช้"
    return "" if keys.has_person_key(term.user_id) else "ยังไม่มีกุญแจลงลายมือชื่อดิจิทัล"


@transaction.atomic
def choose_signers(document, signers, *, version, by):
    """Set who signs a draft, in order: [(role, Term, ActingAppointment or None)].

    Raises StaleDocument when somebody saved the document in between, ValidationError with Thai sentences.
    """
    sentences = why_not_these(signers) if signers else ["โปรดเลือกผู้ลงนาม"]
    if sentences:
        raise ValidationError(sentences)
    before = _names(document)
    rows = Document.objects.unscoped("the document in hand").filter(pk=document.pk, version=version)
    if not rows.filter(status=DocumentStatus.DRAFT).update(version=F("version") + 1):
        if rows.exists():
            raise ValidationError(NOT_A_DRAFT)
        raise StaleDocument(Document.objects.unscoped("the document in hand").get(pk=document.pk))
    document.signers.all().delete()
    for order, (role, term, acting) in enumerate(signers, start=1):
        row = Signer(document=document, order=order, role=role, term=term, acting=acting)
        row.take_organization()
        row.full_clean()
        row.save()
    document.refresh_from_db()
    trail.record("choose_signers", document, by=by, changes={"signers": (before, _names(document))})


def _names(document):
    rows = document.signers.select_related("term").order_by("order")
    return ", ".join(f"{row.get_role_display()} {row.term.person_name}" for row in rows)
