"""Who signs, as printed: rank, name, titles, and the capacity in which somebody stands in for another."""

from reports.content.sections import SignatureBlock
from reports.models import SignerRole

HEADINGS = {SignerRole.OPINION: "ความเห็น", SignerRole.DECISION: "ข้อพิจารณา"}


def signature_block(signer):
    """The block of a Signer row."""
    return SignatureBlock(
        name=signer.term.person_name,
        title_lines=tuple(signer.title_lines),
        military_rank=signer.term.military_rank,
        heading=HEADINGS.get(signer.role, ""),
        comment=signer.comment,
    )


def empty_block(title):
    """A block to be filled by pen: a dotted line where the name goes."""
    return SignatureBlock(name="." * 48, title_lines=(title,) if title else ())
