"""Who is looking at a page, and in whose name? The session, read once a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from zhishui.kernel import Acting, Ref, ports, refuse
from zhishui.person.identity import queries as identity
from zhishui.person.identity.types import AccountView, Identity


FOR = "for"  # session key: the Ref of the taxpayer one acts for
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody logged in: the names they may act under, and the one they act under now."""

    account: AccountView
    identities: tuple[Identity, ...]
    acting: Identity

    @property
    def by(self) -> Acting:
        """Give who does it, for whom, by what right."""
        return Acting(self.account.ref, self.acting.taxpayer.ref, self.acting.capacity)

    @property
    def taxpayer(self) -> Ref:
        """Give the taxpayer one acts for."""
        return self.acting.taxpayer.ref


def account_ref(request: HttpRequest) -> Ref | None:
    """Give the account of a session, if somebody is logged in."""
    user = request.user
    return Ref("person", "account", str(user.pk)) if user.is_authenticated else None


def visitor(request: HttpRequest) -> Visitor | None:
    """Give who is looking; None for strangers and for staff who are no taxpayer.

    Kept on the request: the frame and the view need it both, and it is two queries.
    """
    if not hasattr(request, "zhishui_visitor"):
        request.zhishui_visitor = _read(request)  # type: ignore[attr-defined]  # this request's own memory
    found: Visitor | None = request.zhishui_visitor  # type: ignore[attr-defined]  # as above
    return found


def _read(request: HttpRequest) -> Visitor | None:
    ref = account_ref(request)
    if ref is None:
        return None
    account = identity.get_account(ref)
    names = identity.identities(ref, ports.clock().today())
    if not names:
        return None
    wanted = request.session.get(FOR, "")
    # A right that ended yesterday is no longer among the names: fall back to oneself.
    acting = next((one for one in names if str(one.taxpayer.ref) == wanted), names[0])
    return Visitor(account, names, acting)


def personal(
    view: Callable[Concatenate[HttpRequest, Visitor, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who is logged in and a taxpayer; strangers go to the login page and come back."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        who = visitor(request)
        if who is not None:
            return view(request, who, *args, **kwargs)
        if request.user.is_authenticated:
            words = "这个账号是工作人员账号，没有纳税人身份。请退出，用个人账号登录。"
            raise refuse("no-taxpayer", words, status=403)
        back = request.get_full_path() if request.method == "GET" else reverse("web:home")
        return redirect_to_login(back, reverse("web:login"))

    return inner
