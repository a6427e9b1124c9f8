"""How did pytest fare on one group of files? Read from its own JUnit report."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from zhishui.doors.cli.testing.parts import Group


NO_TESTS = 5
PLUGINS = ("-p", "plugins.database_bound", "-p", "plugins.outside_readers", "-p", "plugins.sizes")


@dataclass(slots=True)
class Result:
    """One part on one database."""

    part: str
    database: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    ran: set[str] = field(default_factory=set)
    skips: list[tuple[str, str]] = field(default_factory=list)
    sizes: list[dict[str, str]] = field(default_factory=list)


def run_pytest(group: Group, database: str, environment: dict[str, str], scratch: Path) -> list[Result]:
    """Run the group's files and give one result a part; nothing for an empty group."""
    if not group.files:
        return []
    print(f"── pytest {group.name} · {database}", flush=True)
    report = scratch / f"{uuid.uuid4().hex}.xml"
    # The other family of reports has no place for a test's size and seed.
    command = [sys.executable, "-m", "pytest", *PLUGINS, "-o", "junit_family=xunit1", f"--junitxml={report}"]
    command += ["-n", str(group.workers), "--dist", "loadfile"] if group.workers else []
    command += ["--database-bound"] if group.database_bound else []
    started = time.monotonic()
    code = subprocess.run([*command, *map(str, group.files)], env=environment, check=False).returncode
    return results(report, code, database, time.monotonic() - started)


def results(report: Path, code: int, database: str, seconds: float) -> list[Result]:
    """Give one result a part; `code` is pytest's own exit code."""
    found: dict[str, Result] = {}
    for case in ET.parse(report).iter("testcase") if report.exists() else ():
        # A file that could not be imported has its name where a test has its class.
        where = case.get("classname") or case.get("name") or ""
        part = where.split(".")[1:2] or ["?"]
        _count(found.setdefault(part[0], Result(part[0], database)), case)
    # pytest that broke off, or could not even collect, must not look like a pass.
    if code not in (0, NO_TESTS) and not any(result.failed for result in found.values()):
        found["pytest"] = Result("pytest", database, failed=1, seconds=seconds)
    return list(found.values())


def _count(result: Result, case: ET.Element) -> None:
    skip = case.find("skipped")
    name = f"{case.get('classname')}::{case.get('name')}"
    result.seconds += float(case.get("time", "0"))
    if case.find("failure") is not None or case.find("error") is not None:
        result.failed += 1
    elif skip is not None:
        result.skipped += 1
        result.skips.append((skip.get("message", ""), name))
    else:
        result.passed += 1
        result.ran.add(name)
    properties = {item.get("name", ""): item.get("value", "") for item in case.iter("property")}
    if "size" in properties:
        result.sizes.append({"test": name, "took": case.get("time", ""), **properties})
