"""The figures of the year before, by the keys of this year."""

from assessments.score_tree import figures_of
from assessments.scoring import Level


def figures_of_last_year(assessment, framework):
    """(year, {element key of this year: last year's figure}); (None, {}) where last year was not assessed.

    The figure is the official one, else the computed one. `framework` is this year's, with its tree
    (score_tree.frameworks_with_tree). Questions are followed through what they continue.
    """
    earlier = assessment.organization.assessments.select_related("framework")
    previous = earlier.filter(framework__year=assessment.year - 1).first()
    if previous is None:
        return None, {}
    figures = {figure.element.key: figure for figure in figures_of(previous).walk()}
    keys = _keys_of_last_year(framework, figures)
    values = {key: figures[old].value for key, old in keys.items() if old in figures}
    return previous.year, {key: value for key, value in values.items() if value is not None}


def _keys_of_last_year(framework, figures):
    """Instruments by code, indicators by name (their numbers move), questions by what they continue."""
    named = {
        figure.element.label: key for key, figure in figures.items() if figure.element.level == Level.INDICATOR
    }
    continued = dict(
        framework.questions.filter(continues__framework__year=framework.year - 1).values_list(
            "code", "continues__code"
        )
    )
    keys = {"total": "total"}
    for instrument in framework.instruments.all():
        parts = [f"/{part.number}" for part in instrument.parts.all()]
        keys.update((f"{instrument.code}{part}", f"{instrument.code}{part}") for part in ("", *parts))
        for indicator in instrument.indicators.all():
            keys[str(indicator.number)] = named.get(indicator.name)
            for question in indicator.questions.all():
                for part in parts or [""]:
                    keys[f"{question.code}{part}"] = f"{continued.get(question.code)}{part}"
    return keys
