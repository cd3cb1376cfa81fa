from measures.models.measure_parts import MeasureOwner, MeasureStep, MeasureTarget, MeasureTitle
from measures.models.plan import OPEN_STATES, WITHOUT_OWNER, Measure, MeasurePlan, PlanStatus, ProgressState
from measures.models.progress import Evidence, ProgressEntry, ProgressResult, ProgressSummary
from measures.models.reminder import MailStatus, Reminder, ReminderMail, ReminderStage
from measures.models.template import MeasureKind, MeasureTemplate
from measures.models.work import PlanSnapshot, SavedView

__all__ = [
    "OPEN_STATES",
    "WITHOUT_OWNER",
    "Evidence",
    "MailStatus",
    "Measure",
    "MeasureKind",
    "MeasureOwner",
    "MeasurePlan",
    "MeasureStep",
    "MeasureTarget",
    "MeasureTemplate",
    "MeasureTitle",
    "PlanSnapshot",
    "PlanStatus",
    "ProgressEntry",
    "ProgressResult",
    "ProgressState",
    "ProgressSummary",
    "Reminder",
    "ReminderMail",
    "ReminderStage",
    "SavedView",
]
