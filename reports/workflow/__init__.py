"""The verbs of documents. Each is one transaction and leaves a trail."""

from reports.workflow.writing import StaleDocument, check_document, write_document

__all__ = ["StaleDocument", "check_document", "write_document"]
