"""Files of strangers: what is taken as evidence, and what is not. Each is examined in a guarded child."""

import io

import pytest
from PIL import Image

from ita_portal.guarded_child import GuardedPool
from measures.evidence_files import EvidenceRefused
from measures.evidence_types import TYPES
from tests.measures import evidence_samples as samples

ACCEPTED, HARMLESS, REFUSED = samples.accepted(), samples.harmless(), samples.refused()
COMPRESSED = {"JPEG and zip in one", "PNG with profile"}  # there the mark cannot be read in the file
# One warm child for all, with the limits of the portal, which starts a fresh one for each file.
POOL = GuardedPool(
    "measures.evidence_files.examine", seconds=20, megabytes=700, raises=(EvidenceRefused,), jobs_per_worker=500
)


def examine(name, content):
    """What is kept: the bytes of a picture encoded anew, b"" for a file that is kept as it came."""
    return POOL.run(content, TYPES[name[name.rindex(".") :]])


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_offices_have_is_taken(what):
    name, content = ACCEPTED[what]

    kept = examine(name, content)

    assert bool(kept) == name.endswith((".jpg", ".jpeg", ".png"))


@pytest.mark.parametrize("what", HARMLESS)
def test_of_a_picture_nothing_but_its_pixels_is_kept(what):
    name, content = HARMLESS[what]

    kept = examine(name, content)

    with Image.open(io.BytesIO(kept)) as picture:
        assert sorted(picture.size) == [80, 120]
        assert not picture.getexif()
    assert b"hidden mark" in content or what in COMPRESSED
    assert [sign for sign in (b"hidden mark", b"iCCP", b"PK\x05\x06") if sign in kept] == []


@pytest.mark.parametrize("what", REFUSED)
def test_everything_else_is_refused_in_one_sentence(what):
    name, content, sentence = REFUSED[what]

    with pytest.raises(EvidenceRefused) as refusal:
        examine(name, content)

    assert str(refusal.value) == sentence


def test_at_least_sixty_hostile_files_are_tried():
    assert len(REFUSED) + len(HARMLESS) >= 60


def test_a_photo_held_upright_stays_upright():
    kept = examine("ภาพ.jpg", samples.photo(orientation=6))

    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (80, 120)


def test_a_large_photo_is_kept_at_the_size_of_a_page():
    kept = examine("ภาพ.jpg", samples.picture(size=(9000, 6000)))

    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (3000, 2000)
