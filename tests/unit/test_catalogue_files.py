"""Is a matter file with a slip refused, with the place and a sentence that says what to write?"""

from __future__ import annotations

import pytest

from zhishui.catalogue import load, load_file
from zhishui.kernel import Refused


SOUND = """\
code: QQ01
name: 试事项
plain: 试一试
category: 证明
keywords: [试, shi]
confidence: A
revisions:
  - from: "2026-01-01"
    applicants: [natural_person]
    period: {kind: year, offsets: [-1], first: "2019"}
    sections:
      - id: one
        title: 一
        questions:
          - id: earned
            type: money
            title: 工资
            label: 工资对吗？
            why: 要算税。
            prefill: {fact: income.payment, where: {kind: [salary]}, take: sum, field: income, otherwise: {value: "0.00", reason: 没有}}
          - id: children
            type: rows
            title: 孩子
            label: 孩子对吗？
            why: 要算扣除。
            fields:
              - {id: born_on, type: date, title: 生日, example: "2016-05-20"}
            prefill: {fact: household.child, during: any, take: rows, columns: {born_on: born_on}}
          - id: card
            type: record
            title: 银行卡
            label: 退到哪里？
            why: 要退税。
            visible_when: settle_balance < 0
            fields:
              - {id: number, type: text, title: 卡号, format: bank_card, length: 40}
    lists:
      pupils:
        - {each: children, when: child_education_months > 0, fields: {item: {constant: child_education}, months: child_education_months}}
    calculations:
      - {id: child, act: iit_child_months, title: 月数, each: children, inputs: {child_birth: born_on}}
      - id: settle
        act: iit_annual
        title: 汇算
        inputs: {salary: earned, items: {lists: [pupils]}, withheld: {constant: "0"}, check_exemption: true}
    headline:
      - {words: 应补, when: settle_balance > 0, figure: settle.balance, sentence: "{settle_balance}"}
    explain: [settle.balance]
    checks:
      - {code: too-low, holds: earned > 0, message: 没有工资，, remedy: 请核对。}
    process: {mode: instant, limit_working_days: 0, limit_basis: 当场}
    effects:
      - {fact: deduction.claim, lists: [pupils], replaces: true}
    document:
      title: 回执
      lines:
        - {label: 应补, value: settle_balance}
        - {label: 卡号, value: card_number, when: settle_balance < 0}
    legal_basis: [个人所得税法第十一条]
    amend: {allowed: true, words: 可以}
    withdraw: {allowed: false, words: 不可以}
"""


def read(tmp_path, text, name="QQ01.yaml"):
    path = tmp_path / name
    path.write_text(text)
    return load_file(path)


def test_the_sound_file_is_read(tmp_path):
    matter = read(tmp_path, SOUND)
    assert [question.id for question in matter.revisions[0].questions] == ["earned", "children", "card"]


SLIPS = [
    ("confidence: A", "confidence: A\ncolour: blue", "colour"),
    ("    legal_basis:", "    color: x\n    legal_basis:", "color"),
    ("code: QQ01", "code: QQ01\ncode: QQ01", "两次"),
    ("code: QQ01", "code: QQ02", "文件名"),
    ("            title: 工资\n", "            title: 1.50\n            title: 工资\n", "两次"),
    ("id: earned", "id: from", "名字"),
    ("id: earned", "id: total", "名字"),
    ("id: earned", "id: 工资", "名字"),
    ("id: earned", "id: settle_balance", "两个意思"),
    ("fact: income.payment", "fact: income.paiment", "income.paiment"),
    ("field: income,", "field: incomes,", "incomes"),
    ("{kind: [salary]}", "{kind: [wages]}", "wages"),
    ("{kind: [salary]}", "{sort: [salary]}", "sort"),
    ("take: sum, field: income", "take: exists", "take"),
    ("columns: {born_on: born_on}", "columns: {birth: born_on}", "birth"),
    ("columns: {born_on: born_on}", "columns: {born_on: name}", "date"),
    ('otherwise: {value: "0.00"', 'otherwise: {value: "0"', "value"),
    ("act: iit_annual", "act: iit_anual", "iit_anual"),
    ("salary: earned", "wages: earned", "wages"),
    ("salary: earned", "salary: earnt", "算式"),
    ("salary: earned", "salary: __import__('os')", "算式"),
    ("salary: earned", "salary: earned / 2", "算式"),
    ("explain: [settle.balance]", "explain: [settle.balanse]", "balanse"),
    ("explain: [settle.balance]", "explain: [child.infant_months]", "infant_months"),
    ('sentence: "{settle_balance}"', 'sentence: "{balance}"', "{balance}"),
    ("visible_when: settle_balance < 0", "visible_when: card_number != 1", "还没问"),
    ("salary: earned", "salary: earned, licence: card_number", "算完才知道"),
    ("salary: earned", "salary: settle_tax_total", "算式"),
    ("        - {label: 卡号, value: card_number, when: settle_balance < 0}\n", "", "没有用"),
    ("lists: [pupils], replaces", "lists: [pupil], replaces", "pupil"),
    ("months: child_education_months}}", "month: child_education_months}}", "month"),
    ("{item: {constant: child_education}, months", "{months", "item"),
    ("mode: instant", "mode: slowly", "instant"),
    ("applicants: [natural_person]", "applicants: [people]", "natural_person"),
    ('first: "2019"', 'first: "2019-01"', "最早"),
    ("offsets: [-1]", "offsets: []", "offsets"),
    ('example: "2016-05-20"', 'example: "2016-02-30"', "读不懂"),
    ("type: money", "type: money\n            choices: [{value: a, label: b}]", "choice"),
    ("type: money", "type: rows", "fields"),
    ("type: money", "type: money\n            locked: true", "corrected_by"),
    ("legal_basis: [个人所得税法第十一条]", "legal_basis: &a [个人所得税法第十一条]\n    closes: *a", "别名"),
    ("allowed: true", "allowed: yes", "true"),
    ('from: "2026-01-01"', "from: 2026-13-01", "日期"),
    ("limit_working_days: 0", "limit_working_days: 0.5", "整数"),
    ("confidence: A", "confidence: [A", "读不懂"),
]


@pytest.mark.parametrize(("sound", "slip", "said"), SLIPS, ids=[slip[1][:40] for slip in SLIPS])
def test_a_slip_is_refused_where_it_stands(tmp_path, sound, slip, said):
    assert sound in SOUND
    with pytest.raises(Refused) as refusal:
        read(tmp_path, SOUND.replace(sound, slip))
    [problem] = refusal.value.problems
    assert problem.code == "catalogue-invalid"
    assert "QQ01.yaml" in problem.message
    assert said in problem.message


def test_a_calculation_nothing_uses_is_refused(tmp_path):
    spare = (
        '      - {id: spare, act: iit_elder_months, title: 多余, inputs: {parent_birth: {constant: "1950-01-01"}}}\n'
    )
    with pytest.raises(Refused, match="spare"):
        read(tmp_path, SOUND.replace("    headline:\n", f"{spare}    headline:\n"))


def test_on_and_no_and_numbers_like_text_stay_text(tmp_path):
    text = SOUND.replace("plain: 试一试", "plain: no").replace(
        "keywords: [试, shi]", "keywords: [on, 1.50, 2025-03-18]"
    )
    matter = read(tmp_path, text)
    assert matter.plain == "no"
    assert matter.keywords == ("on", "1.50", "2025-03-18")


def test_the_version_is_the_content_and_nothing_else(tmp_path):
    first = read(tmp_path, SOUND).revisions[0].version
    assert read(tmp_path, "# a comment\n" + SOUND).revisions[0].version == first
    assert read(tmp_path, SOUND.replace("要算税。", "要算税")).revisions[0].version != first


def test_revisions_follow_one_another(tmp_path):
    head, body = SOUND.split("revisions:\n")
    later = body.replace('from: "2026-01-01"', 'from: "2027-01-01"')
    with pytest.raises(Refused, match="重叠"):
        read(tmp_path, f"{head}revisions:\n{body}{later}")
    ended = body.replace('from: "2026-01-01"', 'from: "2026-01-01"\n    until: "2027-01-01"')
    matter = read(tmp_path, f"{head}revisions:\n{ended}{later}")
    days = [matter.revisions[0].from_.replace(year=year) for year in (2025, 2026, 2027)]
    assert [matter.on(day) for day in days] == [None, *matter.revisions]
    assert matter.of_version(matter.revisions[1].version) is matter.revisions[1]


def test_every_bad_file_of_a_directory_is_told(tmp_path):
    read(tmp_path, SOUND)
    for name in ("QQ02", "QQ03"):
        (tmp_path / f"{name}.yaml").write_text("code: 1")
    with pytest.raises(Refused) as refusal:
        load(tmp_path)
    assert [problem.field.split(".")[0] for problem in refusal.value.problems] == ["QQ02", "QQ03"]


def test_a_matter_can_close_only_the_duty_of_one_there_is(tmp_path):
    read(tmp_path, SOUND.replace("    legal_basis:", "    closes: [QQ99]\n    legal_basis:"))
    with pytest.raises(Refused, match="QQ99"):
        load(tmp_path)
