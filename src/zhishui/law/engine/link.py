"""Do the rules of an act hang together? Linked once at load; contradictions are errors then, not answers later."""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from zhishui.law.engine.act import YEAR_START, Act, Book, Node
from zhishui.law.engine.formula import Formula, LawError
from zhishui.law.engine.inputs import Records
from zhishui.law.engine.laws import Library
from zhishui.law.engine.lint import lint
from zhishui.law.engine.parameters import Parameter
from zhishui.law.engine.unitcheck import check_units
from zhishui.law.engine.units import DAY


def link(act: Act, parameters: dict[str, Parameter], library: Library) -> Book:
    """Check and join an act; LawError names the first thing that is wrong."""
    versions = _versions([rule for rule in act.rules if not rule.code])
    refusals = tuple(rule for rule in act.rules if rule.code)
    exceptions = _exceptions(versions)
    nodes = _nodes(act, parameters, versions)
    graph = {name: _needs(name, versions, exceptions) for name in versions}
    used = _reached(act, refusals, graph, nodes)
    for rule in act.rules:
        _check(rule, nodes, library)
    _all_used(act, versions, used)
    own = {name: parameter for name, parameter in parameters.items() if name in used}
    for parameter in own.values():
        library.cite(parameter.article)
    fields = {one.name: tuple(f.name for f in one.fields) for one in act.inputs if isinstance(one, Records)}
    return Book(act, own, library, nodes, versions, exceptions, refusals, _ordered(act, graph, versions), fields)


def _versions(rules: list[Formula]) -> dict[str, tuple[Formula, ...]]:
    grouped: dict[str, list[Formula]] = defaultdict(list)
    for rule in rules:
        grouped[rule.name].append(rule)
    for name, group in grouped.items():
        group.sort(key=lambda rule: rule.since)
        for early, late in pairwise(group):
            if early.until is None or early.until >= late.since:
                raise LawError(f"{name}: two versions are in force on {late.since}")
    return {name: tuple(group) for name, group in grouped.items()}


def _exceptions(versions: dict[str, tuple[Formula, ...]]) -> dict[str, tuple[Formula, ...]]:
    found: dict[str, list[Formula]] = defaultdict(list)
    for rule in (rule for group in versions.values() for rule in group if rule.overrides):
        if rule.overrides not in versions:
            raise LawError(f"{rule.name}: overrides {rule.overrides}, which is no figure")
        found[rule.overrides].append(rule)
    return {name: tuple(group) for name, group in found.items()}


def _nodes(act: Act, parameters: dict[str, Parameter], versions: dict[str, tuple[Formula, ...]]) -> dict[str, Node]:
    nodes = [Node(YEAR_START, "年度第一天", DAY, "input")]
    for one in act.inputs:
        fields = one.fields if isinstance(one, Records) else (one,)
        each = one.name if isinstance(one, Records) else ""
        nodes += [Node(fact.name, fact.label, fact.unit, "input", each, fact.choices) for fact in fields]
    nodes += [Node(p.name, p.title, p.unit, "parameter") for p in parameters.values()]
    nodes += [_figure(group[-1]) for group in versions.values()]
    names = [node.name for node in nodes]
    if twice := {name for name in names if names.count(name) > 1}:
        raise LawError(f"{act.code}: {', '.join(sorted(twice))} means two things")
    return {node.name: node for node in nodes}


def _figure(rule: Formula) -> Node:
    return Node(rule.name, rule.title, rule.units()["return"][0], "figure", rule.each, rule.choices)


def _needs(name: str, versions: dict[str, tuple[Formula, ...]], exceptions: dict[str, tuple[Formula, ...]]) -> set[str]:
    own = {one for rule in versions[name] for one in rule.takes}
    return own | {one for e in exceptions.get(name, ()) for one in (e.name, e.when)}


def _reached(act: Act, refusals: tuple[Formula, ...], graph: dict[str, set[str]], nodes: dict[str, Node]) -> set[str]:
    """Walk from the public figures and refusals; every name met must be known."""
    waiting = [*act.figures, *(one for rule in refusals for one in rule.takes)]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in nodes:
            raise LawError(f"{act.code}: unknown name {name}")
        if name not in reached:
            reached.add(name)
            waiting += graph.get(name, ())
    return reached


def _all_used(act: Act, versions: dict[str, tuple[Formula, ...]], used: set[str]) -> None:
    facts = {f.name for one in act.inputs for f in (one.fields if isinstance(one, Records) else (one,))}
    if unused := (facts | set(versions)) - used:
        raise LawError(f"{act.code}: nothing uses {', '.join(sorted(unused))}")


def _check(rule: Formula, nodes: dict[str, Node], library: Library) -> None:
    lint(rule)
    for article in rule.articles:
        library.cite(article)
    for name in rule.takes:
        if name not in nodes:
            raise LawError(f"{rule.name}: unknown name {name}")
    available = {
        name: (nodes[name].unit, bool(nodes[name].each) and nodes[name].each != rule.each) for name in rule.takes
    }
    check_units(rule, available)


def _ordered(act: Act, graph: dict[str, set[str]], versions: dict[str, tuple[Formula, ...]]) -> tuple[str, ...]:
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise LawError(f"{act.code}: a figure depends on itself: {' → '.join(error.args[1])}") from error
    return tuple(name for name in order if name in versions)
