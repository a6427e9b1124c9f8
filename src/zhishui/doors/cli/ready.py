"""Make this process ready for verbs: Django, keys, and who is acting."""

from __future__ import annotations

import django
from django.conf import settings
from django.db import connection

from zhishui.kernel import Acting, refuse


def ready() -> None:
    """Set Django up and bind the keys; call before importing anything with tables."""
    django.setup()
    from zhishui.filing.signing import keys

    if "identity_account" not in connection.introspection.table_names():
        raise refuse("not-set-up", "还没有建库。请先运行 ./zs up（或 ./zs up --prepare 只准备不启动）。", status=503)
    keys.bind(keys.load_or_create(settings.ZHISHUI_KEYS))


def acting_as(login: str, number: str = "") -> Acting:
    """Give the standing of a login, for itself or for the taxpayer of that number."""
    from zhishui.kernel import ports
    from zhishui.person.identity import queries, services

    account = queries.account_by_login(login)
    if account is None or account.person is None:
        raise refuse("unknown-login", f"没有登录名“{login[:40]}”，或者它没有纳税人身份。", field="as", status=404)
    target = queries.taxpayer_by_number(number) if number else account.person
    if target is None:
        raise refuse("not-found", "没有找到这个纳税人，或者您没有权限。", field="for", status=404)
    return services.act(account=account.ref, for_taxpayer=target.ref, on=ports.clock().today())
