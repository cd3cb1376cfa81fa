"""The verbs of plans and measures. Each is one transaction and leaves a trail.

plans.py     drafting a plan: its measures, their order, several at once, and steps back
planning.py  filling a draft: from suggestions, and with what was left unfinished last year
library.py   the measures library
adoption.py  adopting a plan, and changing its measures afterwards with a reason
progress.py  what was done, and the summary that is printed of it
evidence.py  files and links that prove it
workbench.py what people keep and take away: views of their own, and sheets
reminders.py what people are told of deadlines
"""

from measures.workflow.adoption import adopt, amend_measure, cancel_measure
from measures.workflow.evidence import (
    attach_file,
    attach_link,
    attach_to,
    withdraw_evidence,
)
from measures.workflow.library import restore_template, retire_template, save_template
from measures.workflow.measure_rows import StaleMeasure
from measures.workflow.planning import carry_over, create_from_suggestions
from measures.workflow.plans import (
    Move,
    assign_dates,
    assign_owners,
    copy_measure,
    delete_measure,
    hold_draft,
    move_measure,
    save_measure,
    start_plan,
    undo,
)
from measures.workflow.progress import (
    DraftedSummary,
    SentBefore,
    StaleSummary,
    drafted_summary,
    recompute_standing,
    report_progress,
    write_summary,
)
from measures.workflow.workbench import delete_view, record_export, save_view

__all__ = [
    "DraftedSummary",
    "Move",
    "SentBefore",
    "StaleMeasure",
    "StaleSummary",
    "adopt",
    "amend_measure",
    "assign_dates",
    "assign_owners",
    "attach_file",
    "attach_link",
    "attach_to",
    "cancel_measure",
    "carry_over",
    "copy_measure",
    "create_from_suggestions",
    "delete_measure",
    "delete_view",
    "drafted_summary",
    "hold_draft",
    "move_measure",
    "recompute_standing",
    "record_export",
    "report_progress",
    "restore_template",
    "retire_template",
    "save_measure",
    "save_template",
    "save_view",
    "start_plan",
    "undo",
    "withdraw_evidence",
    "write_summary",
]
