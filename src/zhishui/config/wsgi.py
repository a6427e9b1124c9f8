"""What the web server runs. On SQLite the worker is a thread of this one process."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhishui.config.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  settings exist only now
from django.db import connection  # noqa: E402  as above

from zhishui.config import checks, worker  # noqa: E402  as above
from zhishui.filing.signing import keys  # noqa: E402  as above


weak = [words for _, words in checks.weaknesses()]
if weak:
    raise SystemExit("\n".join(weak))
connection.close()

keys.bind(keys.load_or_create(settings.ZHISHUI_KEYS))
if settings.ZHISHUI_WORKER and connection.vendor == "sqlite":
    worker.start_thread()
