from assessments.models.analysis import Analysis, AnalysisTopic, Disposition, Limitation
from assessments.models.assessment import (
    Assessment,
    AssessmentStatus,
    IndicatorScore,
    InstrumentScore,
    QuestionScore,
)
from assessments.models.filing import CalendarEvent, DocumentForm, FilingItem, FilingPurpose, Topic
from assessments.models.framework import (
    Framework,
    FrameworkRevision,
    Indicator,
    Instrument,
    InstrumentPart,
    Question,
    QuestionGroup,
    RatingLevel,
)

__all__ = [
    "Analysis",
    "AnalysisTopic",
    "Assessment",
    "AssessmentStatus",
    "CalendarEvent",
    "Disposition",
    "DocumentForm",
    "FilingItem",
    "FilingPurpose",
    "Framework",
    "FrameworkRevision",
    "Indicator",
    "IndicatorScore",
    "Instrument",
    "InstrumentPart",
    "InstrumentScore",
    "Limitation",
    "Question",
    "QuestionGroup",
    "QuestionScore",
    "RatingLevel",
    "Topic",
]
