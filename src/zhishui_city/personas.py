"""Who are the people one can log in as? Fixed, the same in every demo city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhishui_city.numbers import firm_number, person_number
from zhishui_city.types import Certificate, Claim, Fee, Firm, Home, Job, Person, Relative


DEMO_DAY = date(2026, 3, 16)
OWNER = (person_number("380103", date(1975, 6, 1), 1), "郑远山")  # of every firm the personas work for but one


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A demo login. `role` is "" for a taxpayer, or the staff role; `on` is the day it lives on."""

    login: str
    name: str
    note: str
    number: str = ""
    elder: bool = False
    role: str = ""
    office: str = ""
    on: date = DEMO_DAY


def firm(name: str, serial: int, head: Person | None = None, kind: str = "有限责任公司") -> Firm:
    """Make a firm of the demo city's first district."""
    return Firm(
        number=firm_number("91", "380102", serial),
        name=name,
        kind=kind,
        head_number=head.number if head else OWNER[0],
        head_name=head.name if head else OWNER[1],
        address=f"{'和城市云山区演示路'}{serial}号",
        established_on=date(2014, 5, 20),
    )


def personas() -> tuple[Persona, ...]:
    """Give the demo logins: six taxpayers, two members of staff."""
    taxpayers = (
        Persona(login=login, name=person.name, number=person.number, note=note, elder=elder)
        for login, person, note, elder in _cast()
    )
    return (
        *taxpayers,
        Persona(login="clerk", name="林晓", note="窗口经办人", role="clerk", office="和城市智慧税务服务中心"),
        Persona(login="auditor", name="何清", note="审计员，只看不办", role="auditor", office="和城市税务局督察内审处"),
    )


def persona_people() -> list[Person]:
    """Give what departments know of the six taxpayers."""
    return [person for _, person, _, _ in _cast()]


def _cast() -> tuple[tuple[str, Person, str, bool], ...]:
    return (
        ("chenjing", _chenjing(), "上班，兼职讲课，有一本证书没在单位扣：应退税", False),
        ("liwei", _liwei(), "两家单位同时发工资：要补税", False),
        ("zhaomin", _zhaomin(), "年中换了工作，收入不到12万元：免补税", False),
        ("wangfang", _wangfang(), "两个孩子都不到3岁，还没报扣除：先报再汇算", False),
        ("zhouguoping", _zhouguoping(), "退休后返聘，用长辈版：应退税", True),
        ("sunlei", _sunlei(), "公司法定代表人，有年终奖：不补不退", False),
    )


def _woman(born_on: date) -> str:
    return person_number("380102", born_on, 2)


def _man(born_on: date) -> str:
    return person_number("380102", born_on, 1)


def _chenjing() -> Person:
    born_on = date(1988, 4, 12)
    return Person(
        number=_woman(born_on),
        name="陈静",
        born_on=born_on,
        children=(Relative("周一诺", date(2016, 5, 20)),),
        parents=(Relative("陈国平", date(1957, 8, 3)),),
        jobs=(Job(firm=firm("和城远山科技有限公司", 1), salary=1_700_000),),
        fees=(Fee(firm("和城知行教育培训有限公司", 2), "labour", 8, 1_155_000),),
        loan=Home("DEMO-GJJ-2019-0627", "2019-08"),
        certificate=Certificate("会计专业技术资格（中级）", "DEMO-2025-4417", date(2025, 10, 28)),
        own_cost=231_000,
        bank_number="6200380100000627",
        entitled=(
            Claim(item="child_education", monthly=200_000, count=1, share_pct=100, who="周一诺"),
            Claim(item="mortgage_interest", monthly=100_000, share_pct=100),
            Claim(item="elder_shared", monthly=150_000, agreed_monthly=150_000, who="陈国平"),
        ),
    )


def _liwei() -> Person:
    born_on = date(1990, 9, 3)
    return Person(
        number=_man(born_on),
        name="李伟",
        born_on=born_on,
        only_child=True,
        jobs=(
            Job(firm=firm("和城星河软件有限公司", 3), salary=1_600_000),
            Job(
                firm=firm("和城长风数据服务有限公司", 4),
                salary=900_000,
                first=3,
                insured=False,
                fund_pct=0,
                knows_claims=False,
            ),
        ),
        lease=Home("DEMO-ZL-2024-1190", "2024-07", "2026-06"),
        bank_number="6200380100001190",
        entitled=(Claim(item="rent_pop_over_1m", monthly=110_000),),
    )


def _zhaomin() -> Person:
    born_on = date(1995, 12, 30)
    return Person(
        number=_woman(born_on),
        name="赵敏",
        born_on=born_on,
        jobs=(
            Job(firm=firm("和城瑞禾食品有限公司", 5), salary=990_000, last=6, fund_pct=0),
            Job(firm=firm("和城百川物流有限公司", 6), salary=1_000_000, first=7, fund_pct=0),
        ),
        bank_number="6200380100001995",
    )


def _wangfang() -> Person:
    born_on = date(1993, 2, 17)
    return Person(
        number=_woman(born_on),
        name="王芳",
        born_on=born_on,
        children=(Relative("刘子墨", date(2023, 5, 6)), Relative("刘子涵", date(2025, 9, 14))),
        jobs=(Job(firm=firm("和城明德医药有限公司", 7), salary=1_250_000),),
        bank_number="6200380100000217",
        entitled=(
            Claim(item="infant_care", monthly=200_000, count=1, share_pct=100, who="刘子墨"),
            Claim(item="infant_care", monthly=200_000, first=9, months=4, count=1, share_pct=100, who="刘子涵"),
        ),
        claimed=False,
    )


def _zhouguoping() -> Person:
    born_on = date(1958, 11, 2)
    return Person(
        number=_man(born_on),
        name="周国平",
        born_on=born_on,
        jobs=(Job(firm=firm("和城安居物业管理有限公司", 8), salary=320_000, insured=False, fund_pct=0),),
        fees=(Fee(firm("和城知行教育培训有限公司", 2), "labour", 6, 300_000),),
        bank_number="6200380100001958",
    )


def _sunlei() -> Person:
    born_on = date(1984, 2, 19)
    person = Person(
        number=_man(born_on),
        name="孙磊",
        born_on=born_on,
        children=(Relative("孙若溪", date(2013, 3, 8)), Relative("孙若安", date(2018, 10, 21))),
        parents=(Relative("孙志明", date(1955, 1, 15)),),
        only_child=True,
        bank_number="6200380100001984",
        entitled=(
            Claim(item="child_education", monthly=100_000, count=1, share_pct=50, who="孙若溪"),
            Claim(item="child_education", monthly=100_000, count=1, share_pct=50, who="孙若安"),
            Claim(item="elder_only_child", monthly=300_000, who="孙志明"),
        ),
    )
    own = firm("和城云帆商贸有限公司", 9, person)
    person.jobs = (Job(firm=own, salary=2_000_000, bonus=6_000_000, bonus_month=1),)
    return person
