"""Mails about accounts, sent in the background: how long the mail server takes tells nobody which accounts there are."""

from ita_portal.jobs import task
from organizations import mails
from organizations.models import Invitation, User


@task()
def mail_invitation(invitation_id, token):
    rows = Invitation.objects.unscoped("the invitation that was just made").select_related(
        "organization", "province"
    )
    mails.send_invitation(rows.get(pk=invitation_id), token)


@task()
def mail_password_links(email):
    """One link for each account that has this address; nothing where no account has it."""
    for user in User.objects.filter(email__iexact=email, is_active=True):
        mails.send_password_link(user)
