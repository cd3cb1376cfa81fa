"""Is a file what was published? By its hash first; only then, in a guarded child, by its signatures.

Nothing is called genuine here but the very bytes that were published.
"""

from dataclasses import dataclass
from enum import StrEnum

from reports import signing
from reports.models import Edition, EditionFile, Signature
from reports.preparation import sha256_of


class Finding(StrEnum):
    EXACT = "exact"  # these are the bytes of the published file
    BESIDE = "beside"  # those of a file beside it: a scan, open data
    UNFINISHED = "unfinished"  # those of a published document before all had signed
    SIGNED_ELSEWHERE = "signed"  # the signatures hold, but the bytes are not published
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judgement:
    """`edition` is a published one, or None; `sentences` say in plain Thai what the check of signatures found."""

    finding: Finding
    sha256: str
    edition: Edition | None = None
    file: EditionFile | None = None
    sentences: tuple[str, ...] = ()


def judge(content):
    """Judge the bytes of a file (at most signing.LARGEST_FILE). Never raises for what the bytes are."""
    sha256 = sha256_of(content)
    editions = Edition.objects.published().select_related("organization__province", "publication__document")
    if found := editions.filter(sha256=sha256).first():
        return Judgement(Finding.EXACT, sha256, found)
    files = EditionFile.objects.published().select_related(
        "edition__organization", "edition__publication__document"
    )
    if file := files.filter(sha256=sha256).first():
        return Judgement(Finding.BESIDE, sha256, file.edition, file)
    signatures = Signature.objects.published().filter(sha256_after=sha256).values("edition")
    if found := (editions.filter(prepared_sha256=sha256) | editions.filter(pk__in=signatures)).first():
        return Judgement(Finding.UNFINISHED, sha256, found)
    verdict = signing.check_in_child(content)
    finding = Finding.SIGNED_ELSEWHERE if verdict.is_genuine else Finding.UNKNOWN
    return Judgement(finding, sha256, sentences=verdict.sentences)
