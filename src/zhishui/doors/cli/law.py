"""`zs law`: what does the law say? List, compute, explain, deadline, check, run. Needs no Django."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from zhishui.kernel import Period, Problem, Refused, refuse


if TYPE_CHECKING:
    from zhishui.law import Explanation, FigureValue, Result, Step

# Each handler imports the law itself, so that the command line starts without it.


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `law list|compute|explain|deadline|check|run`."""
    verbs = subparsers.add_parser("law", help="税法：列出、计算、解释、期限").add_subparsers(required=True)
    verbs.add_parser("list", help="列出能算的税和数").set_defaults(handler=_list)
    verbs.add_parser("compute", help="按事实计算").set_defaults(handler=_compute)
    verbs.add_parser("explain", help="解释一个数怎么来的").set_defaults(handler=_explain)
    verbs.add_parser("deadline", help="查申报期限").set_defaults(handler=_deadline)
    verbs.add_parser("check", help="检查税法代码、参数和算例").set_defaults(handler=_check)
    verbs.add_parser("run", help="逐行计算 JSONL").set_defaults(handler=_run)
    for name in ("compute", "explain"):
        verb = verbs.choices[name]
        verb.add_argument("act", metavar="ACT")
        verb.add_argument("--period", required=True, help="所属期，例如 2025")
        verb.add_argument("--input", required=True, metavar="FILE|-", help="事实，JSON")
    verbs.choices["explain"].add_argument("figure", metavar="FIGURE")
    verbs.choices["deadline"].add_argument("kind", metavar="KIND")
    verbs.choices["deadline"].add_argument("--period", required=True, help="所属期，例如 2025")
    verbs.choices["run"].add_argument("file", metavar="FILE.jsonl|-")
    for verb in verbs.choices.values():
        verb.add_argument("--json", action="store_true", help="输出一份 JSON")


def _list(args: argparse.Namespace) -> int:
    from zhishui.law import acts
    from zhishui.law.engine.answers import as_plain

    if args.json:
        return _print_json([{**as_plain(act), "gears": ["ints", "trace"]} for act in acts()])
    for act in acts():
        print(f"{act.code}  {act.title}")
        print(f"  事实：{'、'.join(f'{one.label} {one.name}' for one in act.inputs)}")
        print(f"  得出：{'、'.join(f'{one.title} {one.name}' for one in act.figures)}")
        print("  运行方式：整数、整数加解释")
    return 0


def _compute(args: argparse.Namespace) -> int:
    from zhishui.law import compute

    result = compute(args.act, _period(args.period), _facts(args.input))
    if args.json:
        return _print_json(result.as_dict())
    for figure in result.figures.values():
        print(f"{figure.title} {figure.name}：{_said(figure)}")
    print(f"参数 {result.parameters_hash[:8]}，核对日期 {result.checked_on}")
    return 0


def _said(figure: FigureValue) -> str:
    if figure.problem:
        return figure.problem.message
    if figure.value is None:
        return f"还不能算，缺 {'、'.join(figure.missing)}"
    return f"{_plain_value(figure)}{figure.unit}{'（含推定）' if figure.assumed else ''}"


def _plain_value(figure: FigureValue) -> object:
    from zhishui.law.engine.answers import as_plain

    return as_plain(figure)["value"]


def _explain(args: argparse.Namespace) -> int:
    from zhishui.law import explain

    found = explain(args.act, _period(args.period), _facts(args.input), args.figure)
    if args.json:
        return _print_json(found.as_dict())
    print("\n".join(_account(found)))
    return 0


def _account(found: Explanation) -> Iterator[str]:
    if found.value is None:
        yield f"{found.title}还不能算，缺 {'、'.join(found.missing)}"
        return
    yield f"{found.title}：{found.value_text}{found.unit}{'（含推定）' if found.assumed else ''}"
    for at, step in enumerate(found.steps, start=1):
        yield f"\n{at} {step.title}　{step.value_text}{step.unit}"
        yield from _step(step)
    for one in found.why_not:
        yield f"\n不适用“{one.title}”：{'；'.join(one.reasons)}"
    yield f"\n参数 {found.parameters_hash[:8]}，核对日期 {found.checked_on}"


def _step(step: Step) -> Iterator[str]:
    yield f"  {step.formula_text}"
    yield f"  {step.words}"
    yield from (f"  因为{reason}" for reason in step.because)
    yield from (f"  依据《{cite.law}》{cite.article}（{cite.source}）" for cite in step.cites)
    for row in step.table:
        limits = f"{row.from_text or '0'}到{row.up_to_text}" if row.up_to_text else f"超过{row.from_text}"
        yield f"  {'▶' if row.hit else '　'} {limits}　{row.rate_text}　{row.quick_text}"


def _deadline(args: argparse.Namespace) -> int:
    from zhishui.law import deadline

    window = deadline(args.kind, _period(args.period))
    if args.json:
        return _print_json(window.as_dict())
    print(f"{window.opens} 至 {window.due}")
    for cite in window.cites:
        print(f"依据《{cite.law}》{cite.article}（{cite.source}）")
    return 0


def _check(args: argparse.Namespace) -> int:
    from zhishui.law.book import every_book
    from zhishui.law.casebook import cases
    from zhishui.law.engine.formula import LawError

    try:
        books, examples = every_book(), cases()
        wrong = [difference for case in examples for difference in case.run()]
    except LawError as error:
        raise refuse("law-contradicts-itself", f"税法代码有矛盾，请改正后再用：{error}") from error
    counts = {"acts": len(books), "rules": sum(len(book.act.rules) for book in books), "cases": len(examples)}
    if args.json:
        _print_json({**counts, "wrong": wrong})
    else:
        print("\n".join(wrong or [f"{counts['acts']}部算法、{counts['rules']}条规则、{counts['cases']}个算例，都对。"]))
    return 1 if wrong else 0


def _run(args: argparse.Namespace) -> int:
    with _opened(args.file) as lines:
        for line in lines:
            if line.strip():
                print(json.dumps(_answer(line), ensure_ascii=False))
    return 0


def _answer(line: str) -> dict[str, object]:
    """Answer one line: {id, outputs} or {id, problem}."""
    name: object = None
    try:
        asked = _mapping(line, "")
        name = asked.get("id")
        return {"id": name, "outputs": _outputs(asked)}
    except Refused as refusal:
        first = refusal.problems[0]
        return {"id": name, "problem": {"code": first.code, "message": first.message, "field": first.field}}


def _outputs(asked: dict[str, object]) -> dict[str, object]:
    from zhishui.law import compute

    inputs = asked.get("inputs", {})
    if not isinstance(inputs, dict):
        raise refuse("not-an-object", "inputs 请写成一个 JSON 对象。", field="inputs")
    period = _period(str(asked.get("period") or inputs.get("year") or ""))
    result = compute(str(asked.get("act", "")), period, inputs)
    problems = [figure.problem for figure in result.figures.values() if figure.problem]
    if problems:
        raise Refused(problems[0])
    return _values(result)


def _values(result: Result) -> dict[str, object]:
    """Give the figures that have a value; with none, say which fact is missing."""
    known = {name: _plain_value(one) for name, one in result.figures.items() if one.value is not None}
    if known:
        return known
    missing = next(one.missing for one in result.figures.values())
    raise Refused(Problem("missing-fact", "缺少必需的事实，请补上再算。", missing[0]))


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise refuse("not-a-period", "请填写所属期，例如 2025、2025Q1 或者 2025-03。", field="period") from error


def _facts(name: str) -> dict[str, object]:
    with _opened(name) as stream:
        return _mapping(stream.read(), "input")


def _mapping(text: str, field: str) -> dict[str, object]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refuse("not-json", "这不是一份 JSON，请检查括号、逗号和引号。", field=field) from error
    if not isinstance(told, dict):
        raise refuse("not-an-object", '请写成一个 JSON 对象，例如 {"salary": "200000"}。', field=field)
    return cast("dict[str, object]", told)


def _opened(name: str) -> TextIO:
    if name == "-":
        return sys.stdin
    try:
        return Path(name).open(encoding="utf-8")
    except OSError as error:
        raise refuse(
            "file-unreadable", f"打不开 {Path(name).name}，请检查文件在不在、能不能读。", field="FILE"
        ) from error


def _print_json(document: object) -> int:
    print(json.dumps(document, ensure_ascii=False))
    return 0
