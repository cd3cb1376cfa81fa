"""What people and organisations go through. Each verb is one transaction with its trail."""

from organizations.workflow.accounts import (
    change_password,
    renew_recovery_codes,
    save_own_details,
    set_account_active,
    start_second_factor,
    stop_second_factor,
)
from organizations.workflow.invitations import (
    InvitationClosed,
    accept_invitation,
    invite,
    invite_above,
    invite_administrator,
    open_account,
    open_organization,
    renew_invitation,
    withdraw_invitation,
)
from organizations.workflow.offices import (
    add_divisions,
    add_office,
    create_organization,
    move_division,
    remove_office,
    save_office,
    save_profile,
)
from organizations.workflow.people import (
    add_role,
    change_role,
    reset_access,
    reset_second_factor,
    restore_role,
    stop_role,
    why_not_reset,
)
from organizations.workflow.versions import StaleRow

__all__ = [
    "InvitationClosed",
    "StaleRow",
    "accept_invitation",
    "add_divisions",
    "add_office",
    "add_role",
    "change_password",
    "change_role",
    "create_organization",
    "invite",
    "invite_above",
    "invite_administrator",
    "move_division",
    "open_account",
    "open_organization",
    "remove_office",
    "renew_invitation",
    "renew_recovery_codes",
    "reset_access",
    "reset_second_factor",
    "restore_role",
    "save_office",
    "save_own_details",
    "save_profile",
    "set_account_active",
    "start_second_factor",
    "stop_role",
    "stop_second_factor",
    "why_not_reset",
    "withdraw_invitation",
]
