"""Make an installation in which people wait with finished returns: tables, keys, facts, drafts.

    python -m faults.prepare PEOPLE

Facts come by department file and drafts by the counter's verbs, as in the product.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from faults import desk


PERIOD = "2025"
EMPLOYER = "A9380100MA0000000"  # of the division code that was never assigned


def main(people: int) -> None:
    desk.start()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    numbers = list(_numbers(people))
    _import("natural_person_tax", "withholding", _wages(numbers))
    _import("natural_person_tax", "bank_account", _accounts(numbers))
    made = [_draft(number, index) for index, number in enumerate(numbers)]
    (Path(settings.ZHISHUI_DATA) / "drafts.json").write_text(json.dumps(made))
    connection.close()  # the last one out moves the log into the database: one file to copy


def _numbers(people: int) -> Iterator[str]:
    from zhishui.kernel.identifiers import person_with_check_digit

    for index in range(people):
        born = date(1970 + index % 30, 1 + index % 12, 1 + index % 28)
        yield person_with_check_digit(f"380100{born:%Y%m%d}{index:03d}")


def _wages(numbers: list[str]) -> Iterator[dict[str, Any]]:
    """Give everyone a year of wages: some owe, some are owed, some neither."""
    from zhishui.kernel.identifiers import uscc_with_check_digit

    for index, number in enumerate(numbers):
        for month in range(1, 13):
            yield {
                "record_id": f"W{index}-{month}",
                "taxpayer_number": number,
                "taxpayer_name": name(index),
                "payer_name": "和城市示例有限公司",
                "payer_uscc": uscc_with_check_digit(EMPLOYER),
                "kind": "salary",
                "month": f"{PERIOD}-{month:02d}",
                "income": f"{8_000 + 1_700 * (index % 9)}.00",
                "special": "1200.00",
                "additional": "0.00",
                "tax": f"{270 * (index % 5)}.00",
            }


def _accounts(numbers: list[str]) -> Iterator[dict[str, Any]]:
    """Give everyone an account, or those who are owed money would have a question left."""
    for index, number in enumerate(numbers):
        yield {
            "record_id": f"B{index}",
            "taxpayer_number": number,
            "taxpayer_name": name(index),
            "bank": "和城市示例银行",
            "number": f"62000000{index:08d}",
        }


def name(index: int) -> str:
    """Give a person's name that no two share."""
    return "张" + "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{index:03d}")


def _import(department: str, record: str, rows: Iterator[dict[str, Any]]) -> None:
    from zhishui.kernel import Acting, Ref, ports
    from zhishui.person.facts import services as facts

    path = Path(os.environ["ZHISHUI_DATA"]) / f"{record}.json"
    path.write_text(json.dumps(list(rows), ensure_ascii=False))
    system = Acting(Ref("person", "account", "0"), None, "system:import")
    facts.import_file(department=department, path=path, by=system, at=ports.clock().now())


def _draft(number: str, index: int) -> dict[str, Any]:
    from zhishui.filing.counter import services as counter
    from zhishui.kernel import Acting, Period, Ref, ports
    from zhishui.person.identity import queries as people
    from zhishui.person.identity import services as identity

    at, system = ports.clock().now(), Acting(Ref("person", "account", "0"), None, "system:setup")
    person = people.taxpayer_by_number(number)
    assert person is not None
    account = identity.open_account(
        login=f"p{index}",
        password=None,
        full_name=person.name,
        person=person.ref,
        elder=False,
        demo_note="",
        by=system,
        at=at,
    )
    by = Acting(account, person.ref, "self")
    draft = counter.start(matter="SB09", period=Period.parse(PERIOD), by=by, at=at)
    counter.confirm_all(draft=draft.id, by=by, at=at)
    return {"draft": draft.id, "actor": str(account), "taxpayer": str(person.ref), "login": f"p{index}"}


if __name__ == "__main__":
    main(int(sys.argv[1]))
