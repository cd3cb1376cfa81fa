"""The verbs of plans and measures. Each is one transaction and leaves a trail.

plans.py     drafting a plan: its measures, their order, several at once, and steps back
"""

from measures.workflow.measure_rows import StaleMeasure
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

__all__ = [
    "Move",
    "StaleMeasure",
    "assign_dates",
    "assign_owners",
    "copy_measure",
    "delete_measure",
    "hold_draft",
    "move_measure",
    "save_measure",
    "start_plan",
    "undo",
]
