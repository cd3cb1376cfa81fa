"""What the strict check found, in plain values and plain Thai."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FoundSignature:
    """A signature that holds. `signed_at` is what the signer's computer wrote, no time stamp of a third party."""

    field: str
    holder: str  # name in the certificate
    fingerprint: str  # SHA-256 of the certificate, hex
    signed_at: datetime
    is_test: bool  # by the authority for trying out: without legal effect


@dataclass(frozen=True)
class Verdict:
    """`is_genuine`: all signatures hold, they are the expected ones, and nothing was changed after any of them.

    `sentences` say so, or what is wrong. `signatures` is empty when the file is not genuine: names out of a file that
    was tampered with say nothing.
    """

    is_genuine: bool
    sentences: tuple[str, ...]
    signatures: tuple[FoundSignature, ...] = ()

    @property
    def is_test(self):
        return any(signature.is_test for signature in self.signatures)

    def as_json(self):
        return {
            "is_genuine": self.is_genuine,
            "sentences": list(self.sentences),
            "signatures": [
                {**vars(signature), "signed_at": signature.signed_at.isoformat()}
                for signature in self.signatures
            ],
        }

    @classmethod
    def from_json(cls, values):
        found = [
            FoundSignature(**{**signature, "signed_at": datetime.fromisoformat(signature["signed_at"])})
            for signature in values["signatures"]
        ]
        return cls(values["is_genuine"], tuple(values["sentences"]), tuple(found))
