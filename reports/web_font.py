"""The font of the pages: Sarabun (OFL-1.1) made small for browsers at set-up, into var/fonts/ beside the paper font.

Whole faces of 90 kB become about 25 kB: only what Thai offices write is kept, with every rule that places vowels and tone
marks. One file per weight; faces split by language would place marks wrongly where Thai and Latin letters meet.
"""

from pathlib import Path

import fontpkg_sarabun
from django.conf import settings
from fontTools import subset
from fontTools.ttLib import TTFont

DERIVATION = "1"  # raise when the derivation changes, so that set-up builds anew
FACES = {  # file of ours: file of Sarabun; the weights that tokens.css names
    "sarabun-400.woff2": "Sarabun-Regular.ttf",
    "sarabun-600.woff2": "Sarabun-SemiBold.ttf",
}
SOURCE = Path(fontpkg_sarabun.__file__).parent / "files"
LETTERS = (
    range(0x20, 0x7F),
    range(0xA0, 0x100),  # Latin
    range(0xE00, 0xE80),  # Thai
    range(0x2010, 0x2040),  # dashes, quotation marks, …
    range(0x2190, 0x2200),  # arrows
    range(0x2200, 0x2300),  # − ≤ ≥
    range(0x25A0, 0x2600),  # ▲ ▼
)


def build(directory=None):
    """Build the faces into a directory (default var/fonts/) unless they are up to date; True when something was built."""
    directory = Path(directory or settings.FONT_DIR)
    stamp = directory / "web-derivation.txt"
    if (
        stamp.exists()
        and stamp.read_text() == DERIVATION
        and all((directory / name).exists() for name in FACES)
    ):
        return False
    directory.mkdir(parents=True, exist_ok=True)
    for name, source in FACES.items():
        derive(SOURCE / source).save(directory / name)
    stamp.write_text(DERIVATION)
    return True


def derive(path):
    """Return a face with the letters above and all its layout rules, compressed as WOFF2 when it is saved."""
    font = TTFont(path)
    options = subset.Options(layout_features=["*"], notdef_outline=True, name_IDs=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for letters in LETTERS for code in letters])
    subsetter.subset(font)
    font.flavor = "woff2"
    return font
