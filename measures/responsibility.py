"""Who reports on a measure, and on whose behalf; who writes what is printed of it."""

from measures.models import ProgressSummary
from organizations.models import Division, Membership, Role


def owning_divisions(measure):
    """The divisions that may report on a measure: its owners; all of the organisation where nobody is named."""
    divisions = measure.organization.divisions.all()
    owners = [] if measure.is_all_divisions else [owner.division_id for owner in measure.owners.all()]
    return divisions.filter(pk__in=owners) if owners else divisions


def reporting_divisions(measure, user):
    """The divisions for which the person may report: staff for their own, the auditor on behalf of every owner."""
    owning = owning_divisions(measure)
    if user.has_role(measure.organization, Role.AUDITOR):
        return owning
    own = Membership.objects.current_of(user).filter(
        organization=measure.organization_id, role=Role.DIVISION_STAFF
    )
    if not measure.is_all_divisions and not measure.owners.exists():
        return Division.objects.none()  # nobody is named: it is for the auditor to say whose it is
    return owning.filter(pk__in=own.values("division_id"))


def may_write_summary(measure, user):
    """The lead division's staff, else the auditor (ProgressSummaryQuerySet.editable_by for many)."""
    if user.has_role(measure.organization, *ProgressSummary.objects.all().editing_roles):
        return True
    lead = measure.lead_division_id
    memberships = Membership.objects.current_of(user).filter(
        organization=measure.organization_id, role=Role.DIVISION_STAFF, division_id=lead
    )
    return lead is not None and memberships.exists()
