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
from assessments.models.recommendation import Recommendation, RecommendationKind
from assessments.models.score_import import ImportSource, ImportStatus, ScoreImport

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
    "ImportSource",
    "ImportStatus",
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
    "Recommendation",
    "RecommendationKind",
    "ScoreImport",
    "Topic",
]
