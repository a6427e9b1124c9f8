"""Whatever bytes a department drops: an accepted batch or a refusal in Chinese, never anything else."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange_kit import BY_PLACE, contract_of, csv_text, good_row, json_text
from zhishui.kernel import Fen, Refused, canonical_json
from zhishui.person.exchange.services import read_content
from zhishui.person.exchange.types import Batch


PLACES = st.sampled_from(sorted(BY_PLACE))
PAY = "natural_person_tax/withholding"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def read(place: str, content: bytes, *, is_json: bool) -> Batch | None:
    try:
        return read_content(contract=contract_of(place), content=content, is_json=is_json)
    except Refused as refusal:
        for problem in refusal.problems:
            assert problem.message.endswith("。")
            assert not problem.message.isascii()
            assert all(unicodedata.category(mark)[0] != "C" for mark in problem.message + problem.field)
            assert len(problem.message) < 400
        return None


@given(PLACES, st.binary(max_size=400), st.booleans())
def test_any_bytes_get_an_answer(place: str, content: bytes, is_json: bool):
    assert read(place, content, is_json=is_json) is None


@settings(max_examples=200)
@given(PLACES, st.data())
def test_any_value_in_any_field_gets_an_answer_and_what_is_kept_is_canonical(place: str, data: st.DataObject):
    name = data.draw(st.sampled_from(sorted(contract_of(place).fields)))
    batch = read(
        place, json_text(good_row(place) | {name: data.draw(JSON)}).encode("utf-8", "surrogatepass"), is_json=True
    )
    if batch is not None:
        assert canonical_json(dict(batch.entries[0].value))


@settings(max_examples=200)
@given(PLACES, st.data(), st.text(max_size=40))
def test_any_cell_gets_an_answer(place: str, data: st.DataObject, cell: str):
    name = data.draw(st.sampled_from(sorted(contract_of(place).fields)))
    content = csv_text(good_row(place) | {name: cell}).encode("utf-8", "replace")
    read(place, content, is_json=False)


@given(st.integers(0, 10**15 - 1))
def test_every_amount_up_to_ten_trillion_yuan_is_kept_to_the_fen(fen: int):
    batch = read(PAY, csv_text(good_row(PAY, income=Fen(fen).yuan())).encode(), is_json=False)
    assert batch is not None
    assert Fen.of_yuan(batch.entries[0].value["income"]) == Fen(fen)


@given(st.permutations(range(1, 13)))
def test_the_order_of_rows_and_columns_does_not_matter(months: list[int]):
    rows = [good_row(PAY, record_id=f"R-{month}", month=f"2025-{month:02d}") for month in months]
    turned = [dict(reversed(row.items())) for row in rows]
    batch = read(PAY, csv_text(*turned).encode(), is_json=False)
    assert batch is not None
    assert sorted(entry.period for entry in batch.entries) == [f"2025-{month:02d}" for month in range(1, 13)]
