"""The product's settings, in a data folder that goes away: a test never touches ./data."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


_folder = tempfile.mkdtemp(prefix="zhishui-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["ZHISHUI_DATA"] = _folder
os.environ["ZHISHUI_WORKER"] = "0"

from zhishui.config.settings import *  # noqa: E402,F403


# Hashed names come from `collectstatic`; a test serves the files as they lie.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
(Path(_folder) / "static").mkdir()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
