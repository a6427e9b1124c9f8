"""`zs matters run`: do a matter for real, as its file's acceptance script says.

Prefill → answer → calculate → confirm → submit → sign → log → seal → archive,
through the verbs the doors use, or through the JSON API.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhishui.kernel import refuse


if TYPE_CHECKING:
    from zhishui.catalogue import Acceptance, Matter
    from zhishui.doors.cli.routes import Filed


PATIENCE = 20  # turns of the worker until the receipt must be there


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of one script. `why` says what differed when it is not ok."""

    code: str
    persona: str
    ok: bool
    asked: int
    prefilled: int
    documents: tuple[str, ...]
    why: tuple[str, ...] = ()


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `run` beside `list`, `show` and `check`."""
    run = verbs.add_parser("run", help="按验收脚本实办")
    run.add_argument("code", nargs="?", default="")
    run.add_argument("--all", action="store_true")
    run.add_argument("--persona", default="")
    run.add_argument("--via", choices=("services", "api"), default="services")
    run.add_argument("--out", type=Path, help="文件放哪里；不写就放在数据目录的 runs 里")
    run.add_argument("--json", action="store_true")
    run.set_defaults(handler=_run)


def _run(args: argparse.Namespace) -> int:
    from zhishui.doors.cli.ready import ready

    ready()
    ran = [_one(matter, script, args) for matter, script in _scripts(args)]
    if not ran:
        raise refuse("nothing-to-run", "没有这样的验收脚本。请用 ./zs matters list 看有哪些事项。", status=404)
    if args.json:
        print(json.dumps([asdict(one) for one in ran], ensure_ascii=False))
    else:
        for one in ran:
            print(_words(one))
    return int(not all(one.ok for one in ran))


def _scripts(args: argparse.Namespace) -> Iterator[tuple[Matter, Acceptance]]:
    from zhishui import catalogue

    for matter in catalogue.load().matters.values():
        for script in matter.acceptance:
            if (args.all or matter.code == args.code) and args.persona in ("", script.persona):
                yield matter, script


def _one(matter: Matter, script: Acceptance, args: argparse.Namespace) -> Ran:
    from zhishui.doors.cli import routes

    route: Callable[[Matter, Acceptance], Filed] = {"services": routes.by_services, "api": routes.by_api}[args.via]
    filed = route(matter, script)
    documents = _receipt(filed, script, args)
    differs = tuple(
        f"{figure}：应为 {wanted}，得到 {filed.figures.get(figure)}"
        for figure, wanted in script.expect.items()
        if str(filed.figures.get(figure)) != wanted
    )
    why = differs if documents else (*differs, "回执没有做好")
    return Ran(matter.code, script.persona, not why, filed.asked, filed.prefilled, documents, why)


def _receipt(filed: Filed, script: Acceptance, args: argparse.Namespace) -> tuple[str, ...]:
    """Let the worker turn until the documents are there, and fetch them from the archive."""
    from django.conf import settings

    from zhishui.doors.cli.ready import acting_as
    from zhishui.filing.counter import queries

    by = acting_as(script.persona)
    for _ in range(PATIENCE):
        args.work(once=True)
        if queries.get_case(filed.case, by).documents:
            break
    folder = (args.out or Path(settings.ZHISHUI_DATA) / "runs") / filed.case
    folder.mkdir(parents=True, exist_ok=True)
    for name in queries.get_case(filed.case, by).documents:
        (folder / name).write_bytes(queries.document(filed.case, name, by))
    return tuple(str(path) for path in sorted(folder.iterdir()))


def _words(one: Ran) -> str:
    if one.ok:
        files = "、".join(one.documents)
        return f"好   {one.code} {one.persona}：{one.asked} 个问题，{one.prefilled} 个已填好。文件：{files}"
    return f"不对 {one.code} {one.persona}：{'；'.join(one.why)}"
