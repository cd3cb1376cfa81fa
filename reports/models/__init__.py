from reports.models.document import Document, DocumentKind, DocumentStatus, Signer, SignerRole
from reports.models.inquiry import Inquiry, InquirySubject

__all__ = ["Document", "DocumentKind", "DocumentStatus", "Inquiry", "InquirySubject", "Signer", "SignerRole"]
