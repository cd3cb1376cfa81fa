"""บันทึกข้อความ: the memo that carries a result or a report to the head of the organisation."""

from ita_portal import thai_dates
from reports.content import sections
from reports.content.analysis import ITA_NAME
from reports.content.signatures import empty_block, headed_block, seal_field, signature_block
from reports.content.style import PaperStyle, text_lines
from reports.models import SignerRole


def memo_section(assessment, document=None, method=None):
    """The memo on an assessment: the office's own words where it has written any, else composed from the data.

    `method` says how it is signed; None for a draft, which looks like one signed by pen.
    """
    organization = assessment.organization
    signers = list(document.signers.select_related("term__position", "acting__position")) if document else []
    author = next((signer for signer in signers if signer.role == SignerRole.AUTHOR), None)
    return sections.Memo(
        office=_office(organization, document),
        number=_number(organization, document),
        date=thai_dates.long_date(document.dated_on) if document and document.dated_on else "",
        subject=document.subject if document else default_subject(assessment),
        addressee=(document.addressee if document else "") or organization.head_title,
        paragraphs=text_lines(document.body) if document and document.body else default_body(assessment),
        closing=(document.closing if document else "") or "จึงเรียนมาเพื่อโปรดทราบ",
        author=signature_block(author, method) if author else empty_block("ตำแหน่ง"),
        routing=tuple(headed_block(signer, method) for signer in signers if signer != author),
        emblem_key=organization.emblem_key,
        seal_field=seal_field(method),
    )


def memo_report(assessment, document=None, enclosed=None, method=None):
    """The memo as a document (kind `memo`), followed by what it encloses. `method`: how the memo is signed."""
    organization = assessment.organization
    memo = memo_section(assessment, document, method)
    return sections.Report(
        title=f"บันทึกข้อความ {memo.subject} {organization.name}",
        organization=organization.name,
        style=PaperStyle.of(organization),
        sections=(memo, *(enclosed.sections if enclosed else ())),
    )


def default_subject(assessment):
    return f"รายงานผลการวิเคราะห์{ITA_NAME} ประจำปีงบประมาณ พ.ศ. {assessment.year}"


def default_body(assessment):
    """Two paragraphs from the data: ภาคเหตุ (what was announced) and ภาคความประสงค์ (what is submitted)."""
    name, year = assessment.organization.name, assessment.year
    announced = f" เมื่อวันที่ {thai_dates.long_date(assessment.announced_on)}" if assessment.announced_on else ""
    result = _result_words(assessment)
    return (
        f"ตามที่สำนักงาน ป.ป.ช. ได้ประกาศผล{ITA_NAME} (Integrity and Transparency Assessment: ITA) "
        f"ประจำปีงบประมาณ พ.ศ. {year}{announced} โดย{name}{result} นั้น",
        f"ในการนี้ จึงได้วิเคราะห์ผลการประเมินของ{name} และกำหนดแนวทางการนำผลการวิเคราะห์ไปสู่การปฏิบัติ"
        f"ในปีงบประมาณ พ.ศ. {year + 1} รายละเอียดปรากฏตามเอกสารที่แนบมาพร้อมนี้",
    )


def _result_words(assessment):
    if assessment.total is None:
        return "ได้เข้ารับการประเมินดังกล่าว"
    words = f"มีผลคะแนนการประเมินรวม {assessment.total:.2f} คะแนน"
    return f"{words} อยู่ในระดับ{_spaced(assessment.rating)}" if assessment.rating else words


def _spaced(rating):
    """Letters stand apart from the Thai word before them (ระดับ D), words do not (ระดับผ่านดี)."""
    return f" {rating}" if rating.isascii() else rating


def _office(organization, document):
    division = document.division if document else None
    phone = (document.phone_text if document else "") or (
        f"โทร. {organization.phone}" if organization.phone else ""
    )
    return "  ".join(part for part in (division.name if division else "", organization.name, phone) if part)


def _number(organization, document):
    """The prefix of the division, else of the organisation, and the number: นค ๕๓๗๑๑/๐๐๕. What the register has stays."""
    registered = document.register_number if document and hasattr(document, "register_number") else None
    if registered and registered.printed == document.number:
        return registered.full_text
    prefix = document.number_prefix if document else organization.document_number_prefix
    number = document.number if document else ""
    return f"{prefix}/{number}" if prefix else number
