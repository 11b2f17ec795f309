"""Personal data, taken out of the text right after the reader, before anything else sees it.

A name is known by the label beside it (``labels``) or above it (``columns``), a telephone by its label, its area code
or the shape of a mobile number, an identity number by its checksum, an e-mail by its sign (``shapes``); what a label
gave away is known again without one (``recurrence``). Amounts, codes, years and postcodes have other shapes or other
neighbours and stay. ``redaction`` replaces all of it; ``scanning`` looks once more at what goes out.
"""

from .redaction import REDACTED, redact
from .scanning import scan

__all__ = ["REDACTED", "redact", "scan"]
