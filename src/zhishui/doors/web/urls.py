"""Where is which page?"""

from __future__ import annotations

from django.urls import path

from zhishui.doors.web.views import cases, drafts, entry, matter, overview, verify


app_name = "web"

urlpatterns = [
    path("", overview.home, name="home"),
    path("login/", entry.sign_in, name="login"),
    path("login/demo/", entry.demo_login, name="demo-login"),
    path("logout/", entry.sign_out, name="logout"),
    path("identity/", entry.switch_identity, name="identity"),
    path("elder/", entry.elder_mode, name="elder"),
    path("matters/", overview.matters, name="matters"),
    path("matters/<slug:code>/", matter.matter, name="matter"),
    path("matters/<slug:code>/start/", drafts.start, name="start"),
    path("drafts/<slug:draft_id>/", drafts.resume, name="draft"),
    path("drafts/<slug:draft_id>/q/<slug:question_id>/", drafts.question, name="question"),
    path("drafts/<slug:draft_id>/q/<slug:question_id>/try/", drafts.try_out, name="try"),
    path("drafts/<slug:draft_id>/why/<str:figure>/", drafts.explain, name="explain"),
    path("drafts/<slug:draft_id>/check/", drafts.check, name="check"),
    path("cases/<slug:case_id>/", cases.receipt, name="case"),
    path("cases/<slug:case_id>/body/", cases.receipt_body, name="case-body"),
    path("cases/<slug:case_id>/files/<str:name>", cases.document, name="document"),
    path("cases/<slug:case_id>/amend/", cases.amend, name="amend"),
    path("archive/", overview.archive, name="archive"),
    path("access/", overview.access, name="access"),
    path("verify/", verify.verify, name="verify"),
    path("help/", overview.help_page, name="help"),
    path("accessibility/", overview.accessibility, name="accessibility"),
]
