from reports.models.document import (
    INTERIM_REPORTS,
    OF_A_PLAN,
    PROGRESS_REPORTS,
    Document,
    DocumentKind,
    DocumentStatus,
    Signer,
    SignerRole,
)
from reports.models.edition import (
    ISSUED_STATES,
    Edition,
    EditionFile,
    EditionFileKind,
    EditionState,
    SigningMethod,
)
from reports.models.inquiry import Inquiry, InquirySubject
from reports.models.publication import Filing, Publication
from reports.models.register import RegisterNumber
from reports.models.signature import OverriddenFinding, Signature

__all__ = [
    "INTERIM_REPORTS",
    "ISSUED_STATES",
    "OF_A_PLAN",
    "PROGRESS_REPORTS",
    "Document",
    "DocumentKind",
    "DocumentStatus",
    "Edition",
    "EditionFile",
    "EditionFileKind",
    "EditionState",
    "Filing",
    "Inquiry",
    "InquirySubject",
    "OverriddenFinding",
    "Publication",
    "RegisterNumber",
    "Signature",
    "Signer",
    "SignerRole",
    "SigningMethod",
]
