from reports.models.document import Document, DocumentKind, DocumentStatus, Signer, SignerRole

__all__ = ["Document", "DocumentKind", "DocumentStatus", "Signer", "SignerRole"]
