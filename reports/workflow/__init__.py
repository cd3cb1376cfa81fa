"""The verbs of documents. Each is one transaction and leaves a trail."""

from reports.workflow.inquiries import (
    AlreadyAnswered,
    acknowledge_answer,
    answer_question,
    ask_question,
)
from reports.workflow.writing import StaleDocument, check_document, write_document

__all__ = [
    "AlreadyAnswered",
    "StaleDocument",
    "acknowledge_answer",
    "answer_question",
    "ask_question",
    "check_document",
    "write_document",
]
