"""Which texts of the library suit a question or an indicator, best first, and the filling of their placeholders."""

import re
from collections import defaultdict

from django.db.models import Q

from assessments.closeness import Exactness, closeness, wanted_of
from assessments.models import Recommendation, RecommendationKind
from assessments.subjects import bands_of

ORGANIZATION_NAME = "{หน่วยงาน}"
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def suggestions(assessment, subject):
    """The texts that suit a question or an indicator of the assessment, best first; [] when it has no score.

    More exact texts come first; at equal exactness the office's own before the shared ones, then those of the nearer
    year. Only texts of the band of the score, and none that was retired.
    """
    return suggestions_for(assessment, [subject])[subject]


def suggestions_for(assessment, subjects):
    """The same for many questions and indicators at once: {subject: texts}, in a constant number of queries."""
    subjects = list(subjects)
    bands = bands_of(assessment)
    wanted = wanted_of(assessment.framework, [subject for subject in subjects if subject in bands])
    texts = _texts_near(assessment, wanted.values())
    return {
        subject: _best_first(wanted[subject], texts[bands[subject]]) if subject in wanted else []
        for subject in subjects
    }


def limitation_suggestions(assessment):
    """The limitations that the library knows, the office's own first."""
    texts = _library_of(assessment).filter(kind=RecommendationKind.LIMITATION)
    return sorted(texts, key=lambda text: (text.is_shared, text.pk))


def fill(text, organization):
    """The text with the organisation's full name in place of {หน่วยงาน}; other braces stay (`placeholders_left`)."""
    return text.replace(ORGANIZATION_NAME, organization.name)


def hide_name(text, organization):
    """The text with {หน่วยงาน} in place of the organisation's names, so that it serves every year and every office."""
    for name in (organization.name, organization.short_name):
        text = text.replace(name, ORGANIZATION_NAME)
    return text


def placeholders_left(text):
    """The placeholders in braces that a person still has to write, in reading order, each once."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def _library_of(assessment):
    """What the office of the assessment may draw on: its own texts and the shared ones."""
    rows = Recommendation.objects.in_use().filter(
        Q(organization=assessment.organization_id) | Q(organization=None)
    )
    return rows.unscoped("the texts of the assessment's own organisation, and the shared ones")


def _texts_near(assessment, wanted):
    """The texts that may suit any of what is wanted, by band."""
    wanted = list(wanted)
    questions = {pk for row in wanted for pk in row.question_pks}
    about = (
        Q(question__in=questions)
        | Q(indicator__number__in={row.indicator.number for row in wanted})
        | Q(instrument_code__in={row.indicator.instrument.code for row in wanted})
        | Q(question=None, indicator=None, instrument_code="")
    )
    rows = _library_of(assessment).filter(about, kind=RecommendationKind.ANALYSIS)
    texts = defaultdict(list)
    for text in rows.select_related("indicator__framework"):
        texts[text.band].append(text)
    return texts


def _best_first(wanted, texts):
    """The texts that suit, in order; the last resort of equals is the order in which they were written."""
    fitting = []
    for text in texts:
        if found := _closeness(text, wanted):
            exactness, years = found
            fitting.append(((exactness, text.is_shared, years, text.pk), text))
    return [text for _, text in sorted(fitting, key=lambda pair: pair[0])]


def _closeness(text, wanted):
    """(Exactness, years between) of a text and what is wanted, or None where it does not suit at all."""
    if text.question_id or text.indicator_id:
        return closeness(text, wanted)
    if text.instrument_code:
        is_same = text.instrument_code == wanted.indicator.instrument.code
        return (Exactness.INSTRUMENT, 0) if is_same else None
    return Exactness.GENERAL, 0
