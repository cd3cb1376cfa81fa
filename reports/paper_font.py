"""The paper font: a family derived from Sarabun (OFL-1.1, no reserved font name) at set-up, into var/fonts/.

Two things stock fonts cannot give:
- *Text that a machine can read.* Shaping splits ำ into two glyphs, and a PDF keeps one text per glyph, so every ำ is
  lost to search and copy. Five ligature glyphs (ำ ่ำ ้ำ ๊ำ ๋ำ) make ำ one glyph again. They sit in `ccmp`, because
  letter-spacing switches `liga` off.
  For the same reason a tone mark over a vowel (ที่ โพธิ์ ขึ้น) becomes one glyph with it: printed apart, the two lie at
  different heights, and readers that sort text by height tear them from their word.
- *Thai point sizes.* Offices mean TH Sarabun's sizes when they say 16 pt; Sarabun is larger by 1/0.670. The em is scaled
  so that "16pt" in CSS is 16 pt on a Thai page.
"""

import copy
import shutil
from collections import Counter
from pathlib import Path

import fontpkg_sarabun
from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

from reports.printing import MissingPaperFont

FAMILY = "ITA Sarabun"
DERIVATION = "4"  # raise when the derivation changes, so that set-up builds anew
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
UPPER_VOWELS = ("uni0E31", "uni0E34", "uni0E35", "uni0E36", "uni0E37", "uni0E47")
UPPER_MARKS = (*TONES, "uni0E4C")
MARK_CLASS, BASE_CLASS = 3, 1  # of GDEF


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
    _add_stacked_marks(font)
    _level_anchors(font)
    _scale_em(font)
    _rename(font, style)
    return font


def _add_sara_am_ligatures(font):
    """Put the five ligatures first in the lookup that joins nikhahit with tone marks."""
    sequences = {(SARA_AA,): SARA_AM}
    for tone in TONES:
        parts = ((NIKHAHIT + tone[3:], 0, 0), (SARA_AA, 0, 0))
        sequences[(tone, SARA_AA)] = _add_composite(font, f"{SARA_AM}.{tone[-4:]}", parts, BASE_CLASS)
    subtable = _nikhahit_subtable(font)
    subtable.ligatures[NIKHAHIT] = _ligatures(sequences) + subtable.ligatures[NIKHAHIT]


def _nikhahit_subtable(font):
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            if NIKHAHIT in getattr(subtable, "ligatures", {}):
                return subtable
    raise ValueError(
        "Sarabun has no lookup that joins nikhahit with tone marks: the derivation must be revised"
    )


def _add_stacked_marks(font):
    """Join each upper vowel with each mark above it, after the lookups that choose their narrow and small forms."""
    joins = {}
    for vowel in UPPER_VOWELS:
        for form in (vowel, f"{vowel}.narrow"):
            sequences = {}
            for mark in UPPER_MARKS:
                small = f"{mark}.small"
                parts = ((form, 0, 0), (small, *_stacking_offset(font, form, small)))
                sequences[(small,)] = _add_composite(font, f"{form}.{mark[-4:]}", parts, MARK_CLASS)
            joins[form] = _ligatures(sequences)
            for joined in sequences.values():
                _anchor_like(font, joined, form)
    _append_ligature_lookup(font, joins)


def _stacking_offset(font, vowel, mark):
    """Where the font's own mark-to-mark table puts the mark over the vowel, in font units."""
    for subtable in _positioning(font, "MarkMarkPos"):
        lower, upper = subtable.Mark2Coverage.glyphs, subtable.Mark1Coverage.glyphs
        if vowel in lower and mark in upper:
            record = subtable.Mark1Array.MarkRecord[upper.index(mark)]
            below = subtable.Mark2Array.Mark2Record[lower.index(vowel)].Mark2Anchor[record.Class]
            above = record.MarkAnchor
            return below.XCoordinate - above.XCoordinate, below.YCoordinate - above.YCoordinate
    raise ValueError(f"Sarabun has no place for {mark} over {vowel}: the derivation must be revised")


def _anchor_like(font, joined, vowel):
    """Let the joined mark sit on bases where its vowel sits."""
    for subtable in _positioning(font, "MarkBasePos"):
        glyphs, records = subtable.MarkCoverage.glyphs, subtable.MarkArray.MarkRecord
        if vowel not in glyphs:
            continue
        pairs = [*zip(glyphs, records, strict=True), (joined, copy.deepcopy(records[glyphs.index(vowel)]))]
        pairs.sort(key=lambda pair: font.getGlyphID(pair[0]))
        subtable.MarkCoverage.glyphs = [glyph for glyph, _ in pairs]
        subtable.MarkArray.MarkRecord = [record for _, record in pairs]
        subtable.MarkArray.MarkCount = len(pairs)


def _level_anchors(font):
    """A base that is one unit off would put its marks at a height of their own: level it with the others."""
    for subtable in _positioning(font, "MarkBasePos"):
        for number in range(subtable.ClassCount):
            anchors = [
                row.BaseAnchor[number] for row in subtable.BaseArray.BaseRecord if row.BaseAnchor[number]
            ]
            common = Counter(anchor.YCoordinate for anchor in anchors).most_common(1)
            for anchor in anchors:
                if common and abs(anchor.YCoordinate - common[0][0]) == 1:
                    anchor.YCoordinate = common[0][0]


def _positioning(font, kind):
    for lookup in font["GPOS"].table.LookupList.Lookup:
        yield from (subtable for subtable in lookup.SubTable if type(subtable).__name__ == kind)


def _ligatures(sequences):
    """Ligature records, longest sequence first: {components after the first glyph: glyph}."""
    records = []
    for components, glyph in sorted(sequences.items(), key=lambda item: -len(item[0])):
        record = otTables.Ligature()
        record.Component, record.CompCount, record.LigGlyph = list(components), len(components) + 1, glyph
        records.append(record)
    return records


def _append_ligature_lookup(font, joins):
    """Add a lookup after all others and let `ccmp` of Thai use it."""
    subtable = otTables.LigatureSubst()
    subtable.Format, subtable.ligatures = 1, joins
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = 4, 0, [subtable], 1
    table = font["GSUB"].table
    table.LookupList.Lookup.append(lookup)
    table.LookupList.LookupCount += 1
    index = table.LookupList.LookupCount - 1
    own = next(
        number for number, row in enumerate(table.LookupList.Lookup) if _nikhahit_subtable(font) in row.SubTable
    )
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "ccmp" and own in record.Feature.LookupListIndex:
            record.Feature.LookupListIndex.append(index)
            record.Feature.LookupCount += 1


def _add_composite(font, name, parts, glyph_class):
    """Add a glyph made of others, each at (x, y) in font units; as wide as the last one."""
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = []
    for part, x, y in parts:
        component = GlyphComponent()
        component.glyphName, component.x, component.y, component.flags = part, x, y, 0x0204
        glyph.components.append(component)
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyph_table = font["glyf"]
    glyph_table[name] = glyph
    glyph.recalcBounds(glyph_table)
    font["hmtx"][name] = (font["hmtx"][parts[-1][0]][0], glyph.xMin)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = glyph_class
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
