"""Which tests touch the database? With --database-bound, only those run.

`zs test` uses it for its second pass, on PostgreSQL: what never touches a
database need not run twice.
"""

import pytest


FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-bound", action="store_true", help="only tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-bound"):
        return
    bound = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in bound])
    items[:] = bound


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(FIXTURES & fixtures)
