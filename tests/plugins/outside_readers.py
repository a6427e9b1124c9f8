"""Can the tests' outside reader of archives be imported without what it never uses here?

ocfl-py imports packages for cloud storage, BagIt and pairtree layouts as it
loads. Two of them have no wheel, one brings a cloud vendor's whole library; we
read plain folders, so empty modules stand in for them.
"""

import importlib.util
import sys
from types import ModuleType


NOT_USED = {"s3fs": ("S3FileSystem",), "pairtree": ("id_encode", "id_decode"), "bagit": ()}


class NotUsed:
    """Stands for a name that is imported and never called."""


for module, names in NOT_USED.items():
    if importlib.util.find_spec(module) is None:
        standin = ModuleType(module)
        for name in names:
            setattr(standin, name, NotUsed)
        sys.modules[module] = standin
