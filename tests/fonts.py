"""Whether documents can be set here. A fresh clone has its fonts after `make install`; CI must."""

from __future__ import annotations

import os

import pytest

from underpin.kernel.printing import fonts


def _missing() -> bool:
    try:
        fonts.paths()
    except fonts.NoFonts:
        return not os.environ.get("CI")
    return False


needed = pytest.mark.skipif(_missing(), reason="the documents' fonts are missing: `make install`")
