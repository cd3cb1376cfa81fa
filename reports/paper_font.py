"""The paper font: a family derived from Sarabun (OFL-1.1, no reserved font name) at set-up, into var/fonts/.

Two things stock fonts cannot give:
- *Text that a machine can read.* Shaping splits ำ into two glyphs, and a PDF keeps one text per glyph, so every ำ is
  lost to search and copy. Five ligature glyphs (ำ ่ำ ้ำ ๊ำ ๋ำ) make ำ one glyph again. They sit in `ccmp`, because
  letter-spacing switches `liga` off.
- *Thai point sizes.* Offices mean TH Sarabun's sizes when they say 16 pt; Sarabun is larger by 1/0.670. The em is scaled
  so that "16pt" in CSS is 16 pt on a Thai page.
"""

import shutil
from pathlib import Path

import fontpkg_sarabun
from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

FAMILY = "ITA Sarabun"
DERIVATION = "3"  # raise when the derivation changes, so that set-up builds anew
THAI_POINT = 0.670  # em of TH Sarabun over em of Sarabun
ASCENT, DESCENT = 0.86, 0.45  # of the new em: the line box of TH Sarabun

FACES = {  # file of ours: (file of Sarabun, CSS weight, CSS style, name of the style)
    "ita-sarabun-regular.ttf": ("Sarabun-Regular.ttf", "normal", "normal", "Regular"),
    "ita-sarabun-bold.ttf": ("Sarabun-Bold.ttf", "bold", "normal", "Bold"),
    "ita-sarabun-italic.ttf": ("Sarabun-Italic.ttf", "normal", "italic", "Italic"),
    "ita-sarabun-bold-italic.ttf": ("Sarabun-BoldItalic.ttf", "bold", "italic", "Bold Italic"),
}
SOURCE = Path(fontpkg_sarabun.__file__).parent

NIKHAHIT, SARA_AA, SARA_AM = "uni0E4D", "uni0E32", "uni0E33"
TONES = ("uni0E48", "uni0E49", "uni0E4A", "uni0E4B")


class MissingPaperFont(Exception):
    """The paper font has not been built; printing without it would lose every ำ."""


def build(directory=None):
    """Build the four faces and the licence into a directory (default var/fonts/) unless they are up to date.

    Returns True when something was built.
    """
    directory = Path(directory or settings.FONT_DIR)
    stamp = directory / "derivation.txt"
    if (
        stamp.exists()
        and stamp.read_text() == DERIVATION
        and all((directory / name).exists() for name in FACES)
    ):
        return False
    directory.mkdir(parents=True, exist_ok=True)
    for name, (source, _, _, style) in FACES.items():
        derive(SOURCE / "files" / source, style).save(directory / name)
    shutil.copyfile(SOURCE / "LICENSE", directory / "OFL.txt")
    stamp.write_text(DERIVATION)
    return True


def face_paths():
    """Paths of the built faces. Raises MissingPaperFont naming the command that builds them."""
    paths = {name: settings.FONT_DIR / name for name in FACES}
    if not all(path.exists() for path in paths.values()):
        raise MissingPaperFont("ยังไม่ได้สร้างแบบอักษรสำหรับพิมพ์ โปรดสั่ง manage.py build_fonts ก่อน")
    return paths


def derive(path, style):
    """Return a Sarabun face with ำ ligatures, Thai point size and its own name, ready to save."""
    font = TTFont(path)
    _add_sara_am_ligatures(font)
    _scale_em(font)
    _rename(font, style)
    return font


def _add_sara_am_ligatures(font):
    """Put the five ligatures first in the lookup that joins nikhahit with tone marks."""
    sequences = {(SARA_AA,): SARA_AM}
    for tone in TONES:
        sequences[(tone, SARA_AA)] = _add_composite(
            font, f"{SARA_AM}.{tone[-4:]}", (NIKHAHIT + tone[3:], SARA_AA)
        )
    ligatures = []
    for components, glyph in sorted(sequences.items(), key=lambda item: -len(item[0])):
        ligature = otTables.Ligature()
        ligature.Component, ligature.CompCount, ligature.LigGlyph = list(components), len(components) + 1, glyph
        ligatures.append(ligature)
    subtable = _nikhahit_subtable(font)
    subtable.ligatures[NIKHAHIT] = ligatures + subtable.ligatures[NIKHAHIT]


def _nikhahit_subtable(font):
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            if NIKHAHIT in getattr(subtable, "ligatures", {}):
                return subtable
    raise ValueError(
        "Sarabun has no lookup that joins nikhahit with tone marks: the derivation must be revised"
    )


def _add_composite(font, name, parts):
    """Add a glyph made of others at their own places, as wide as the last one."""
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = []
    for part in parts:
        component = GlyphComponent()
        component.glyphName, component.x, component.y, component.flags = part, 0, 0, 0x0204
        glyph.components.append(component)
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyph_table = font["glyf"]
    glyph_table[name] = glyph
    glyph.recalcBounds(glyph_table)
    font["hmtx"][name] = (font["hmtx"][parts[-1]][0], glyph.xMin)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = 1
    return name


def _scale_em(font):
    em = round(font["head"].unitsPerEm / THAI_POINT)
    font["head"].unitsPerEm = em
    ascent, descent = round(ASCENT * em), round(DESCENT * em)
    horizontal, metrics = font["hhea"], font["OS/2"]
    horizontal.ascent, horizontal.descent, horizontal.lineGap = ascent, -descent, 0
    metrics.sTypoAscender, metrics.sTypoDescender, metrics.sTypoLineGap = ascent, -descent, 0
    metrics.usWinAscent, metrics.usWinDescent = ascent, descent


def _rename(font, style):
    """The family is ours now: say so in the name table; the copyright and licence lines stay."""
    names = font["name"]
    full, postscript = f"{FAMILY} {style}", f"{FAMILY}-{style}".replace(" ", "")
    for number in (16, 17, 21, 22, 25):
        names.removeNames(nameID=number)
    for number, text in (
        (1, FAMILY),
        (2, style),
        (3, f"{DERIVATION};{postscript}"),
        (4, full),
        (6, postscript),
    ):
        names.setName(text, number, 3, 1, 0x409)
        names.removeNames(nameID=number, platformID=1)
