"""Is each department's contract a sound JSON Schema that speaks the catalogue's words, and do we read by it?"""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from exchange_kit import BY_PLACE, EXAMPLES, contract_of, csv_text, good_row, json_text
from zhishui import catalogue
from zhishui.catalogue.types.asking import QuestionType
from zhishui.kernel import Refused
from zhishui.person.exchange.queries import HOME, schema_file
from zhishui.person.exchange.rules import CHECKS, FORMATS
from zhishui.person.exchange.services import read_content


PLACES = sorted(BY_PLACE)
FLAT = {
    "title",
    "$ref",
    "type",
    "enum",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "x-fix",
    "x-private",
}
TYPES = {
    QuestionType.TEXT: "string",
    QuestionType.MONEY: "string",
    QuestionType.PERCENT: "string",
    QuestionType.WHOLE: "integer",
    QuestionType.FLAG: "boolean",
    QuestionType.DATE: "string",
    QuestionType.MONTH: "string",
    QuestionType.CHOICE: "string",
}


def documents() -> dict[str, dict]:
    return {place: json.loads(schema_file(contract_of(place)).read_text("utf-8")) for place in PLACES}


def common() -> dict:
    return json.loads((HOME / "common.schema.json").read_text("utf-8"))


def whole_validator(place: str) -> Draft202012Validator:
    """Read the published file as any department's own tools would, by its references."""
    shared = Resource.from_contents(common())
    registry = Registry().with_resource(common()["$id"], shared)
    return Draft202012Validator(documents()[place], registry=registry, format_checker=FORMATS)


def test_there_is_an_example_for_every_contract():
    assert sorted(EXAMPLES) == PLACES


@pytest.mark.parametrize("place", PLACES)
def test_a_contract_is_a_valid_flat_schema(place: str):
    document = documents()[place]
    Draft202012Validator.check_schema(document)
    assert document["additionalProperties"] is False
    assert document["$id"] == f"urn:zhishui:contract:{place.replace('/', ':')}"
    # Import checks field by field, which is only the same as the schema while nothing reaches across fields.
    assert set(document) == {
        "$schema",
        "$id",
        "title",
        "type",
        "additionalProperties",
        "required",
        "properties",
        "x-zhishui",
    }
    for schema in document["properties"].values():
        assert set(schema) <= FLAT


@pytest.mark.parametrize("place", PLACES)
def test_a_contract_lies_where_it_says_and_explains_itself(place: str):
    contract = contract_of(place)
    assert schema_file(contract).is_file()
    titles = [spec.title for spec in contract.fields.values()]
    assert len(titles) == len(set(titles))
    assert all(spec.fix and spec.title for spec in contract.fields.values())
    assert set(contract.checks) <= set(CHECKS)
    dated = {
        contract.period,
        contract.valid_from,
        contract.valid_until,
        contract.kind_field,
        contract.also_number,
        contract.also_name,
    }
    assert dated - {""} <= set(contract.fields)


@pytest.mark.parametrize("place", PLACES)
def test_a_contract_speaks_the_vocabulary(place: str):
    contract, vocabulary = contract_of(place), catalogue.load().vocabulary
    fact = vocabulary.facts[contract.fact]
    assert contract.department in fact.departments
    assert contract.department_title == vocabulary.departments[contract.department]
    assert contract.key == fact.key
    sent = {*contract.value_fields, *contract.carries}
    assert sent == {field.id for field in fact.fields}
    assert contract.period in {fact.dated, "year"}
    for field in fact.fields:
        spec = contract.fields[contract.carries.get(field.id, field.id)]
        assert spec.type == TYPES[field.type], field.id
        assert spec.required == field.required, field.id
        if field.choices:
            assert set(spec.schema["enum"]) <= {choice.value for choice in field.choices}


def test_every_fact_a_department_holds_can_be_sent():
    promised = {(contract.department, contract.fact) for contract in BY_PLACE.values()}
    held = {
        (department, fact.name)
        for fact in catalogue.load().vocabulary.facts.values()
        for department in fact.departments
    }
    assert held == promised


@pytest.mark.parametrize("place", PLACES)
def test_a_good_record_is_read_from_csv_and_json_alike(place: str):
    row = good_row(place)
    assert list(whole_validator(place).iter_errors(row)) == []
    contract = contract_of(place)
    from_csv = read_content(contract=contract, content=csv_text(row).encode(), is_json=False)
    from_json = read_content(contract=contract, content=json_text(row).encode(), is_json=True)
    assert from_csv.entries == from_json.entries
    assert set(from_csv.entries[0].value) >= {name for name in EXAMPLES[place] if name in contract.value_fields}


def is_read(place: str, row: dict[str, object]) -> bool:
    try:
        read_content(contract=contract_of(place), content=json_text(row).encode(), is_json=True)
    except Refused:
        return False
    return True


SPOILED = [
    "",
    "=1+1",
    "2025-13",
    "2025-02-30",
    "1,000.00",
    "１２３",
    "-1",
    "1e5",
    "0.005",
    "\u202e好",
    1.5,
    10**20,
    True,
    [],
    {},
    "a\x00b",
    "x" * 200,
]


@pytest.mark.parametrize("place", PLACES)
def test_import_refuses_exactly_what_the_published_schema_refuses(place: str):
    contract, validator = contract_of(place), whole_validator(place)
    for name in contract.fields:
        for value in SPOILED:
            row = good_row(place) | {name: value}
            lawful = not list(validator.iter_errors(row))
            if value == "" and not contract.fields[name].required:
                continue  # an empty cell is an absent one
            accepted = is_read(place, row)
            across = lawful and bool(contract.checks)  # a check that reaches across fields may refuse more
            assert accepted == lawful or across, (name, value)


@pytest.mark.parametrize("place", PLACES)
def test_a_missing_required_field_is_named_in_chinese(place: str):
    contract = contract_of(place)
    for name, spec in contract.fields.items():
        if spec.required:
            content = json_text(good_row(place, **{name: None})).encode()
            with pytest.raises(Refused) as caught:
                read_content(contract=contract, content=content, is_json=True)
            problem = caught.value.problems[0]
            assert problem.field == f"rows[1].{name}"
            assert problem.message.startswith(f"第1条“{spec.title}”是空的：")
