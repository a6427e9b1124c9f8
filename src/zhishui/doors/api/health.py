"""Can this process serve? Asked by `zs up`, load balancers and monitors."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from zhishui.journal import storage_works


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and may be written, 503 otherwise."""
    del request
    if not storage_works():
        return HttpResponse("storage failed, restart needed\n", status=503, content_type="text/plain")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unavailable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
