"""What went wrong, and what can the person do about it?"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal, the same for pages, API and command line.

    `code` is stable English kebab-case; `message` is one Chinese sentence that
    says what to do; `field` is the path of the input it is about ("" = all).
    `allowed` names the actions that are possible instead (for 409).
    """

    code: str
    message: str
    field: str = ""
    allowed: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Give plain data for JSON; empty parts are left out."""
        return {name: list(part) if isinstance(part, tuple) else part for name, part in asdict(self).items() if part}


class Refused(Exception):  # noqa: N818  an expected answer, not a fault in our code
    """A verb will not do what was asked; nothing has been written.

    `status` is the HTTP meaning of the refusal: 404 hidden or absent,
    409 not allowed now, 422 bad input, 503 cannot be done safely now.
    """

    def __init__(self, *problems: Problem, status: int = 422) -> None:
        super().__init__("; ".join(f"{p.code}: {p.message}" for p in problems))
        self.problems = problems
        self.status = status


TITLES = {
    400: "请求读不懂",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种方法",
    409: "现在不能这样做",
    413: "内容太大",
    414: "地址太长",
    415: "不支持这种格式",
    422: "内容有误",
    429: "太频繁了",
    500: "我们出错了",
    503: "暂时不能办",
}


def problem_document(status: int, problems: tuple[Problem, ...] = ()) -> dict[str, object]:
    """Give the body of an RFC 9457 problem+json answer; the first problem speaks for all."""
    title = TITLES.get(status, "没有办成")
    said = problems or (Problem(f"http-{status}", f"{title}，请检查后再试。"),)
    return {
        "type": f"urn:zhishui:problem:{said[0].code}",
        "title": title,
        "status": status,
        "detail": said[0].message,
        **said[0].as_dict(),
        "problems": [problem.as_dict() for problem in said],
    }


def refuse(code: str, message: str, *, field: str = "", status: int = 422, allowed: tuple[str, ...] = ()) -> Refused:
    """Make the `Refused` of a single problem, to be raised by the caller."""
    return Refused(Problem(code, message, field, allowed), status=status)
