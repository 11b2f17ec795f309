"""yusuan: Chinese government budget disclosures (预决算公开) as proven open data."""

__version__ = "0.1.0"
