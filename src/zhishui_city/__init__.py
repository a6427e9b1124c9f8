"""A synthetic city for demos, tests and benchmarks. Knows kernel values only; never the law, never a database."""

from zhishui_city.files import contents, write
from zhishui_city.generate import SEED, generate
from zhishui_city.personas import DEMO_DAY, Persona, personas
from zhishui_city.types import City


__all__ = ["DEMO_DAY", "SEED", "City", "Persona", "contents", "generate", "personas", "write"]
