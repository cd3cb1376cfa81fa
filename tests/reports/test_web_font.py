"""The font of the pages: small, complete for Thai, built once."""

from fontTools.ttLib import TTFont

from reports import web_font

THAI = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮฤฦะาำิีึืุูเแโใไๅๆ็่้๊๋์ํ๐๑๒๓๔๕๖๗๘๙ฯ฿"


def test_the_faces_hold_thai_latin_and_the_signs_of_the_pages(tmp_path):
    web_font.build(tmp_path)

    letters = {name: TTFont(tmp_path / name).getBestCmap() for name in web_font.FACES}

    for name, found in letters.items():
        assert [letter for letter in f"{THAI}AZaz09“”–…·→▲▼±≥≤" if ord(letter) not in found] == [], name


def test_the_faces_keep_the_rules_that_place_marks_and_are_small(tmp_path):
    web_font.build(tmp_path)

    for name in web_font.FACES:
        font = TTFont(tmp_path / name)
        features = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
        assert {"mark", "mkmk"} <= features
        assert (tmp_path / name).stat().st_size < 30_000


def test_the_faces_are_built_once(tmp_path):
    built = [web_font.build(tmp_path), web_font.build(tmp_path)]

    assert built == [True, False]
