"""Which rows and columns stand in this text? CSV and JSON, before anything is believed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from zhishui.kernel import Problem, Refused, refuse
from zhishui.person.exchange.rules import shown
from zhishui.person.exchange.types import Contract, RawRow, RawTable


def read_csv(text: str, contract: Contract) -> RawTable:
    """Read comma-separated rows; the header uses the contract's names or Chinese titles."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = _header(next(lines, []), contract)
        rows = [_csv_row(number, header, cells) for number, cells in enumerate(lines, start=2) if any(cells)]
    except csv.Error:
        message = f"第{lines.line_num}行的引号或换行不成对，请用表格软件重新另存为CSV。"
        raise refuse("bad-csv", message, field=f"rows[{lines.line_num}]") from None
    return RawTable(tuple(rows), "行", typed=False)


def read_json(text: str, contract: Contract) -> RawTable:
    """Read an array of objects. Numbers with a point stay exact, and no key may come twice."""
    try:
        document = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once, strict=True
        )
    except RecursionError:
        raise refuse("bad-json", "JSON嵌套太深，记录里只要一层字段。", field="file") from None
    except ValueError as error:
        raise refuse("bad-json", f"JSON读不懂：{_where(error)}。请检查后重新导出。", field="file") from None
    if not isinstance(document, list):
        raise refuse("bad-json", "JSON文件最外层要是一个数组，每个元素是一条记录。", field="file")
    wrong = [number for number, item in enumerate(document, start=1) if not isinstance(item, dict)]
    if wrong:
        raise refuse("bad-json", f"第{wrong[0]}条不是一个对象，每条记录要写成{{字段: 值}}。", field=f"rows[{wrong[0]}]")
    rows = [RawRow(number, _named(item, contract)) for number, item in enumerate(document, start=1)]
    return RawTable(tuple(rows), "条", typed=True)


def _header(cells: list[str], contract: Contract) -> list[str]:
    if len(cells) == 1 and any(mark in cells[0] for mark in ";\t|"):
        raise refuse("bad-csv", "列之间要用英文逗号分隔，请另存为逗号分隔的CSV。", field="file")
    titles = {spec.title: name for name, spec in contract.fields.items()}
    names = [titles.get(cell.strip(), cell.strip()) for cell in cells]
    problems = [*_unknown(names, contract), *_twice(names), *_missing(names, contract)]
    if problems:
        raise Refused(*problems)
    return names


def _unknown(names: Iterable[str], contract: Contract) -> list[Problem]:
    return [
        Problem("unknown-column", f"多了一列“{shown(name)}”，请删掉它。约定里没有这一列。", "columns")
        for name in names
        if name not in contract.fields
    ]


def _twice(names: list[str]) -> list[Problem]:
    again = dict.fromkeys(name for place, name in enumerate(names) if name in names[:place])
    return [Problem("column-twice", f"“{shown(name)}”这一列出现了两次，请只留一列。", "columns") for name in again]


def _missing(names: list[str], contract: Contract) -> list[Problem]:
    return [
        Problem("missing-column", f"少了“{spec.title}”（{name}）这一列，请补上。", "columns")
        for name, spec in contract.fields.items()
        if spec.required and name not in names
    ]


def _csv_row(number: int, header: list[str], cells: list[str]) -> RawRow:
    if len(cells) != len(header):
        message = f"第{number}行有{len(cells)}格，应有{len(header)}格，请检查是不是多了或少了逗号。"
        raise refuse("bad-csv", message, field=f"rows[{number}]")
    return RawRow(number, dict(zip(header, cells, strict=True)))


def _named(item: Mapping[str, Any], contract: Contract) -> dict[str, object]:
    """Let Chinese titles stand for names, as in a CSV header."""
    titles = {spec.title: name for name, spec in contract.fields.items()}
    return {titles.get(key, key): value for key, value in item.items() if value is not None}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        again = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"字段“{shown(again)}”写了两次")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name}不是数")


def _where(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"第{error.lineno}行第{error.colno}个字符处不合语法"
    return str(error) if not str(error).isascii() else "数字太长"
