"""What the pages of the recommendation library say: which texts, for what, and how often they were used."""

from django.db.models import Case, Q, When

from assessments import library_content
from assessments.bands import Band
from assessments.library_content import IN_ORDER_OF_FRAMEWORKS, Usage
from assessments.library_forms import LIMITATION
from assessments.models import Analysis, Recommendation, RecommendationKind

BEST_BAND_FIRST = Case(*(When(band=band, then=place) for place, band in enumerate(Band)), default=len(Band))


def texts_wanted(user, wanted):
    """The texts that this person may read and asked for (LibraryFilterForm.wanted), in the order of a framework."""
    texts = library_content.narrowed(Recommendation.objects.visible_to(user), wanted, _CONDITIONS)
    return texts.order_by("kind", *IN_ORDER_OF_FRAMEWORKS, "-instrument_code", BEST_BAND_FIRST, "pk")


def subject_of(text):
    """What is the same for texts that stand together in the list."""
    return text.kind, text.question_id, text.indicator_id, text.instrument_code


def usages_of(texts):
    """{pk of a text: Usage}, counted over all organisations without naming any."""
    analyses = Analysis.objects.unscoped("counts over all organisations, which name none")
    return library_content.usages_in(analyses, texts, Q(is_draft=True))


def usage_of(text):
    """The Usage of one text."""
    return usages_of([text]).get(text.pk, Usage())


def _about(subject):
    """Texts for an indicator and its questions, for an instrument and all below it, or for limitations."""
    if subject == LIMITATION:
        return Q(kind=RecommendationKind.LIMITATION)
    return library_content.about(subject) | Q(instrument_code=subject)


_CONDITIONS = {
    "q": lambda words: library_content.says(words, "finding", "recommendation"),
    "year": library_content.of_year,
    "about": _about,
    "band": lambda band: Q(band=band),
    "owner": library_content.of_owner,
}
