"""What does a YAML file of ours say? Read strictly, so that a slip is found at load, not by a citizen.

YAML as commonly read turns `on` and `no` into booleans, `1.10` into a float,
`2025-03-18` into a date and lets the second of two equal keys win. Here only
null, true, false and whole numbers are not text, and a key comes once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

import yaml

from zhishui.kernel import Json, Refused, refuse


CODE = "catalogue-invalid"


class _Strict(yaml.SafeLoader):
    """PyYAML's safe loader with our few scalars, unique keys and no aliases."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  PyYAML's own attribute

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_event().start_mark  # type: ignore[no-untyped-call]  # left out of PyYAML's stubs
            raise _slip("不用别名（*），请把内容写全", mark)
        return super().compose_node(parent, index)

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002  PyYAML's signature
    ) -> dict[object, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != "tag:yaml.org,2002:str":
                raise _slip("键要写成文字", key.start_mark)
            if key.value in seen:
                raise _slip(f"键“{key.value}”写了两次", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _slip(message: str, mark: yaml.Mark) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, message, mark)


def _resolver(tag: str, pattern: str, first: str) -> None:
    _Strict.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), list(first))


_resolver("null", r"null", "n")
_resolver("bool", r"true|false", "tf")
_resolver("int", r"-?(?:0|[1-9][0-9]{0,15})", "-0123456789")


def read_yaml(path: Path) -> Json:
    """Give the file's content; `Refused` names file and line when it is not YAML as we write it."""
    try:
        return cast("Json", yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict))  # noqa: S506  a stricter SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}:{mark.line + 1}" if mark else path.name
        raise refuse(
            CODE, f"{where} 读不懂：{getattr(error, 'problem', error)}", field=path.name, status=503
        ) from error


class Node:
    """One mapping of a file, which knows where it stands so that a refusal can say so."""

    def __init__(self, value: Json, where: str, allowed: str) -> None:
        """Take a mapping; `allowed` lists its keys, separated by blanks: any other is refused."""
        self.where = where
        if not isinstance(value, dict):
            raise self.wrong("这里要写成“键: 值”")
        self.value = value
        for key in value:
            if key not in allowed.split():
                raise self.wrong(f"不认识“{key}”，可以写的有：{allowed}", key)

    def wrong(self, message: str, key: str = "") -> Refused:
        """Make the refusal for this place, or for one key of it."""
        path = f"{self.where}.{key}" if key else self.where
        return refuse(CODE, f"{path}：{message}", field=path, status=503)

    def __contains__(self, key: str) -> bool:
        return key in self.value

    def raw(self, key: str) -> Json:
        """Give a value as written; it must be there."""
        if key not in self.value:
            raise self.wrong(f"缺少“{key}”")
        return self.value[key]

    def text(self, key: str, default: str | None = None) -> str:
        """Give text; a number is not text, so `"10"` has to be quoted."""
        value = self.raw(key) if default is None else self.value.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong("要写文字（数字请加引号）", key)
        return value.strip()

    def flag(self, key: str, *, default: bool) -> bool:
        """Give true or false."""
        value = self.value.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong("只能写 true 或 false", key)
        return value

    def whole(self, key: str, default: int) -> int:
        """Give a whole number."""
        value = self.value.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong("要写整数", key)
        return value

    def items(self, key: str) -> list[Json]:
        """Give a list; none when the key is left out."""
        value = self.value.get(key, [])
        if not isinstance(value, list):
            raise self.wrong("要写成列表", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts."""
        items = self.items(key)
        if not all(isinstance(item, str) for item in items):
            raise self.wrong("列表里每一项都要写文字", key)
        return tuple(cast("list[str]", items))

    def nodes(self, key: str, allowed: str) -> Iterator[Node]:
        """Give each mapping of a list."""
        for index, item in enumerate(self.items(key)):
            yield Node(item, f"{self.where}.{key}[{index}]", allowed)

    def node(self, key: str, allowed: str) -> Node:
        """Give the mapping under a key; it must be there."""
        return Node(self.raw(key), f"{self.where}.{key}", allowed)

    def pairs(self, key: str) -> Mapping[str, Json]:
        """Give a mapping with keys of its own, none when left out."""
        value = self.value.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong("这里要写成“键: 值”", key)
        return value

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """Give a text that must be one of a few."""
        value, known = self.text(key, default), list(allowed)
        if value not in known:
            raise self.wrong(f"只能写：{'、'.join(known)}", key)
        return value
