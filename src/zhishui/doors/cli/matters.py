"""`zs matters`: which matters are there, what does one ask, and are the files sound?

No Django here: a person who writes matter files needs nothing but the files.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from zhishui.catalogue import Catalogue, Matter, Question, QuestionType, Revision, load, load_file, search
from zhishui.doors.cli import running
from zhishui.kernel import Problem, Refused, refuse


WHO = {
    "natural_person": "自然人",
    "enterprise": "企业",
    "individual_business": "个体工商户",
    "public_institution": "事业单位等",
    "agent": "代理人",
}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `matters list|show|check|run`."""
    verbs = subparsers.add_parser("matters", help="事项").add_subparsers(required=True)
    listing = verbs.add_parser("list", help="有哪些事项")
    listing.add_argument("--search", default="", help="按名称、俗称、拼音找")
    listing.set_defaults(handler=_list)
    show = verbs.add_parser("show", help="一个事项问什么、算什么、出什么")
    show.add_argument("code")
    show.set_defaults(handler=_show)
    check = verbs.add_parser("check", help="检查事项文件写得对不对")
    check.add_argument("files", nargs="*", type=Path, help="要检查的文件；不写就检查全部")
    check.set_defaults(handler=_check)
    for verb in (listing, show, check):
        verb.add_argument("--directory", type=Path, default=None, help="事项文件的目录；不写就用自带的")
        verb.add_argument("--json", action="store_true")
    running.add(verbs)


def _list(args: argparse.Namespace) -> int:
    catalogue = _catalogue(args.directory)
    found = search(catalogue, args.search) if args.search else None
    matters = tuple(catalogue.matters.values()) if found is None else found.matters
    nearest = "" if found is None else found.nearest
    if args.json:
        print(json.dumps({"matters": [_summary(one) for one in matters], "nearest": nearest}, ensure_ascii=False))
        return 0
    if nearest:
        print(f"没有找到“{args.search}”，您是不是要找“{nearest}”？")
    for matter in matters:
        print(f"{matter.code}  {matter.category}  {matter.plain}（{matter.name}）")
    print(f"共 {len(matters)} 件")
    return 0


def _show(args: argparse.Namespace) -> int:
    matter = _catalogue(args.directory).matters.get(args.code)
    if matter is None:
        raise refuse("unknown-matter", "没有这个事项。请用 ./zs matters list 看有哪些。", field="code", status=404)
    if args.json:
        shown = _summary(matter) | {"revisions": [_revision(one) for one in matter.revisions]}
        print(json.dumps(shown, ensure_ascii=False))
        return 0
    for line in _lines(matter):
        print(line)
    return 0


def _check(args: argparse.Namespace) -> int:
    """Check files one by one, so that one bad file does not hide the next."""
    checked, problems = _read_all(args.files) if args.files else _read_directory(args.directory)
    if args.json:
        said = {"checked": checked, "problems": [problem.as_dict() for problem in problems]}
        print(json.dumps(said, ensure_ascii=False))
        return int(bool(problems))
    for problem in problems:
        print(problem.message)
    print(f"有 {len(problems)} 处要改" if problems else f"都写对了：{'、'.join(checked)}")
    return int(bool(problems))


def _read_all(files: Sequence[Path]) -> tuple[list[str], list[Problem]]:
    checked: list[str] = []
    problems: list[Problem] = []
    for file in files:
        try:
            checked.append(load_file(file).code)
        except Refused as refused:
            problems += refused.problems
        except OSError:
            problems.append(Problem("file-unreadable", f"打不开 {file.name}，请检查路径。", file.name))
    return checked, problems


def _read_directory(directory: Path | None) -> tuple[list[str], list[Problem]]:
    try:
        return list(_catalogue(directory).matters), []
    except Refused as refused:
        return [], list(refused.problems)


def _catalogue(directory: Path | None) -> Catalogue:
    if directory is not None and not directory.is_dir():
        raise refuse("no-directory", "没有这个目录，请检查路径。", field="directory", status=404)
    return load(directory)


def _summary(matter: Matter) -> dict[str, object]:
    return {
        "code": matter.code,
        "name": matter.name,
        "plain": matter.plain,
        "category": matter.category,
        "confidence": matter.confidence,
        "personas": [script.persona for script in matter.acceptance],
    }


def _revision(revision: Revision) -> dict[str, object]:
    return {
        "from": revision.from_.isoformat(),
        "until": revision.until.isoformat() if revision.until else None,
        "version": revision.version,
        "applicants": list(revision.applicants),
        "period": revision.period.kind,
        "due": revision.due,
        "questions": [_question(section.title, one) for section in revision.sections for one in section.questions],
        "calculations": {one.id: one.act for one in revision.calculations},
        "effects": [effect.fact for effect in revision.effects],
        "document": revision.document.title,
        "legal_basis": list(revision.legal_basis),
    }


def _question(section: str, question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "section": section,
        "type": question.type,
        "label": question.label,
        "required": question.required,
        "prefilled_from": question.prefill.fact if question.prefill else "",
        "visible_when": question.visible_when.text if question.visible_when else "",
        "fields": [field.id for field in question.fields],
    }


def _lines(matter: Matter) -> Iterator[str]:
    yield f"{matter.code} {matter.name}"
    yield f"就是：{matter.plain}"
    for revision in matter.revisions:
        until = f"到 {revision.until}" if revision.until else "起"
        yield f"\n{revision.from_} {until}，谁能办：{'、'.join(WHO[one] for one in revision.applicants)}"
        for section in revision.sections:
            yield f"  {section.title}"
            for question in section.questions:
                yield f"    {_from(question)}  {question.title}：{question.label}"
        for calculation in revision.calculations:
            yield f"  算 {calculation.title}（{calculation.act}）"
        yield f"  出 {revision.document.title}"
        yield f"  依据 {'；'.join(revision.legal_basis)}"


def _from(question: Question) -> str:
    if question.prefill and question.prefill.fact:
        return "已填"
    return "清单" if question.type is QuestionType.ROWS else "要问"
