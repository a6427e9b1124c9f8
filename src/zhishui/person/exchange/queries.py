"""Which contracts are there? The JSON Schema files beside this module."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from zhishui.kernel import refuse
from zhishui.person.exchange.types import Contract, ContractField


HOME = files("zhishui.person.exchange") / "contracts"
SUFFIX = ".schema.json"
ENVELOPE = ("record_id", "taxpayer_number", "taxpayer_name")


@cache
def contracts() -> tuple[Contract, ...]:
    """Give every contract, by department and record."""
    found = [
        read_contract(json.loads(file.read_text("utf-8")), _common())
        for folder in HOME.iterdir()
        if folder.is_dir()
        for file in folder.iterdir()
        if file.name.endswith(SUFFIX)
    ]
    return tuple(sorted(found, key=lambda contract: (contract.department, contract.record)))


def find_contract(department: str, record: str) -> Contract:
    """Give one contract; `Refused` names what there is."""
    own = [contract for contract in contracts() if contract.department == department]
    if not own:
        codes = "、".join(dict.fromkeys(contract.department for contract in contracts()))
        raise refuse("unknown-department", f"没有这个部门的交换约定，请用其中之一：{codes}。", field="department")
    for contract in own:
        if contract.record == record:
            return contract
    names = "、".join(contract.record for contract in own)
    message = f"看不出是哪一种记录，请把文件命名为“记录名.csv”，或用 --record 写明。这个部门有：{names}。"
    raise refuse("unknown-record", message, field="record")


def record_of_file(name: str) -> str:
    """Give the record name a file name starts with: "withholding-2025-2.csv" is withholding."""
    return name.rsplit("/", 1)[-1].split(".", 1)[0].split("-", 1)[0]


def schema_file(contract: Contract) -> Traversable:
    """Give the file that a department is shown."""
    return HOME / contract.department / f"{contract.record}{SUFFIX}"


def read_contract(document: Mapping[str, Any], common: Mapping[str, Any]) -> Contract:
    """Turn a schema document into what import needs."""
    terms = document["x-zhishui"]
    outside = {*ENVELOPE, *terms.get("envelope", ())}
    kinds, also = terms.get("taxpayer_kinds", {}), terms.get("also_person", {})
    return Contract(
        department=terms["department"],
        department_title=terms["department_title"],
        record=terms["record"],
        title=document["title"],
        fact=terms["fact"],
        subject=terms["subject"],
        purpose=terms["purpose"],
        fields=_columns(document, common),
        value_fields=tuple(name for name in document["properties"] if name not in outside),
        carries=terms.get("carries", {}),
        key=tuple(terms["key"]),
        period=terms.get("period", ""),
        valid_from=terms.get("valid_from", ""),
        valid_until=terms.get("valid_until", ""),
        checks=tuple(terms.get("checks", ())),
        kind_field=kinds.get("field", ""),
        individual_businesses=tuple(kinds.get("individual_business", ())),
        also_number=also.get("number", ""),
        also_name=also.get("name", ""),
    )


def _columns(document: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, ContractField]:
    return {
        name: _field(name, schema, common, name in document["required"])
        for name, schema in document["properties"].items()
    }


@cache
def _common() -> Mapping[str, Any]:
    document: dict[str, Any] = json.loads((HOME / f"common{SUFFIX}").read_text("utf-8"))
    return document


def _field(name: str, schema: Mapping[str, Any], common: Mapping[str, Any], required: bool) -> ContractField:  # noqa: FBT001  a plain flag of a private function
    shared = common["$defs"][schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else {}
    merged = {**shared, **{key: value for key, value in schema.items() if key != "$ref"}}
    return ContractField(
        name=name,
        title=merged["title"],
        type=merged["type"],
        format=merged.get("format", ""),
        required=required,
        private=merged.get("x-private", False),
        fix=merged["x-fix"],
        schema=merged,
    )
