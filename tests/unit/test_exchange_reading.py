"""Does a bad file get a sentence that says which row, which field and how to fix it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from exchange_kit import CHENJING, contract_of, csv_text, good_row, json_text
from zhishui.kernel import Problem, Refused
from zhishui.person.exchange.queries import find_contract, record_of_file
from zhishui.person.exchange.services import read_content, read_file
from zhishui.person.exchange.types import Batch


PAY = "natural_person_tax/withholding"
LOAN = "housing_fund/loan"


def read(content: str | bytes, place: str = PAY, *, is_json: bool = False) -> Batch:
    raw = content.encode() if isinstance(content, str) else content
    return read_content(contract=contract_of(place), content=raw, is_json=is_json)


def problems(content: str | bytes, place: str = PAY, *, is_json: bool = False) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        read(content, place, is_json=is_json)
    return caught.value.problems


def pay(**changes: object) -> dict[str, object]:
    return good_row(PAY, **changes)


def test_a_good_row_becomes_a_record():
    entry = read(csv_text(pay(income="17000", taxpayer_number="38010219880412002５"))).entries[0]
    assert entry.taxpayer.tax_number == CHENJING["taxpayer_number"]
    assert entry.value["income"] == "17000.00"  # one spelling for equal amounts
    assert entry.period == "2025-03"
    assert entry.key == ("91380102MA0000015E", "salary", "2025-03")
    assert "record_id" not in entry.value


def test_validity_reaches_to_the_end_of_the_last_month():
    entry = read(csv_text(good_row(LOAN, until="2039-07")), LOAN).entries[0]
    assert (str(entry.valid_from), str(entry.valid_until)) == ("2019-08-01", "2039-08-01")


def test_chinese_titles_may_stand_in_the_header():
    text = csv_text(pay()).replace("taxpayer_name", "姓名").replace("payer_name", "扣缴单位")
    assert read(text).entries[0].value["payer_name"] == "和城远山科技有限公司"


def test_every_wrong_cell_is_named_with_its_row():
    wrong = [
        pay(record_id="R-1"),
        pay(record_id="R-2", month="2025-04", income="1,000.00", tax="十元"),
        pay(record_id="R-3", kind="gift", month="2025-05"),
    ]
    found = problems(csv_text(*wrong))
    assert [problem.field for problem in found] == ["rows[3].income", "rows[3].tax", "rows[4].kind"]
    assert found[0].message.startswith("第3行“收入”填的是“1,000.00”，不合要求：以元为单位")
    assert "只能填 salary、labour" in found[2].message


def test_numbers_of_persons_and_firms_are_never_repeated():
    text = csv_text(pay(taxpayer_number="380102198804120026", payer_uscc="91380102MA0000015F"))
    words = " ".join(problem.message for problem in problems(text))
    assert "校验位对不上" in words
    assert "380102198804120026" not in words
    assert "91380102MA0000015F" not in words


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
def test_formula_like_cells_are_text(cell: str):
    assert read(csv_text(pay(payer_name=cell))).entries[0].value["payer_name"] == cell
    assert problems(csv_text(pay(income=cell)))[0].field == "rows[2].income"
    assert problems(csv_text(pay(taxpayer_name=cell)))[0].field == "rows[2].taxpayer_name"


@pytest.mark.parametrize("value", ["1e309", "NaN", "-0", "1.005", "１２３", "1 000", "9" * 14, "0x10", "+5", "007"])
def test_odd_amounts_are_refused(value: str):
    assert problems(csv_text(pay(income=value)))[0].field == "rows[2].income"


def test_text_is_stored_as_it_is_seen():
    assert read(csv_text(pay(payer_name="cafe\u0301"))).entries[0].value["payer_name"] == "caf\u00e9"
    for hidden in ("甲\u202e乙", "甲\u200b乙", "甲\x07乙", "甲\n乙"):
        assert problems(csv_text(pay(payer_name=hidden)))[0].field == "rows[2].payer_name"


def test_a_byte_order_mark_is_ignored():
    assert read(b"\xef\xbb\xbf" + csv_text(pay()).encode()).entries


def test_gbk_is_read_with_a_notice():
    batch = read(csv_text(pay()).encode("gbk"))
    assert batch.entries[0].taxpayer.name == "陈静"
    assert "GBK" in batch.notices[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00\x01", "bad-encoding"),
        (b"a\x00b", "bad-encoding"),
        (b"\xff\xff\xff,\n", "bad-encoding"),
        (b"PK\x03\x04....", "not-a-text-file"),
        (b"\xd0\xcf\x11\xe0....", "not-a-text-file"),
        (b"", "missing-column"),
        (b" " * (10 * 1024 * 1024 + 1), "file-too-large"),
    ],
)
def test_what_is_no_text_table_is_refused_before_it_is_parsed(content: bytes, code: str):
    assert problems(content)[0].code == code


def test_broken_tables_say_where():
    good = csv_text(pay())
    header = good.split("\r\n", 1)[0]
    assert problems(good.replace(",", ";"))[0].message.startswith("列之间要用英文逗号")
    assert problems(header + "\r\n")[0].code == "empty-file"
    assert problems(good + "只有一格\r\n")[0].message.startswith("第3行有1格，应有")
    assert problems(good + '"没有合上\r\n')[0].code == "bad-csv"
    assert problems(good + "x" * 200_000)[0].code == "bad-csv"


def test_columns_are_checked_before_rows():
    row = pay()
    del row["tax"]
    found = problems(csv_text(row | {"爱好": "x"}))
    assert {problem.code for problem in found} == {"unknown-column", "missing-column"}
    twice = csv_text(pay()).replace(",payer_name", ",taxpayer_name", 1)
    assert "column-twice" in {problem.code for problem in problems(twice)}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        "[1]",
        "[" * 100_000,
        '[{"a": NaN}]',
        '[{"a": 1, "a": 2}]',
        '[{"a": ' + "9" * 5000 + "}]",
        "[]",
        "null",
        '"',
    ],
)
def test_odd_json_is_refused(text: str):
    assert problems(text, is_json=True)[0].code in {"bad-json", "empty-file"}


def test_json_must_be_utf8_and_amounts_must_be_text():
    assert problems(json_text(pay()).encode("gbk"), is_json=True)[0].code == "bad-encoding"
    found = problems(json_text(pay(income=17000.5), pay(record_id="R-2", tax=3)), is_json=True)
    assert [problem.field for problem in found] == ["rows[1].income", "rows[2].tax"]
    assert found[0].message.startswith("第1条“收入”类型不对")


def test_unknown_fields_and_surrogates_in_json_are_refused():
    assert problems(json_text(pay(hobby="x")), is_json=True)[0].field == "rows[1].hobby"
    lone = json_text(pay()).replace("和城远山", "\\ud800")
    assert problems(lone, is_json=True)[0].field == "rows[1].payer_name"


def test_exact_repeats_count_once_and_contradictions_are_refused():
    batch = read(csv_text(pay(), pay()))
    assert (len(batch.entries), batch.rows) == (1, 2)
    assert "1行完全重复" in batch.notices[0]
    assert "内容不同" in problems(csv_text(pay(), pay(income="1.00")))[0].message
    assert "编号却不同" in problems(csv_text(pay(), pay(record_id="R-2")))[0].message


def test_a_birth_date_must_agree_with_the_number():
    place = "public_security/identity"
    found = problems(csv_text(good_row(place, born_on="1988-04-13")), place)
    assert found[0].message == "第2行“出生日期”和证件号码里的出生日期不一致：请核对两者哪个错了。"


def test_an_end_before_the_start_is_refused():
    assert problems(csv_text(good_row(LOAN, until="2019-07")), LOAN)[0].field == "rows[2].until"


def test_at_most_ten_thousand_problems_are_told():
    header = csv_text(pay()).split("\r\n", 1)[0]
    columns = header.count(",") + 1
    text = header + "\r\n" + ("x" + ",x" * (columns - 1) + "\r\n") * 3000
    found = problems(text)
    assert len(found) == 10_001
    assert found[-1].code == "too-many-problems"


def test_the_file_name_names_the_record(tmp_path: Path):
    assert record_of_file("withholding-2025-2.csv") == "withholding"
    path = tmp_path / "withholding.csv"
    path.write_text(csv_text(pay()))
    assert read_file(department="natural_person_tax", path=path).rows == 1
    with pytest.raises(Refused, match="unknown-record"):
        read_file(department="natural_person_tax", path=tmp_path / "工资表.csv")
    with pytest.raises(Refused, match="file-not-readable"):
        read_file(department="natural_person_tax", path=tmp_path / "withholding-2.csv")
    with pytest.raises(Refused, match="unknown-department"):
        find_contract("../../etc", "passwd")
