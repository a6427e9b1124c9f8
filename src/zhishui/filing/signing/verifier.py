"""Is this receipt genuine, and what does it say? No Django, no database, no network.

Everything that is not exactly as we issue it is refused, with one reason in
Chinese; no input makes this raise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhishui.filing.signing import claims, receipt, sealed
from zhishui.filing.signing.trust import Trust
from zhishui.filing.signing.types import Broken, Check, Claims, Report


CHECKS: Mapping[str, str] = {
    "layout": "签名覆盖整个文件",
    "seal": "电子印章",
    "time": "时间戳",
    "certificates": "证书",
    "attachment": "回执数据",
    "taxpayer": "纳税人签名",
    "event": "日志记录的就是这份申报",
    "log": "记录在公开日志里",
}


@dataclass(slots=True)
class _Trail:
    """Which checks have been begun; the last one is the one that failed, if any did."""

    begun: list[str] = field(default_factory=list)

    def checks(self, why: str = "") -> tuple[Check, ...]:
        """Give what held, then what did not."""
        last = len(self.begun) - 1
        return tuple(
            Check(code, CHECKS[code], not (why and at == last), why if at == last else "")
            for at, code in enumerate(self.begun)
        )


def verify(pdf: bytes, trust: Trust) -> Report:
    """Give the verdict on a file."""
    trail = _Trail()
    try:
        found = _examine(pdf, trust, trail)
    except Broken as broken:
        return _refused(trail, trust, str(broken))
    except Exception:  # noqa: BLE001  a verifier that raises invites a caller who catches and goes on
        return _refused(trail, trust, "文件读不懂，不能证明是真的。")
    return Report(ok=True, demo=trust.demo, checks=trail.checks(), claims=found)


def _refused(trail: _Trail, trust: Trust, why: str) -> Report:
    return Report(ok=False, demo=trust.demo, checks=trail.checks(why), why=why)


def _examine(pdf: bytes, trust: Trust, trail: _Trail) -> Claims:
    begin = trail.begun.append
    begin("layout")
    envelope = sealed.open_file(pdf)
    begin("seal")
    certificate = sealed.check_seal(envelope, trust)
    begin("time")
    at, stamper = sealed.check_time(envelope, trust)
    begin("certificates")
    sealed.check_validity(trust, (certificate, stamper), at)
    begin("attachment")
    parts = receipt.parse(receipt.attachment(pdf))
    begin("taxpayer")
    receipt.check_taxpayer(parts)
    begin("event")
    receipt.check_event(parts)
    begin("log")
    head = receipt.check_log(parts, trust)
    return claims.read(parts, sealed.Seal(sealed.common_name(certificate), at), head)
