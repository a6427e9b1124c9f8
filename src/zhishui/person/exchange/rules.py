"""Does a row keep its contract? Pure: a cell, a row, a file; no table, no clock."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from zhishui.kernel import Fen, Json, Period, Problem
from zhishui.kernel.identifiers import normalise, read_person_number, read_uscc
from zhishui.person.exchange.types import Contract, ContractField, Entry, Party, RawRow


FLAGS = {"true": True, "false": False, "是": True, "否": False, "TRUE": True, "FALSE": False}
BLANKS = " \t\r\n　﻿"
NAME_MARKS = " ·•.'-‧・"
SHOWN = 20
FORMATS = FormatChecker(formats=())


class Reader:
    """Reads the cells of one contract. What was read once is not checked twice: files repeat themselves."""

    def __init__(self, contract: Contract, *, typed: bool, unit: str) -> None:
        self.contract = contract
        self.typed = typed
        self.unit = unit
        self._seen: dict[str, dict[object, tuple[Json, str]]] = {name: {} for name in contract.fields}
        self._validators = {
            name: Draft202012Validator(dict(spec.schema), format_checker=FORMATS)
            for name, spec in contract.fields.items()
        }

    def row(self, raw: RawRow) -> Entry | list[Problem]:
        """Give the accepted record, or everything that is wrong with the row."""
        values, problems = self._cells(raw)
        if not problems:
            problems = list(self._crossed(raw, values))
        return problems or entry(self.contract, raw.number, values)

    def _cells(self, raw: RawRow) -> tuple[dict[str, Json], list[Problem]]:
        values: dict[str, Json] = {}
        problems = [
            self._problem(raw, name, "字段", "约定里没有，请删掉") for name in raw.cells if name not in self._validators
        ]
        for name, spec in self.contract.fields.items():
            value, flaw = self._cell(spec, raw.cells.get(name))
            if flaw:
                problems.append(self._problem(raw, name, spec.title, flaw))
            elif value is not None:
                values[name] = value
        return values, problems

    def _cell(self, spec: ContractField, cell: object) -> tuple[Json, str]:
        if not isinstance(cell, str | int | bool | None):
            return None, f"类型不对：{spec.fix}"
        seen = self._seen[spec.name]
        known = cell if type(cell) is str else (type(cell), cell)  # True equals 1, and is not the same answer
        if known not in seen:
            seen[known] = self._judge(spec, cell)
        return seen[known]

    def _judge(self, spec: ContractField, cell: Json) -> tuple[Json, str]:
        value = clean(cell) if isinstance(cell, str) else cell
        if value is None or value == "":
            return None, f"是空的：{spec.fix}" if spec.required else ""
        if not self.typed:
            value = from_text(spec, str(value))
        if spec.format in NUMBERS and isinstance(value, str):
            value = normalise(value)
        if any(self._validators[spec.name].iter_errors(value)):
            return None, flaw(spec, value)
        return canonical(spec, value), ""

    def _crossed(self, raw: RawRow, values: Mapping[str, Json]) -> Iterator[Problem]:
        for check in self.contract.checks:
            for name, words in CHECKS[check](values):
                yield self._problem(raw, name, self.contract.fields[name].title, words)

    def _problem(self, raw: RawRow, name: str, title: str, words: str) -> Problem:
        label = title if name in self._validators else f"{title} {shown(name)}"
        field = name if name in self._validators else shown(name)
        return Problem("bad-row", f"第{raw.number}{self.unit}“{label}”{words}。", f"rows[{raw.number}].{field}")


def clean(text: str) -> str:
    """Give the text as it will be stored and shown: outer blanks gone, NFC."""
    return unicodedata.normalize("NFC", text.strip(BLANKS))


def shown(text: object) -> str:
    """Repeat what was written, short and without characters that do things."""
    plain = "".join(mark if mark.isprintable() else "□" for mark in str(text)[: SHOWN + 1])
    return plain if len(plain) <= SHOWN else plain[:SHOWN] + "…"


def flaw(spec: ContractField, value: Json) -> str:
    """Say what is wrong and how to put it right; numbers and names of persons are not repeated."""
    if spec.format in NUMBERS and isinstance(value, str):
        reading = NUMBERS[spec.format](value)
        if isinstance(reading, Problem):
            return f"有误：{reading.message.rstrip('。')}"
    if spec.private:
        return f"不合要求：{spec.fix}"
    return f"填的是“{shown(value)}”，不合要求：{spec.fix}"


def from_text(spec: ContractField, text: str) -> Json:
    """Read a CSV cell as the type its contract asks for; what does not fit stays text and fails."""
    if spec.type == "boolean":
        return FLAGS.get(text, text)
    if spec.type == "integer" and text.isascii() and text.isdecimal() and len(text) <= SHOWN:
        return int(text)
    return text


def canonical(spec: ContractField, value: Json) -> Json:
    """Give one spelling to equal values, so that "5" and "5.00" yuan are no conflict."""
    if spec.format == "yuan":
        return Fen.of_yuan(str(value)).yuan()
    return value


def entry(contract: Contract, number: int, values: Mapping[str, Json]) -> Entry:
    """Make the record of checked values."""
    value = {name: values[name] for name in contract.value_fields if name in values}
    value |= {name: values[column] for name, column in contract.carries.items()}
    start, end = values.get(contract.valid_from), values.get(contract.valid_until)
    return Entry(
        number=number,
        record_id=str(values["record_id"]),
        taxpayer=Party(_kind(contract, values), str(values["taxpayer_name"]), str(values["taxpayer_number"])),
        value=value,
        key=tuple(str(value.get(name, "")) for name in contract.key),
        period=str(values[contract.period]) if contract.period else "",
        valid_from=None if start is None else _period(str(start)).from_,
        valid_until=None if end is None else _period(str(end)).until,
        also=_also(contract, values),
    )


def _kind(contract: Contract, values: Mapping[str, Json]) -> str:
    if contract.subject == "person":
        return "natural_person"
    return "individual_business" if values[contract.kind_field] in contract.individual_businesses else "enterprise"


def _also(contract: Contract, values: Mapping[str, Json]) -> Party | None:
    if not contract.also_number:
        return None
    return Party("natural_person", str(values[contract.also_name]), str(values[contract.also_number]))


@cache
def _period(text: str) -> Period:
    return Period.parse(text)


def _birth_matches(values: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    reading = read_person_number(str(values["taxpayer_number"]))
    if not isinstance(reading, Problem) and reading.born_on.isoformat() != values["born_on"]:
        yield "born_on", "和证件号码里的出生日期不一致：请核对两者哪个错了"


def _until_after_from(values: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    if "until" in values and str(values["until"]) < str(values["from"]):
        yield "until", "早于开始月份：请核对两个月份"


Check = Callable[[Mapping[str, Json]], Iterator[tuple[str, str]]]
CHECKS: Mapping[str, Check] = {
    "birth-matches-number": _birth_matches,
    "until-not-before-from": _until_after_from,
}
NUMBERS: Mapping[str, Callable[[str], object]] = {"person-number": read_person_number, "uscc": read_uscc}


@FORMATS.checks("person-number")
def _is_person_number(value: Any) -> bool:
    return not isinstance(value, str) or not isinstance(read_person_number(value), Problem)


@FORMATS.checks("uscc")
def _is_uscc(value: Any) -> bool:
    return not isinstance(value, str) or not isinstance(read_uscc(value), Problem)


@FORMATS.checks("day", raises=ValueError)
def _is_day(value: Any) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMATS.checks("plain-text")
def _is_plain(value: Any) -> bool:
    """Refuse control, direction and unassigned characters: what is stored must be what is seen."""
    return not isinstance(value, str) or all(unicodedata.category(mark)[0] != "C" for mark in value)


@FORMATS.checks("person-name")
def _is_name(value: Any) -> bool:
    """Take letters of any script and the marks names have; "=1+1" is no name."""
    if not isinstance(value, str):
        return True
    return all(unicodedata.category(mark)[0] in "LM" or mark in NAME_MARKS for mark in value) and value[:1].isalpha()


@FORMATS.checks("yuan", raises=ValueError)
def _is_yuan(value: Any) -> bool:
    return not isinstance(value, str) or bool(Fen.of_yuan(value).yuan())
