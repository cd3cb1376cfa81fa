"""An office whose documents go their way; the cryptography is tested elsewhere (signing/)."""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from organizations.models import Role
from reports import checks, preparation, signing, workflow
from reports.signing import keys
from tests import builders

AT = datetime(2026, 1, 5, 3, tzinfo=UTC)
TODAY = date(2026, 1, 5)
DATA = '{"sections": [{"kind": "Result", "sentence": "ได้ 96.83 คะแนน"}]}'


@contextmanager
def faked_signing():
    """As fake_signing, for a part of a test."""
    with pytest.MonkeyPatch.context() as patch:
        fake_signing(patch)
        yield


def fake_signing(monkeypatch):
    """Signing adds a line to the file, printing gives an empty page: what is left is who may do what and when.

    With the test's own monkeypatch, so that what the test patches once more is put back in its order.
    """
    key = SimpleNamespace(fingerprint="f" * 64, is_test=True)
    fakes = [
        (keys, "person_key", lambda user_id: key),
        (keys, "seal_key", lambda slug: key),
        (keys, "has_person_key", lambda user_id: True),
        (keys, "has_seal_key", lambda slug: True),
        (checks, "findings_for", lambda document, rows: []),
        (preparation, "prepare", prepared),
        (
            signing,
            "signed_and_checked",
            lambda content, expected, field, **rest: (content + field.encode(), expected),
        ),
        (signing, "sealed_and_checked", lambda content, expected, **rest: (content + b" seal", expected)),
    ]
    for module, name, fake in fakes:
        monkeypatch.setattr(module, name, fake)


def prepared(document, *, number, **rest):
    issue = SimpleNamespace(code=preparation.new_code(), chain_head="a" * 64)
    return preparation.Prepared(builders.A_PDF, "<h1>", DATA, "", issue)


class Office:
    """A municipality with an auditor, a secretary and a mayor who all have accounts, and a draft they sign."""

    def __init__(self, kind="analysis", organization=None, auditor=None):
        self.organization = organization or builders.an_organization()
        self.auditor = auditor or builders.a_user(self.organization, Role.AUDITOR)
        self.secretary = builders.a_user(self.organization, Role.EXECUTIVE)
        self.mayor = builders.a_user(self.organization, Role.EXECUTIVE)
        self.terms = {
            "author": builders.a_term(self.organization, rank="officer", user=self.auditor),
            "opinion": builders.a_term(self.organization, rank="secretary", user=self.secretary),
            "decision": builders.a_term(self.organization, rank="head", user=self.mayor),
        }
        self.document = builders.a_document(self.organization, kind, dated_on=TODAY)
        workflow.choose_signers(self.document, self.signers, version=1, by=self.auditor)

    @property
    def signers(self):
        return [(role, term, None) for role, term in self.terms.items()]

    def propose(self, method="digital"):
        self.document.refresh_from_db()
        return workflow.propose(
            self.document, version=self.document.version, method=method, by=self.auditor, at=AT
        )

    def sign(self, edition, by, comment=""):
        """Sign what the edition waits for, having seen its latest file."""
        edition.refresh_from_db()
        waiting = edition.signatures.get(order=edition.waiting_order)
        return workflow.sign(waiting, sha256=edition.sha256, comment=comment, by=by, at=AT)

    def signed(self):
        edition = self.propose()
        for person in (self.auditor, self.secretary, self.mayor):
            self.sign(edition, person)
        edition.refresh_from_db()
        return edition

    def published(self):
        return workflow.publish(self.signed(), by=self.auditor, at=AT)

    def revise(self, reason="แก้คะแนนข้อ i๔"):
        self.document.refresh_from_db()
        workflow.revise(self.document, version=self.document.version, reason=reason, by=self.auditor)
