"""The user guide: docs/*.md, one text per role, as pages of the portal. Pictures: docs/make_screenshots.py."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from organizations.models import Role

DIRECTORY = settings.BASE_DIR / "docs"
PICTURES = DIRECTORY / "images"
# The guides in the order in which the year's work meets their readers, and the role each is for.
ROLE_OF_GUIDE = {
    "auditor": Role.AUDITOR,
    "clerk": Role.CLERK,
    "executive": Role.EXECUTIVE,
    "division": Role.DIVISION_STAFF,
    "overseer": Role.OVERSEER,
    "administrator": Role.ADMINISTRATOR,
    "platform": Role.PLATFORM_ADMINISTRATOR,
    "citizen": None,
}


@dataclass(frozen=True)
class GuidePage:
    """One guide: its title and first paragraph as plain text, and all of it as HTML."""

    name: str
    title: str
    lead: str
    html: str

    @property
    def role(self):
        return ROLE_OF_GUIDE[self.name]


@cache
def guide_page(name):
    """The guide of this name. Raises KeyError where there is none."""
    ROLE_OF_GUIDE[name]  # a name out of an address: nothing else of the directory is read
    text = (DIRECTORY / f"{name}.md").read_text(encoding="utf-8")
    blocks = [block.strip() for block in text.split("\n\n")]
    return GuidePage(name, blocks[0].removeprefix("# "), blocks[1], as_html(text))


def all_guides():
    """Every GuidePage, in order."""
    return [guide_page(name) for name in ROLE_OF_GUIDE]


def as_html(text):
    """HTML of a guide; what it names of the directory leads to the portal's own addresses."""
    # sane_lists: a list that a picture interrupts goes on with the number it is written with.
    markdown = Markdown(output_format="html", extensions=["sane_lists"])
    markdown.treeprocessors.register(_Addresses(markdown), "addresses", priority=0)
    return mark_safe(markdown.convert(text))  # the project's own files


class _Addresses(Treeprocessor):
    """images/x.png and x.md, as they stand in the repository, become addresses of the portal."""

    def run(self, root):
        for image in root.iter("img"):
            image.set(
                "src", reverse("reports:guide_picture", args=[_stem(image.get("src"), "images/", ".png")])
            )
            image.set("loading", "lazy")
            if image.get("src").rpartition("/")[2].startswith("phone-"):
                image.set("class", "guide__phone")
        for link in root.iter("a"):
            if link.get("href").endswith(".md"):
                link.set("href", reverse("reports:guide_page", args=[_stem(link.get("href"), "", ".md")]))


def _stem(path, folder, ending):
    return path.removeprefix(folder).removesuffix(ending)
