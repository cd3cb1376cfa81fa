from organizations.models.calendar import PublicHoliday
from organizations.models.organization import Division, Organization, OrganizationKind, Province
from organizations.models.people import Membership, Role, User
from organizations.models.positions import ActingAppointment, Capacity, Position, PositionRank, Term
from organizations.models.trail import TrailEntry

__all__ = [
    "ActingAppointment",
    "Capacity",
    "Division",
    "Membership",
    "Organization",
    "OrganizationKind",
    "Position",
    "PositionRank",
    "Province",
    "PublicHoliday",
    "Role",
    "Term",
    "TrailEntry",
    "User",
]
