"""An organisation's emblem: uploaded, decoded in a child, encoded anew, printed on memos."""

import io
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from ita_portal import file_store
from organizations import emblems
from organizations.models import Role, TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db


def a_picture(kind="PNG", size=(800, 400), **options):
    encoded = io.BytesIO()
    Image.new("RGB", size, "black").save(encoded, kind, **options)
    return encoded.getvalue()


def upload(content, name="ตราครุฑ.png"):
    return SimpleUploadedFile(name, content)


def a_bomb():
    """A small PNG that claims 30,000 × 30,000 pixels."""
    header = b"\x89PNG\r\n\x1a\n"
    body = b"IHDR" + (30000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    chunk = (13).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return header + chunk + a_picture()[33:]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_stored_small_as_our_own_png(kind):
    organization = builders.an_organization()

    emblems.set_emblem(organization, upload(a_picture(kind)), by=None)

    with Image.open(file_store.open_stored(organization.emblem_key)) as stored:
        assert (stored.format, stored.size) == ("PNG", (600, 300))
    assert TrailEntry.objects.get(verb="set_emblem").organization == organization


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        a_picture()[:200],
        a_bomb(),
        a_picture("GIF"),
    ],
    ids=["empty", "gif head", "svg", "cut off", "bomb", "gif"],
)
def test_anything_else_is_refused_in_one_sentence_and_nothing_is_stored(content):
    organization = builders.an_organization()

    with pytest.raises(ValidationError, match="โปรด"):
        emblems.set_emblem(organization, upload(content), by=None)

    assert organization.emblem_key == ""


def test_nothing_of_the_upload_but_its_pixels_is_kept():
    organization = builders.an_organization()
    hidden = a_picture("JPEG", comment=b"a message in the file")

    emblems.set_emblem(organization, upload(hidden), by=None)

    assert b"a message" not in file_store.open_stored(organization.emblem_key).read()


def test_the_administrator_uploads_on_the_page_and_sees_it(client):
    organization = builders.an_organization()
    client.force_login(builders.a_user(organization, Role.ADMINISTRATOR))

    answer = client.post(
        reverse("organizations:emblem", args=[organization.slug]), {"image": upload(a_picture())}
    )

    assert answer.status_code == 302
    assert (
        client.get(reverse("organizations:emblem_image", args=[organization.slug]))["Content-Type"]
        == "image/png"
    )
