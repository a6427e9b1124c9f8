"""What ran, how long it took, and what did not run and why?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from zhishui.doors.cli.testing.checks import Checked
from zhishui.doors.cli.testing.pytests import Result


@dataclass(slots=True)
class Report:
    """Everything one `zs test` did and could not do."""

    checks: list[Checked] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    def passed(self) -> bool:
        """Say whether nothing failed and at least something ran."""
        ran = self.checks or any(result.passed for result in self.results)
        return bool(ran) and all(c.ok for c in self.checks) and not any(r.failed for r in self.results)


def show(report: Report, *, seconds: float, full: bool) -> None:
    """Print the tables; the last line is the one that CI reads."""
    print("\n── 跑了什么")
    for check in report.checks:
        print(f"  {check.name:<10} {'通过' if check.ok else '未通过':<24} {check.seconds:7.1f} 秒")
    for result in report.results:
        counts = f"{result.passed} 通过 {result.failed} 失败 {result.skipped} 跳过"
        print(f"  {result.part:<10} {counts:<24} {result.seconds:7.1f} 秒  {result.database}")
    _show_not_run(report)
    _show_sizes(report, full=full)
    passed = sum(check.ok for check in report.checks) + sum(result.passed for result in report.results)
    failed = sum(not check.ok for check in report.checks) + sum(result.failed for result in report.results)
    skipped = sum(result.skipped for result in report.results)
    print(f"\n共 {seconds:.0f} 秒；检查和测试合计：")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")


def _show_not_run(report: Report) -> None:
    # What one database skipped and the other ran has been run.
    ran = {test for result in report.results for test in result.ran}
    reasons: dict[str, list[str]] = defaultdict(list)
    for result in report.results:
        for reason, test in result.skips:
            if test not in ran:
                reasons[f"{reason}（{result.database}）"].append(test)
    print("\n── 没有跑的，和原因")
    for line in report.not_run:
        print(f"  {line}")
    for reason, tests in reasons.items():
        print(f"  {len(tests)} 项：{reason}  例：{tests[0]}")
    if not report.not_run and not reasons:
        print("  无")


def _show_sizes(report: Report, *, full: bool) -> None:
    sizes = [(result, size) for result in report.results for size in result.sizes]
    if not sizes:
        return
    print("\n── 规模（本次按完整规模）" if full else "\n── 规模（完整规模用 ./zs test --full 部分名）")
    for result, size in sizes:
        whole = size.get("full", size["size"])
        print(
            f"  {size['test']}：{size['size']} / {whole}，种子 {size.get('seed', '无')}，"
            f"{size['took']} 秒，{result.database}"
        )
