"""Which storage does this installation use?"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from zhishui.filing.archive.files import FileStorage
from zhishui.filing.archive.types import Storage


def storage() -> Storage:
    """Give the archive's storage: the folder that the settings name."""
    return FileStorage(Path(settings.ZHISHUI_ARCHIVE))
