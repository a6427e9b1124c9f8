"""The service as granian runs it, with its worker off and its keys bound.

`zhishui.config.wsgi` binds the signing keys together with the worker's thread;
with ZHISHUI_WORKER=0 it refuses every submission, so they are bound here.
"""

from __future__ import annotations

from zhishui.config.wsgi import application
from zhishui.doors.cli.ready import ready


__all__ = ["application"]

ready()
