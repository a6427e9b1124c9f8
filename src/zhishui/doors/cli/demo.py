"""Load the demo city: its departments' files through the same import a real city uses."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from zhishui.kernel import Acting, Ref
from zhishui.person.facts.importing import import_file
from zhishui.person.identity import queries as people
from zhishui.person.identity import services as identity
from zhishui.person.identity.types import Role
from zhishui_city import Persona, generate, personas, write


OPERATOR = Acting(Ref("system", "operator", "demo"), None, "system:demo")


def load(*, people: int, folder: Path, at: datetime) -> None:
    """Make a city of that many people, import its files, open the personas' logins.

    Accounts come last: they are what tells a second start that all is there.
    """
    for path in write(generate(people), folder):
        import_file(department=path.parent.name, path=path, by=OPERATOR, at=at)
    for persona in personas():
        _open(persona, at)


def _open(persona: Persona, at: datetime) -> None:
    person = people.taxpayer_by_number(persona.number) if persona.number else None
    account = identity.open_account(
        login=persona.login,
        password=None,  # a demo persona comes in by its button only
        full_name=persona.name,
        person=None if person is None else person.ref,
        elder=persona.elder,
        demo_note=persona.note,
        by=OPERATOR,
        at=at,
    )
    if persona.role:
        identity.appoint(account=account, role=Role(persona.role), office=persona.office, by=OPERATOR, at=at)
