"""Sealed secrets: only this portal opens them, also after its key has changed."""

import pytest

from ita_portal.sealed import BrokenSeal, seal, unseal

SECRET = "ความลับ JBSWY3DP"


def test_what_is_sealed_is_opened_again_and_does_not_show():
    token = seal(SECRET)

    assert unseal(token) == SECRET
    assert "JBSWY3DP" not in token
    assert seal(SECRET) != token


@pytest.mark.parametrize("token", ["", "x", "ก", "gAAAAA" + "A" * 200, "\x00"])
def test_what_was_not_sealed_here_is_not_opened(token):
    with pytest.raises(BrokenSeal):
        unseal(token)


def test_a_changed_token_is_not_opened():
    token = seal(SECRET)

    with pytest.raises(BrokenSeal):
        unseal(token[:40] + ("A" if token[40] != "A" else "B") + token[41:])


def test_another_key_opens_nothing_unless_it_is_an_older_one(settings):
    token, old = seal(SECRET), settings.SECRET_KEY

    settings.SECRET_KEY = "another-key-another-key-another-key-another-key-12"
    with pytest.raises(BrokenSeal):
        unseal(token)
    settings.SECRET_KEY_FALLBACKS = [old]

    assert unseal(token) == SECRET


def test_a_token_may_be_too_old():
    with pytest.raises(BrokenSeal):
        unseal(seal(SECRET), seconds=-1)
