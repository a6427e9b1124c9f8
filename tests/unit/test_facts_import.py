"""Is a department's file kept whole or not at all, once, with its contradictions in sight?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from exchange_kit import csv_text, good_row, json_text
from zhishui.journal.models import Event
from zhishui.kernel import Acting, Period, Ref, Refused
from zhishui.kernel.identifiers import uscc_with_check_digit
from zhishui.person.facts.importing import request_of
from zhishui.person.facts.models import Fact
from zhishui.person.facts.queries import facts_brought_by, facts_of
from zhishui.person.facts.services import import_file
from zhishui.person.facts.types import FactView, ImportReport
from zhishui.person.identity.models import Taxpayer
from zhishui.person.identity.queries import taxpayer_by_number


pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
CLI = Acting(Ref("system", "operator", "test"), None, "system:test")
PAY = "natural_person_tax/withholding"


def drop(
    folder: Path, *rows: dict[str, object], place: str = PAY, at: datetime = AT, by: Acting = CLI, name: str = ""
) -> ImportReport:
    department, record = place.split("/")
    path = folder / (name or f"{record}.csv")
    path.write_text(json_text(*rows) if path.suffix == ".json" else csv_text(*rows))
    return import_file(department=department, path=path, by=by, at=at)


def known(name: str = "income.payment", period: str = "2025") -> tuple[FactView, ...]:
    person = taxpayer_by_number("380102198804120025")
    return facts_of(person.ref, [name], Period.parse(period))


def test_a_row_becomes_a_fact_with_its_source(tmp_path: Path):
    report = drop(tmp_path, good_row(PAY))
    assert (report.rows, report.recorded.new, report.new_taxpayers) == (1, 1, 1)
    (fact,) = known()
    assert fact.value["tax"] == "110.25"
    assert (fact.source.department, fact.source.record) == ("natural_person_tax", "R-1")
    assert (fact.source.retrieved_at, fact.source.purpose) == (AT, "iit-settlement")
    assert fact.source.request_id == request_of(report.sha256)
    assert not fact.disputed
    assert not fact.conflicting


def test_the_journal_tells_of_the_file_without_its_content(tmp_path: Path):
    report = drop(tmp_path, good_row(PAY))
    event = Event.objects.get(name="exchange.file.imported")
    data = json.loads(event.data)
    assert data["sha256"] == report.sha256
    assert (data["rows"], data["new"], data["fact"]) == (1, 1, "income.payment")
    assert "陈静" not in event.data
    assert "17000" not in event.data


def test_one_wrong_row_of_many_leaves_nothing_behind(tmp_path: Path):
    rows = [good_row(PAY, record_id=f"R-{n}", month=f"2025-{n:02d}") for n in range(1, 13)]
    with pytest.raises(Refused) as caught:
        drop(tmp_path, *rows, good_row(PAY, record_id="R-13", month="2025-13"))
    assert caught.value.problems[0].field == "rows[14].month"
    assert (Fact.objects.count(), Taxpayer.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_contradiction_found_late_rolls_back_the_new_people_too(tmp_path: Path):
    drop(tmp_path, good_row(PAY))
    before = Event.objects.count()
    other = good_row(PAY, record_id="R-2", taxpayer_number="380102199009030017", taxpayer_name="李伟")
    with pytest.raises(Refused) as caught:
        drop(tmp_path, other, good_row(PAY, record_id="R-3", month="2025-04", taxpayer_name="陈晶"))
    assert caught.value.problems[0].message == "第3行“姓名”名称和这个号码已经登记的不一致：请核对号码和名称哪个错了。"
    assert (Fact.objects.count(), Taxpayer.objects.count(), Event.objects.count()) == (1, 1, before)


def test_the_same_file_again_changes_nothing(tmp_path: Path):
    drop(tmp_path, good_row(PAY))
    report = drop(tmp_path, good_row(PAY), at=AT + timedelta(days=1))
    assert (report.recorded.new, report.recorded.known) == (0, 1)
    assert Fact.objects.count() == 1


def test_equal_content_spelt_otherwise_is_the_same(tmp_path: Path):
    drop(tmp_path, good_row(PAY))
    assert drop(tmp_path, good_row(PAY, income="17000.0"), name="withholding.json").recorded.known == 1


def test_other_content_under_one_number_stands_beside_the_first(tmp_path: Path):
    drop(tmp_path, good_row(PAY))
    report = drop(tmp_path, good_row(PAY, tax="210.25"), at=AT + timedelta(days=1))
    assert report.recorded.conflicting == 1
    assert "两个版本都留着" in report.notices[0]
    (fact,) = known()  # one record, never added up twice
    assert fact.value["tax"] == "210.25"
    assert fact.conflicting
    assert [other.value["tax"] for other in fact.others] == ["110.25"]


def test_an_old_file_found_again_does_not_win_over_the_correction(tmp_path: Path):
    drop(tmp_path, good_row(PAY))
    drop(tmp_path, good_row(PAY, tax="210.25"))
    report = drop(tmp_path, good_row(PAY))
    assert report.recorded.outdated == 1
    assert known()[0].value["tax"] == "210.25"


def test_the_same_payment_under_a_second_number_is_refused(tmp_path: Path):
    drop(tmp_path, good_row(PAY))
    with pytest.raises(Refused, match="同一件事已经用另一个编号报过"):
        drop(tmp_path, good_row(PAY, record_id="R-9", tax="1.00"))


def test_a_record_number_does_not_move_to_another_person(tmp_path: Path):
    drop(tmp_path, good_row(PAY))
    with pytest.raises(Refused, match="以前属于另一个人"):
        drop(tmp_path, good_row(PAY, taxpayer_number="380102199009030017", taxpayer_name="李伟"))


def test_only_facts_of_the_period_are_given(tmp_path: Path):
    months = ("2024-12", "2025-01", "2025-12", "2026-01")
    drop(tmp_path, *(good_row(PAY, record_id=f"R-{month}", month=month) for month in months))
    assert [fact.period for fact in known()] == ["2025-01", "2025-12"]
    place = "housing_fund/loan"
    drop(tmp_path, good_row(place, until="2024-12"), place=place)
    assert known("housing.loan") == ()
    assert len(known("housing.loan", "2024")) == 1


def test_a_firm_and_its_representative_become_known(tmp_path: Path):
    place = "market_regulation/firm"
    number = uscc_with_check_digit("92380102MA0000640")
    shop = good_row(place, record_id="R-2", taxpayer_number=number, taxpayer_name="和城青禾食品商行", kind="个体工商户")
    report = drop(tmp_path, good_row(place), shop, place=place, name="firm.json")
    assert report.new_taxpayers == 3
    assert taxpayer_by_number(number).kind == "individual_business"
    firm = taxpayer_by_number("91380102MA0000015E")
    assert firm.kind == "enterprise"
    assert taxpayer_by_number("380103197506010030").kind == "natural_person"
    assert len(facts_brought_by(request_of(report.sha256))) == 2
    (fact, _) = facts_brought_by(request_of(report.sha256), name="registry.firm")
    assert fact.taxpayer == firm.ref
    assert fact.value["uscc"] == "91380102MA0000015E"
    assert "legal_representative_name" not in fact.value


def test_nobody_imports_in_a_taxpayers_name(tmp_path: Path):
    person = Acting(Ref("person", "account", "1"), Ref("person", "taxpayer", "x"), "self")
    for by in (person, Acting(Ref("person", "account", "2"), None, "staff:auditor")):
        with pytest.raises(Refused) as caught:
            drop(tmp_path, good_row(PAY), by=by)
        assert caught.value.status == 404


def test_the_table_refuses_to_forget(tmp_path: Path):
    drop(tmp_path, good_row(PAY))
    for statement in ("UPDATE facts_fact SET value = '{}'", "DELETE FROM facts_fact"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert known()[0].value["tax"] == "110.25"


def test_a_wrong_interval_is_refused_by_the_table():
    row = Fact(
        id="1",
        taxpayer="t",
        shard=2000,
        name="n",
        value="{}",
        digest="d",
        key="k",
        department="d",
        record_id="r",
        version=1,
        retrieved_at=AT,
        recorded_at=AT,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
