"""Does a parameter file that would be ambiguous refuse to load?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhishui.law.book import every_book, parameters
from zhishui.law.engine.formula import LawError
from zhishui.law.engine.parameters import load, parameter, resolve
from zhishui.law.engine.units import Brackets


SINCE = date(2019, 1, 1)
WHOLE = {"title": "试", "unit": "元", "law": "个人所得税法", "article": "6"}


def value(from_="2019-01-01", text="60000", **more):
    return {"from": date.fromisoformat(from_), "value": text, "source": "试", "checked_on": SINCE, **more}


def made(*values, **more):
    return parameter("p", {**WHOLE, "values": list(values), **more}, "t")


def refused(complaint, *values, **more):
    with pytest.raises(LawError, match=complaint):
        made(*values, **more)


@pytest.mark.parametrize("key", sorted(WHOLE))
def test_each_required_key(key):
    body = {name: part for name, part in WHOLE.items() if name != key} | {"values": [value()]}
    with pytest.raises(LawError, match=f"missing {key}"):
        parameter("p", body, "t")


@pytest.mark.parametrize("key", ["from", "value", "source", "checked_on"])
def test_each_required_key_of_a_value(key):
    refused(f"misses {key}", {name: part for name, part in value().items() if name != key})


def test_no_values_and_unknown_keys_and_units():
    refused("a list is expected")
    refused("unknown note", value(note="x"))
    refused("unknown unit 斤", value(), unit="斤")


@pytest.mark.parametrize("wrong", [60000, 0.2, "0.2.1", "60,000", "1.005", True])
def test_a_value_is_text_and_exact(wrong):
    refused("write .* as text|not a whole number", value(text=wrong))


def test_a_percent_is_whole():
    refused("not a whole number", value(text="2.5"), unit="%")


def test_dates_are_dates_and_in_order():
    refused("dates like", {**value(), "from": "2019-01-01"})
    refused("ends before it begins", value(until=date(2018, 1, 1)))


def test_overlaps():
    refused("overlap on 2022-01-01", value(until=date(2022, 1, 1)), value("2022-01-01"))
    refused("overlap on 2019-01-01", value("2020-01-01"), value("2019-01-01"))


def test_gaps_unless_the_law_paused():
    gap = (value(until=date(2020, 12, 31)), value("2022-01-01", "1"))
    refused("no value between 2020-12-31 and 2022-01-01", *gap)
    paused = made(*gap, ended=True)
    assert paused.on(date(2021, 6, 1)) is None
    assert paused.on(date(2022, 1, 1)).value == 100


def test_the_last_day_still_counts():
    ended = made(value(until=date(2027, 12, 31)))
    assert ended.on(date(2027, 12, 31)).value == 6000000
    assert ended.on(date(2028, 1, 1)) is None
    assert ended.ended_before(date(2028, 1, 1)) == date(2027, 12, 31)


def test_an_open_value_ends_the_day_before_the_next():
    changed = made(value(), value("2023-01-01", "1"))
    assert changed.on(date(2022, 12, 31)).value == 6000000
    assert changed.on(date(2023, 1, 1)).value == 100


def rows(*parts):
    return value(text=[dict(zip(("up_to", "rate", "quick"), part, strict=True)) for part in parts[:-1]] + [parts[-1]])


def test_a_rate_table_proves_its_quick_deductions():
    last = {"rate": "10", "quick": "2520"}
    table = made(rows(("36000", "3", "0"), last), unit="税率表").on(SINCE).value
    assert isinstance(table, Brackets)
    refused(
        "quick deduction 2521.00 does not follow", rows(("36000", "3", "0"), {**last, "quick": "2521"}), unit="税率表"
    )
    refused("only it, is open", rows(("36000", "3", "0"), {**last, "up_to": "1"}), unit="税率表")
    refused("each row has", rows(("36000", "3", "0"), {"rate": "10"}), unit="税率表")
    refused("rows must rise", rows(("36000", "3", "0"), ("36000", "3", "0"), last), unit="税率表")


def test_one_name_in_two_files(tmp_path):
    text = "p: {title: 试, unit: 元, law: 个人所得税法, article: '6', values: [{from: 2019-01-01, value: '1', source: 试, checked_on: 2019-01-01}]}"
    (tmp_path / "one.yaml").write_text(text)
    (tmp_path / "two.yaml").write_text(text)
    with pytest.raises(LawError, match="already defined"):
        load(tmp_path)


def test_the_hash_follows_the_amounts():
    told = {"p": made(value(), value("2023-01-01", "1"))}
    assert resolve(told, date(2021, 1, 1)).hash == resolve(told, date(2022, 1, 1)).hash
    assert resolve(told, date(2022, 1, 1)).hash != resolve(told, date(2023, 1, 1)).hash


def test_every_parameter_is_used_and_checked_on_a_day():
    used = {name for book in every_book() for name in book.parameters}
    assert used == set(parameters())
    checked = [dated.checked_on for one in parameters().values() for dated in one.values]
    assert all(day - SINCE > timedelta(0) for day in checked)
