"""Which door does an address lead to?"""

from django.urls import include, path

from zhishui.doors.api.health import healthz
from zhishui.doors.api.root import api


urlpatterns = [
    path("healthz", healthz),
    path("api/v1/", api.urls),
    path("", include("zhishui.doors.web.urls")),
]
handler400 = "zhishui.doors.web.errors.bad_request"
handler403 = "zhishui.doors.web.errors.forbidden"
handler404 = "zhishui.doors.web.errors.not_found"
handler500 = "zhishui.doors.web.errors.server_error"
