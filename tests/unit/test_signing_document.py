"""An issued document: the same bytes each time, readable everywhere, its data inside."""

import io
from dataclasses import replace

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from data.receipts import make
from zhishui.filing.signing.document import render
from zhishui.filing.signing.glyphs import _table, drawable, known
from zhishui.filing.signing.receipt import attachment
from zhishui.filing.signing.types import DocumentTable


DATA = ('{"名":"陈静"}' * 20).encode()


def read(pdf):
    return PdfFileReader(io.BytesIO(pdf))


def test_same_input_same_bytes_whatever_was_rendered_between():
    first = render(make.document(), DATA)
    render(make.document(title="别的"), b"{}")
    assert render(make.document(), DATA) == first


def test_every_input_shows_in_the_bytes():
    plain = render(make.document(), DATA)
    other = replace(make.document(), number="SB09-20260316-AAAAAAAA")
    assert len({plain, render(other, DATA), render(make.document(), DATA + b" "), render(make.document())}) == 4


def test_data_is_attached_and_another_library_reads_the_same():
    pdf = render(make.document(), DATA)
    assert attachment(pdf) == DATA
    names = read(pdf).root["/Names"]["/EmbeddedFiles"]["/Names"]
    assert names[0] == "receipt.json"
    assert names[1]["/EF"]["/F"].data == DATA
    assert names[1]["/AFRelationship"] == "/Data"
    assert read(pdf).root["/AF"][0] == names[1]


def test_without_data_nothing_is_attached():
    assert b"/EmbeddedFile" not in render(make.document())


def test_it_says_it_is_pdf_a_3b_and_embeds_every_font():
    pdf = render(make.document(), DATA)
    metadata = read(pdf).root["/Metadata"].data.decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert read(pdf).root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    fonts = read(pdf).root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]
    described = [font.get_object()["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts.values()]
    assert described
    assert all("NotoS" in font["/FontName"] and "/FontFile3" in font for font in described)


def test_its_date_is_the_given_one_not_the_machines():
    info = read(render(make.document(), DATA)).trailer["/Info"]
    assert info["/CreationDate"] == "D:20260316010203Z"


def test_long_tables_run_over_pages():
    rows = tuple((f"第{row}项", "24,000.00") for row in range(120))
    table = DocumentTable("长表", ("项目", "金额"), rows, "lr")
    assert read(render(make.document(tables=(table,)), DATA)).root["/Pages"]["/Count"] >= 3


def test_a_character_no_font_has_is_printed_as_geta_and_named():
    gone = set()
    assert drawable("陈𠮷静\n", gone) == "陈〓静\n"
    assert gone == {"𠮷"}
    assert render(make.document(lines=(("纳税人", "陈𠮷"),)), DATA)


def test_rare_name_characters_are_drawn():
    assert {ord(character) for character in "喆㛃䶮镕𪩘𬸦〓，。：“”（）−0123456789"} <= known()


def test_hostile_text_is_text():
    hostile = '#panic("x") $x$ *粗* \\ "}\x00\x1b\ud800'
    table = DocumentTable(hostile, (hostile,), ((hostile,),))
    given = {"title": hostile, "lines": ((hostile, hostile),), "tables": (table,), "notes": (hostile,)}
    assert render(make.document(**given), DATA).startswith(b"%PDF-1.7")


def test_a_font_file_without_a_character_map_is_an_error():
    with pytest.raises(ValueError, match="cmap"):
        _table(b"OTTO\0\0" + bytes(20), b"cmap")
