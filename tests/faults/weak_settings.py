"""The product's settings with the tuning advice that loses returns: the control that must fail.

Only a test's own process names this module; the product refuses to start with it.
"""

from zhishui.config.settings import *  # noqa: F403
from zhishui.config.settings import DATABASES


_options = DATABASES["default"]["OPTIONS"]
assert isinstance(_options, dict)
_strong = str(_options["init_command"])
_options["init_command"] = _strong.replace("synchronous=FULL", "synchronous=NORMAL")
assert _options["init_command"] != _strong
