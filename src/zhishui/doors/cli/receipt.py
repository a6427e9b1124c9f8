"""`zs receipt verify FILE`: is this receipt genuine? No network, no database, no service."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from zhishui.filing.signing.trust import Trust
from zhishui.filing.signing.verifier import verify
from zhishui.kernel import refuse


if TYPE_CHECKING:
    from zhishui.filing.signing.types import Check, Claims, Report

TRUST_IN_DATA = Path("keys", "DEMO", "trust.json")
DEMO = "演示密钥签发，没有法律效力。"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `receipt verify`."""
    nouns = subparsers.add_parser("receipt", help="核验回执（离线）").add_subparsers(required=True)
    parser = nouns.add_parser("verify", help="核验一份回执")
    parser.add_argument("file", type=Path, metavar="FILE", help="回执文件（PDF）")
    parser.add_argument("--trust", type=Path, help="信任文件 trust.json；不写就用本机数据目录里的")
    parser.add_argument("--json", action="store_true", help="输出一份 JSON")
    parser.set_defaults(handler=_verify)


def _verify(args: argparse.Namespace) -> int:
    report = verify(_read(args.file), Trust.load(args.trust or _trust_here()))
    print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2) if args.json else _words(report))
    return 0 if report.ok else 1


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse("file-unreadable", f"打不开 {path.name}，请检查文件在不在、能不能读。", field="FILE") from error


def _trust_here() -> Path:
    return Path(os.environ.get("ZHISHUI_DATA", "data")) / TRUST_IN_DATA


def _words(report: Report) -> str:
    lines = ["真的：每一处都核验过，没有改动。" if report.ok else f"不能证明是真的：{report.why}"]
    if report.ok and report.demo:
        lines.append(DEMO)
    if report.claims is not None:
        lines += ["", *_claims(report.claims)]
    return "\n".join([*lines, "", *(_check(check) for check in report.checks)])


def _claims(claims: Claims) -> list[str]:
    said = [
        ("办理人", claims.who),
        ("事项", claims.what),
        ("所属期", claims.period),
        ("回执号", claims.number),
        ("结果", claims.headline),
        ("提交时间", claims.submitted_at),
        ("盖章时间", claims.sealed_at),
        ("盖章单位", claims.sealed_by),
        ("公开日志", f"{claims.log_origin} 第{claims.log_index + 1:,}条（盖章时共{claims.log_size:,}条）"),
    ]
    return [f"{label}：{value}" for label, value in said if value] + ["", *_figures(claims)]


def _figures(claims: Claims) -> list[str]:
    return ["数字：", *(f"  {title}：{value}" for title, value in claims.figures)] if claims.figures else []


def _check(check: Check) -> str:
    return f"{'通过' if check.ok else '不通过'}  {check.title}{'：' + check.why if check.why else ''}"
