"""Are personal numbers and credit codes read as the standards say, without telling them on?"""

from __future__ import annotations

from datetime import date

import pytest

from zhishui.kernel import Problem, Refused
from zhishui.kernel.identifiers import (
    PersonNumber,
    PersonNumberKind,
    Uscc,
    mask,
    person_number,
    person_with_check_digit,
    read_person_number,
    read_uscc,
    uscc,
    uscc_with_check_digit,
)


def refusal(reading: object) -> Problem:
    assert isinstance(reading, Problem), reading
    return reading


def test_the_standards_own_example_is_read():
    # GB 11643-1999 prints 11010519491231002X as its worked example.
    reading = person_number("11010519491231002x")
    assert reading == PersonNumber("11010519491231002X", PersonNumberKind.RESIDENT_ID, date(1949, 12, 31))


def test_the_credit_codes_worked_example_is_read():
    # GB 32100-2015 annex: 91350100M000100Y43.
    assert uscc(" 91350100m000100y43 ") == Uscc("91350100M000100Y43", "350100")


@pytest.mark.parametrize(
    ("first6", "kind"),
    [
        ("810000", PersonNumberKind.RESIDENCE_PERMIT),
        ("820000", PersonNumberKind.RESIDENCE_PERMIT),
        ("830000", PersonNumberKind.RESIDENCE_PERMIT),
        ("931840", PersonNumberKind.FOREIGNER_CARD),
        ("511781", PersonNumberKind.RESIDENT_ID),
        ("330113", PersonNumberKind.RESIDENT_ID),
        ("380102", PersonNumberKind.RESIDENT_ID),
    ],
)
def test_every_kind_of_holder_is_read(first6: str, kind: PersonNumberKind):
    number = person_with_check_digit(first6 + "19850101" + "123")
    assert person_number(number).kind is kind


def test_village_collectives_and_other_lettered_codes_are_read():
    for first2 in ("N2", "N1", "Y1", "A1", "92", "93", "12", "5X"):
        number = uscc_with_check_digit(first2 + "380102" + "MA0000001")
        assert isinstance(read_uscc(number), Uscc)


def test_full_width_and_blanks_are_forgiven():
    assert person_number("\t１１０１０５１９４９１２３１００２ｘ\n").number == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110105491231002", "old-person-number"),
        ("110105194912310021", "person-number-check"),
        ("1101051949123100", "bad-person-number"),
        ("A1010519491231002X", "bad-person-number"),
        ("01010519491231002X", "bad-person-number"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "bad-person-number"),
        ("9.11E+17", "bad-person-number"),
        ("", "bad-person-number"),
        ("1" * 5000, "bad-person-number"),
        (person_with_check_digit("38010220250229001"), "person-number-birth"),
        (person_with_check_digit("38010217000101001"), "person-number-birth"),
        (person_with_check_digit("38010220260317001"), "person-number-birth"),
    ],
)
def test_a_wrong_personal_number_gets_its_own_sentence(text: str, code: str):
    problem = refusal(read_person_number(text, field="rows[3].id", on=date(2026, 3, 16)))
    assert (problem.code, problem.field) == (code, "rows[3].id")
    assert len(text) < 6 or text not in problem.message


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_are_never_used_are_refused(letter: str):
    problem = refusal(read_uscc(f"91350100M00010{letter}Y43"))
    assert problem.code == "bad-uscc"


def test_a_slip_in_a_credit_code_is_refused():
    assert refusal(read_uscc("91350100M000100Y44")).code == "uscc-check"


def test_the_raising_readers_raise():
    with pytest.raises(Refused, match="bad-uscc"):
        uscc("91350100M000")
    with pytest.raises(Refused, match="person-number-check"):
        person_number("110105194912310021")


def test_a_birth_in_the_future_is_only_refused_when_the_day_is_known():
    assert person_number(person_with_check_digit("38010220990101001")).born_on == date(2099, 1, 1)


def test_masking_hides_the_birth_date_and_keeps_the_ends():
    assert mask("11010519491231002X") == "1101**********002X"
    assert mask("12345678") == "********"
