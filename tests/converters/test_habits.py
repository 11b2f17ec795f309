"""The examples printed in habits of other publishers, one at a time: every number found again, none wrong, no false error."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import habits
import pytest
from reprinted import MEDIA, blocks_of
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

EXAMPLES = Path(__file__).parents[2] / "examples"
DOCUMENTS = ("putuo-finance-2025-budget", "putuo-finance-2024-final")
