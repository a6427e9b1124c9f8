"""Coming in and going out: login, demo personas, identity switch, elder mode."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView

from zhishui.doors.web import context
from zhishui.doors.web.forms import back_to, see_other
from zhishui.doors.web.pages.parts import Slip
from zhishui.doors.web.views.draw import ours
from zhishui.doors.web.visitor import FOR, Visitor, personal
from zhishui.kernel import refuse
from zhishui.person.identity import queries as identity


YEAR = 31_536_000
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class Persona:
    """A demo person to enter as."""

    login: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class LoginPage:
    """The login page; what was typed stays, the password does not."""

    personas: tuple[Persona, ...]
    next: str
    login: str = ""
    errors: tuple[Slip, ...] = ()
    title: str = "登录"
    errors_heading: str = "没有登录成功"


class SignIn(LoginView):
    """Allauth's login, with its rate limits, drawn by our template."""

    template_name = "web/login.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Give our page. Allauth's own context is left out: it links to sign-up pages we do not have."""
        found: dict[str, object] = FormView.get_context_data(self, **kwargs)
        form = found["form"]
        errors = _errors(form) if isinstance(form, LoginForm) and form.is_bound else ()
        typed = str(form.data.get("login", ""))[:150] if isinstance(form, LoginForm) else ""
        found["page"] = LoginPage(_personas(), _next(self.request), typed, errors)
        return found

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        """Say 422, so that a refused login is not taken for a page that loaded."""
        response = self.render_to_response(self.get_context_data(form=form), status=422)
        return ours(response)


sign_in = require_http_methods(["GET", "HEAD", "POST"])(SignIn.as_view())


def _errors(form: LoginForm) -> tuple[Slip, ...]:
    return (Slip("用户名或密码不对，请重新输入。", "id_login"),) if form.errors else ()


def _personas() -> tuple[Persona, ...]:
    if not settings.ZHISHUI_DEMO:
        return ()
    return tuple(Persona(one.login, one.name, one.demo_note) for one in identity.list_demo_accounts() if one.person)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", request.GET.get("next", ""))
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else ""


@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Enter as a demo persona; only while this is a demo, and only as a persona."""
    name = request.POST.get("login", "")
    if not settings.ZHISHUI_DEMO or name not in {one.login for one in identity.list_demo_accounts()}:
        raise refuse("no-such-persona", "没有这位演示人物，请回到登录页重新选。", status=404)
    login(request, get_user_model().objects.get(username=name), backend=BACKEND)
    return see_other(back_to(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return see_other(reverse("web:login"))


@require_POST
@personal
def switch_identity(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Act in another name: the page comes anew, so nothing of the former name stays on it."""
    wanted = request.POST.get("for", "")
    if wanted not in {str(one.taxpayer.ref) for one in who.identities}:
        raise refuse("not-found", "没有找到，或者您没有权限。请在页面上方换一个身份再试。", status=404)
    request.session[FOR] = wanted
    return see_other(back_to(request))


@require_http_methods(["POST"])
def elder_mode(request: HttpRequest) -> HttpResponse:
    """Turn elder mode on or off, for this browser."""
    shell = context.frame(request)["shell"]
    response = see_other(back_to(request))
    wish = "0" if getattr(shell, "elder", False) else "1"
    response.set_cookie(
        context.ELDER, wish, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
    return response
