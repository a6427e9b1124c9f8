"""`zs city make`: write a synthetic city as its departments' files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from zhishui.kernel import refuse


FEWEST, MOST = 20, 1_000_000


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `city make`."""
    command = subparsers.add_parser("city", help="生成演示城市")
    make = command.add_subparsers(required=True).add_parser("make", help="写成各部门的文件，可以再用 zs import 导入")
    make.add_argument("--people", type=int, default=2000, help="人数，连孩子在内")
    make.add_argument("--seed", type=int, help="种子；同一个种子总是同一座城市")
    make.add_argument("--out", type=Path, required=True, help="放文件的文件夹，要是空的或还没有")
    make.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
    make.set_defaults(handler=_make)


def _make(args: argparse.Namespace) -> int:
    from zhishui_city import SEED, generate, write

    if not FEWEST <= args.people <= MOST:
        raise refuse("bad-people", f"人数要在{FEWEST}到{MOST:,}之间。", field="people")
    if args.out.exists() and (not args.out.is_dir() or any(args.out.iterdir())):
        raise refuse("folder-not-empty", "这个文件夹里已经有东西，请换一个空文件夹。", field="out")
    city = generate(args.people, SEED if args.seed is None else args.seed)
    paths = [str(path) for path in write(city, args.out)]
    records = sum(len(rows) for rows in city.rows.values())
    if args.json:
        told = {"people": city.population, "seed": city.seed, "records": records, "files": paths}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"{city.population:,}人，种子{city.seed}，{records:,}条记录，{len(paths)}个文件。按这个顺序导入：")
        print("\n".join(paths))
    return 0
