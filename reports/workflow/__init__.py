"""The verbs of documents. Each is one transaction and leaves a trail."""

from reports.workflow.edition_moves import StaleEdition
from reports.workflow.filing import StaleFiling, correct_filing, file_item
from reports.workflow.findings import override_finding, take_back_override
from reports.workflow.inquiries import (
    AlreadyAnswered,
    acknowledge_answer,
    answer_question,
    ask_question,
)
from reports.workflow.oversight import record_oversight_export
from reports.workflow.pen import record_pen_signatures
from reports.workflow.publishing import publish, withdraw_publication
from reports.workflow.register import (
    draw_number,
    forget_noted_number,
    note_number,
    set_number_source,
    take_number,
)
from reports.workflow.routing import propose, revise, send_back, take_back_revision
from reports.workflow.signatures import sign
from reports.workflow.signers import choose_signers
from reports.workflow.writing import StaleDocument, check_document, write_document

__all__ = [
    "AlreadyAnswered",
    "StaleDocument",
    "StaleEdition",
    "StaleFiling",
    "acknowledge_answer",
    "answer_question",
    "ask_question",
    "check_document",
    "choose_signers",
    "correct_filing",
    "draw_number",
    "file_item",
    "forget_noted_number",
    "note_number",
    "override_finding",
    "propose",
    "publish",
    "record_oversight_export",
    "record_pen_signatures",
    "revise",
    "send_back",
    "set_number_source",
    "sign",
    "take_back_override",
    "take_back_revision",
    "take_number",
    "withdraw_publication",
    "write_document",
]
