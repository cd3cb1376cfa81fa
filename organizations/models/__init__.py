from organizations.models.calendar import PublicHoliday
from organizations.models.identity import FailedAttempt, RecoveryCode, SecondFactor
from organizations.models.invitation import Invitation
from organizations.models.organization import Division, Organization, OrganizationKind, Province
from organizations.models.people import Membership, Role, User
from organizations.models.positions import ActingAppointment, Capacity, Position, PositionRank, Term
from organizations.models.trail import TrailEntry, TrailHead

__all__ = [
    "ActingAppointment",
    "Capacity",
    "Division",
    "FailedAttempt",
    "Invitation",
    "Membership",
    "Organization",
    "OrganizationKind",
    "Position",
    "PositionRank",
    "Province",
    "PublicHoliday",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "Term",
    "TrailEntry",
    "TrailHead",
    "User",
]
