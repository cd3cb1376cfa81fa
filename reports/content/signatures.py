"""Who signs, as printed: rank, name, titles, and the capacity in which somebody stands in for another."""

from dataclasses import dataclass, replace

from reports.content.sections import Section, SignatureBlock
from reports.models import SignerRole, SigningMethod

HEADINGS = {SignerRole.OPINION: "ความเห็น", SignerRole.DECISION: "ข้อพิจารณา"}
SEAL_FIELD = "seal"


@dataclass(frozen=True)
class SignatureFields(Section):
    """The end of a report that is put before its signers: each one's block or box, then the seal's box."""

    template = "reports/pdf/sections/signature_fields.html"

    blocks: tuple[SignatureBlock, ...]
    seal_field: str = ""
    is_landscape: bool = False  # goes on below a table on its landscape page


def signature_block(signer, method=None):
    """The block of a Signer row. For digital signatures only its box: name and words come with the signature."""
    common = {"heading": HEADINGS.get(signer.role, ""), "asks_for_words": signer.role != SignerRole.AUTHOR}
    if method == SigningMethod.DIGITAL:
        return SignatureBlock("", (), field_name=field_name(signer), **common)
    return SignatureBlock(
        **common,
        name=signer.term.person_name,
        title_lines=tuple(signer.title_lines),
        military_rank=signer.term.military_rank,
        comment=signer.comment,
    )


def headed_block(signer, method=None):
    """The same under a heading of its own, which the author of a memo needs none of."""
    block = signature_block(signer, method)
    return replace(block, heading=block.heading or "ผู้จัดทำ")


def field_name(signer):
    """The name of the signer's field in the PDF, the same as that of the edition's Signature."""
    return f"{signer.role}-{signer.order}"


def empty_block(title):
    """A block to be filled by pen: a dotted line where the name goes."""
    return SignatureBlock(name="." * 48, title_lines=(title,) if title else ())


def with_signature_fields(report, document, method):
    """A report with the closing section for its signers, who sign by this method; unchanged for a draft (None)."""
    if method is None:
        return report
    is_landscape = getattr(report.sections[-1], "is_landscape", False)
    return replace(report, sections=(*report.sections, _signature_fields(document, method, is_landscape)))


def _signature_fields(document, method, is_landscape):
    signers = document.signers.select_related("term__position", "acting__position") if document else ()
    return SignatureFields(
        blocks=tuple(headed_block(signer, method) for signer in signers),
        seal_field=seal_field(method),
        is_landscape=is_landscape,
    )


def seal_field(method):
    """The field of the organisation's seal, which only a digital edition has."""
    return SEAL_FIELD if method == SigningMethod.DIGITAL else ""
