"""Where every page of an assessment starts: the row, if it is this person's to read or to change."""

from django.shortcuts import get_object_or_404

from assessments.models import Assessment


def assessment_or_404(user, slug, year):
    """The assessment of an organisation and year, if the person may read it."""
    return _only(Assessment.objects.visible_to(user), slug, year)


def editable_assessment_or_404(user, slug, year):
    """The assessment of an organisation and year, if the person works on it (also while it is confirmed)."""
    return _only(Assessment.objects.editable_by(user), slug, year)


def _only(assessments, slug, year):
    return get_object_or_404(assessments.for_page(), organization__slug=slug, framework__year=year)


def frame_of(assessment):
    """What the page frame says about where we are."""
    return {"organization": assessment.organization, "year": assessment.year, "has_result": True}
