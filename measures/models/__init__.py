from measures.models.plan import (
    Measure,
    MeasureKind,
    MeasureOwner,
    MeasurePlan,
    MeasureStep,
    MeasureTarget,
    MeasureTitle,
    PlanStatus,
)
from measures.models.progress import Evidence, ProgressEntry, ProgressResult, ProgressState, ProgressSummary

__all__ = [
    "Evidence",
    "Measure",
    "MeasureKind",
    "MeasureOwner",
    "MeasurePlan",
    "MeasureStep",
    "MeasureTarget",
    "MeasureTitle",
    "PlanStatus",
    "ProgressEntry",
    "ProgressResult",
    "ProgressState",
    "ProgressSummary",
]
