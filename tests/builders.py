"""Builders: a valid object in one call; a test passes only what it is about.

Names, codes and slugs are numbered, so that several of a kind never collide.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

import pyotp

from assessments import framework_files, workflow
from assessments.bands import Band
from assessments.models import Analysis, Assessment, Disposition, Framework, Recommendation, ScoreImport
from ita_portal import file_store
from measures.models import (
    Evidence,
    Measure,
    MeasureOwner,
    MeasurePlan,
    MeasureStep,
    MeasureTemplate,
    MeasureTitle,
    PlanStatus,
    ProgressEntry,
)
from organizations.models import (
    ActingAppointment,
    Division,
    Invitation,
    Membership,
    Organization,
    Position,
    Province,
    PublicHoliday,
    Role,
    Term,
    User,
)
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from organizations.workflow.invitations import hash_of
from reports.models import (
    Document,
    DocumentStatus,
    Edition,
    EditionState,
    Filing,
    Inquiry,
    Publication,
    RegisterNumber,
    Signature,
)

_numbers = count(1)

PASSWORD = "a-long-test-password"


TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(moment, secret=TOTP_SECRET):
    """What an authenticator app with the secret shows at the moment."""
    return pyotp.TOTP(secret).at(moment)


def a_province(name=None):
    return Province.objects.get_or_create(name=name or "นครศรีธรรมราช")[0]


def an_organization(slug=None, **fields):
    number = next(_numbers)
    place = fields.pop("place_name", f"ตัวอย่าง{number}")
    defaults = {
        "kind": "sao",
        "name": f"องค์การบริหารส่วนตำบล{place}",
        "district": "อำเภอถ้ำพรรณรา",
        "province": fields.pop("province", None) or a_province(),
        "head_title": f"นายกองค์การบริหารส่วนตำบล{place}",
    }
    return Organization.objects.create(slug=slug or f"org-{number}", place_name=place, **{**defaults, **fields})


def a_division(organization, name=None, **fields):
    number = next(_numbers)
    defaults = {"order": organization.divisions.count() + 1}
    return Division.objects.create(
        organization=organization, name=name or f"กองที่ {number}", **{**defaults, **fields}
    )


def a_holiday(day=date(2026, 12, 10), name="วันรัฐธรรมนูญ"):
    return PublicHoliday.objects.get_or_create(day=day, defaults={"name": name})[0]


def a_user(organization=None, role=None, *, division=None, province=None, username=None):
    """A person, with one role when an organisation, a province or a role is given."""
    user = User.objects.create_user(
        username=username or f"user-{next(_numbers)}",
        password=PASSWORD,
        first_name="สมหมาย",
        last_name="ตัวอย่าง",
    )
    if role == Role.DIVISION_STAFF and division is None:
        division = a_division(organization)
    if organization or province or role:
        place = {"organization": organization, "province": province, "division": division}
        Membership.objects.create(user=user, role=role or Role.AUDITOR, **place)
    return user


def framework_content(year=2568, **changes):
    """The content of a small framework: three instruments, four indicators, EIT in two parts. Totals are easy by hand."""
    return {
        "year": year,
        "title": f"เกณฑ์ตัวอย่าง {year}",
        "is_provisional": True,
        "note": "",
        "instruments": [
            _instrument("IIT", "30", [_indicator(1, "การปฏิบัติหน้าที่", ["i1", "i2"])]),
            _instrument(
                "EIT",
                "30",
                [_indicator(6, "คุณภาพการดำเนินงาน", ["e1", "e2"], aggregation="mean_of_parts")],
                aggregation="mean_of_parts",
                parts=[
                    {"number": 1, "name": "ส่วนที่ ๑", "weight": "15"},
                    {"number": 2, "name": "ส่วนที่ ๒", "weight": "15"},
                ],
            ),
            _instrument(
                "OIT",
                "40",
                [
                    _indicator(9, "การเปิดเผยข้อมูล", ["O1", "O2", "O3"], groups=("9.1", "9.1", "9.2")),
                    _indicator(10, "การป้องกันการทุจริต", ["O4"]),
                ],
            ),
        ],
        "rating": [
            {"name": "ผ่านดีเยี่ยม", "minimum_total": "95.00", "minimum_instrument": "95.00"},
            {"name": "ผ่านดี", "minimum_total": "85.00", "minimum_instrument": "85.00"},
            {"name": "ผ่าน", "minimum_total": "85.00", "minimum_instrument": None},
            {"name": "ต้องปรับปรุง", "minimum_total": "0", "minimum_instrument": None},
        ],
        "is_rating_provisional": False,
        "filing_items": [],
        "calendar": [],
        **changes,
    }


def _instrument(code, weight, indicators, aggregation="mean_of_indicators", parts=()):
    return {
        "code": code,
        "name": f"แบบวัด {code}",
        "english_name": "",
        "weight": weight,
        "aggregation": aggregation,
        "is_provisional": False,
        "parts": list(parts),
        "indicators": indicators,
    }


def _indicator(number, name, codes, aggregation="mean_of_items", groups=None):
    return {
        "number": number,
        "name": name,
        "aliases": [],
        "aggregation": aggregation,
        "is_provisional": False,
        "groups": [{"code": code, "name": f"หัวข้อ {code}"} for code in dict.fromkeys(groups or ())],
        "questions": [
            {
                "code": code,
                "wording": f"ข้อความของ {code}",
                "summary": "",
                "group": groups[place] if groups else None,
                "is_reversed": False,
                "allowed_values": [],
                "is_provisional": False,
                "continues": None,
            }
            for place, code in enumerate(codes)
        ],
    }


def a_framework(year=2568, **changes):
    """The small framework of framework_content(), stored; the same row when the year is there already."""
    existing = Framework.objects.filter(year=year).first()
    return existing or framework_files.load_framework(framework_content(year, **changes))[0]


def the_framework(year):
    """The real framework of a year, from fixtures/, on top of the years it continues."""
    for path in framework_files.framework_paths():
        content = framework_files.read_framework(path)
        if content["year"] <= year:
            framework, _ = framework_files.load_framework(content)
    return framework


def an_assessment(organization=None, framework=None, official=None, *, is_confirmed=False, **fields):
    """An assessment with official figures by key ({"i1": "98.26", "e1/1": "96.80"})."""
    assessment = Assessment.objects.create(
        organization=organization or an_organization(), framework=framework or a_framework(), **fields
    )
    figures = {key: Decimal(value) for key, value in (official or {}).items()}
    workflow.record_scores(assessment, figures, by=None)
    if is_confirmed:
        workflow.confirm(assessment, by=None)
    return assessment


FULL_SCORES = {
    **dict.fromkeys(("i1", "i2", "O1", "O2", "O3", "O4"), "90.00"),
    **{f"{code}/{part}": "90.00" for code in ("e1", "e2") for part in (1, 2)},
}


def an_analysis(assessment, questions=(), **fields):
    defaults = {
        "indicator": assessment.framework.indicators.first(),
        "order": assessment.analyses.count() + 1,
        "disposition": Disposition.DEVELOP,
        "recommendation": "หน่วยงานควรประชาสัมพันธ์คู่มือให้ทั่วถึง",
    }
    analysis = Analysis.objects.create(assessment=assessment, **{**defaults, **fields})
    analysis.questions.set(assessment.framework.questions.filter(code__in=questions))
    return analysis


def a_recommendation(organization=None, **fields):
    """A text of the library, shared unless an organisation is given; for anything in the middle band."""
    defaults = {"band": Band.DEVELOP, "recommendation": "{หน่วยงาน}ควรประชาสัมพันธ์คู่มือ"}
    return Recommendation.objects.create(organization=organization, **{**defaults, **fields})


def a_score_import(organization=None, figures=None, **fields):
    """Figures that wait to be confirmed, as text by element key."""
    organization = organization or an_organization()
    defaults = {"framework": a_framework(), "source": "paste", "by": fields.pop("by", None) or a_user()}
    figures = {"i1": "98.26"} if figures is None else figures
    return ScoreImport.objects.create(organization=organization, figures=figures, **{**defaults, **fields})


def a_template(organization=None, **fields):
    """A measure of the library, shared unless an organisation is given; for nothing in particular."""
    defaults = {"titles": "จัดทำคู่มือของ{หน่วยงาน}", "steps": "ร่าง\nเผยแพร่"}
    return MeasureTemplate.objects.create(organization=organization, **{**defaults, **fields})


def a_plan(organization=None, fiscal_year=2569, **fields):
    defaults = {"form": "per_indicator", "status": PlanStatus.DRAFT}
    return MeasurePlan.objects.create(
        organization=organization or an_organization(), fiscal_year=fiscal_year, **{**defaults, **fields}
    )


def a_measure(plan=None, title="มาตรการกำกับดูแลการใช้ทรัพย์สินของราชการ", steps=("จัดทำคู่มือ",), **fields):
    plan = plan or a_plan()
    defaults = {
        "order": plan.measures.count() + 1,
        "starts_on": date(2025, 10, 1),
        "due_on": date(2026, 9, 30),
        "is_all_divisions": True,
    }
    measure = Measure.objects.create(plan=plan, **{**defaults, **fields})
    MeasureTitle.objects.create(measure=measure, order=1, text=title)
    for order, text in enumerate(steps, start=1):
        MeasureStep.objects.create(measure=measure, order=order, text=text)
    return measure


def many_measures(plan, count, *, owner=None, **fields):
    """So many measures at once, each with a title and a step; of one division, else of all."""
    defaults = {"starts_on": date(2025, 10, 1), "due_on": date(2026, 9, 30), "is_all_divisions": owner is None}
    first = plan.measures.count() + 1
    rows = [Measure(plan=plan, order=first + place, **{**defaults, **fields}) for place in range(count)]
    rows = Measure.objects.bulk_create(rows)
    MeasureTitle.objects.bulk_create(
        MeasureTitle(measure=row, order=1, text=f"มาตรการที่ {row.order}") for row in rows
    )
    MeasureStep.objects.bulk_create(MeasureStep(measure=row, order=1, text="จัดทำคู่มือ") for row in rows)
    if owner:
        MeasureOwner.objects.bulk_create(MeasureOwner(measure=row, division=owner, order=1) for row in rows)
    return rows


def an_entry(measure, division=None, **fields):
    """What a division did about a measure, recorded without its consequences; the first division there is, or a new one."""
    organization = measure.organization
    defaults = {"done_on": date(2026, 1, 5), "state": "under_way", "percent": 40, "text": "ประชุมคณะทำงานแล้ว"}
    fields = {"by": fields.pop("by", None) or a_user(), **defaults, **fields}
    division = division or organization.divisions.first() or a_division(organization)
    return ProgressEntry.objects.create(measure=measure, division=division, **fields)


def an_evidence_file(entry, content=b"evidence", name="รูปถ่าย.pdf", **fields):
    """A stored file that proves an entry, kept without being examined."""
    stored = file_store.store(content, area="evidence", limit_bytes=len(content))
    return Evidence.objects.create(
        entry=entry,
        name=name,
        stored_file=stored.key,
        sha256=stored.sha256,
        size=stored.size,
        content_type="application/pdf",
        **fields,
    )


def a_term(organization=None, title=None, **fields):
    organization = organization or an_organization()
    position = Position.objects.create(
        organization=organization,
        title=title or f"ตำแหน่งที่ {next(_numbers)}",
        rank=fields.pop("rank", "officer"),
    )
    defaults = {"person_name": "นายสมมติ ตัวอย่างดี", "starts_on": date(2021, 12, 1)}
    return Term.objects.create(position=position, **{**defaults, **fields})


def an_acting(organization=None, **fields):
    """The holder of one position standing in for another of the organisation."""
    organization = organization or an_organization()
    defaults = {"capacity": "for", "starts_on": date(2025, 10, 1)}
    position = a_term(organization).position
    return ActingAppointment.objects.create(
        term=a_term(organization), position=position, **{**defaults, **fields}
    )


def an_invitation(organization=None, role="auditor", **fields):
    """A role that waits for somebody until the end of 2999; the token of its link is `token`."""
    token = fields.pop("token", f"token-{next(_numbers)}")
    defaults = {
        "person_name": "นางสาวสมใจ ตัวอย่างเชิญ",
        "token_hash": hash_of(token),
        "invited_by": fields.pop("by", None) or a_user(),
        "invited_at": datetime(2025, 10, 1, 2, tzinfo=UTC),
        "expires_at": datetime(2999, 12, 31, tzinfo=UTC),
    }
    if role in ROLES_IN_AN_ORGANIZATION:
        organization = organization or an_organization()
    return Invitation.objects.create(organization=organization, role=role, **{**defaults, **fields})


def a_document(organization=None, kind="analysis", **fields):
    defaults = {"fiscal_year": 2568, "subject": "เอกสารตัวอย่าง"}
    return Document.objects.create(
        organization=organization or an_organization(), kind=kind, **{**defaults, **fields}
    )


def _a_pdf():
    """One empty page of A4."""
    parts = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    parts.append("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
    content, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 4\n0000000000 65535 f \n{table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF\n"
    return (content + end).encode()


A_PDF = _a_pdf()


def an_edition(document=None, by=None, **fields):
    """An edition in routing that waits for the first signature; its file is an empty page."""
    document = document or a_document()
    stored = file_store.store(A_PDF, area="editions", limit_bytes=1000)
    defaults = {
        "number": 1,
        "code": f"TEST{next(_numbers):04}",
        "method": "digital",
        "kind": document.kind,
        "fiscal_year": document.fiscal_year,
        "subject": document.subject,
        "layout_version": "1",
        "data": "{}",
        "data_sha256": "0" * 64,
        "prepared_sha256": stored.sha256,
        "prepared_at": datetime(2026, 1, 5, 2, tzinfo=UTC),
        "prepared_by": by or a_user(),
        "waiting_order": 1,
        "waiting_since": datetime(2026, 1, 5, 2, tzinfo=UTC),
        "stored_file": stored.key,
        "sha256": stored.sha256,
        "size": stored.size,
    }
    return Edition.objects.create(document=document, **{**defaults, **fields})


def a_signature(edition, term, order=1, role="author", **fields):
    """A place to sign that is still empty."""
    return Signature.objects.create(
        edition=edition,
        order=order,
        role=role,
        position=term.position,
        term=term,
        person_name=term.person_name,
        title_lines=[term.position.title],
        **fields,
    )


def issue(edition):
    """Make an edition the signed one in force, as the verbs do after the last signature."""
    Edition.objects.filter(pk=edition.pk).update(
        state=EditionState.SIGNED,
        waiting_order=None,
        waiting_since=None,
        signed_at=datetime(2026, 1, 6, 2, tzinfo=UTC),
    )
    Document.objects.filter(pk=edition.document_id).update(
        status=DocumentStatus.SIGNED, current_edition=edition
    )
    edition.refresh_from_db()
    return edition


def publish(edition):
    """Issue an edition and put it before everybody, with its words as a page and its data as CSV."""
    issue(edition)
    changes = {"status": DocumentStatus.PUBLISHED, "code": f"PUBLIC{next(_numbers):04}"}
    Document.objects.filter(pk=edition.document_id).update(**changes)
    edition.document.refresh_from_db()
    for kind, content_type, content in (
        ("page", "text/html", b"<h2>paper</h2>"),
        ("csv", "text/csv", b"code,score\n"),
    ):
        stored = file_store.store(content, area="editions", limit_bytes=1000)
        edition.files.create(
            kind=kind,
            name=f"data.{kind}",
            content_type=content_type,
            stored_file=stored.key,
            sha256=stored.sha256,
            size=stored.size,
        )
    return Publication.objects.create(
        edition=edition,
        document=edition.document,
        kind=edition.kind,
        fiscal_year=edition.fiscal_year,
        published_at=edition.signed_at,
        published_by=edition.prepared_by,
    )


def a_register_number(organization=None, number=7, **fields):
    """A number of the series of 2569 that belongs to another letter."""
    defaults = {"prefix": "นค ๕๓๗๑๑", "calendar_year": 2569, "printed": f"{number:03}", "note": "หนังสือถึงอำเภอ"}
    organization = organization or an_organization()
    return RegisterNumber.objects.create(organization=organization, number=number, **{**defaults, **fields})


def a_filing(organization=None, question=None, **fields):
    """An OIT item that was filed with an address on the organisation's website."""
    defaults = {"address": "https://example.go.th/o4.pdf", "filed_on": date(2026, 1, 5)}
    fields = {"filed_by": fields.pop("by", None) or a_user(), **defaults, **fields}
    return Filing.objects.create(
        organization=organization or an_organization(),
        question=question or a_framework().questions.get(code="O4"),
        **fields,
    )


def an_inquiry(organization=None, **fields):
    """A question to the auditor about the result of 2568, asked in the morning of the first working day of the year."""
    defaults = {
        "subject": "result",
        "subject_name": "ผลการประเมินปี ๒๕๖๘",
        "fiscal_year": 2568,
        "question": "เหตุใดคะแนนตัวชี้วัดที่ ๓ จึงลดลง",
        "asked_at": datetime(2025, 10, 1, 2, tzinfo=UTC),
    }
    fields = {"asked_by": fields.pop("by", None) or a_user(), **defaults, **fields}
    return Inquiry.objects.create(organization=organization or an_organization(), **fields)
