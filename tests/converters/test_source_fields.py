"""What an operator may say of a document: a slip is told with its entry, before it is believed."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.identity import Hints
from yusuan.converters.sources import SourceError, collect_sources


def listed(tmp_path: Path, *lines: str) -> Path:
    listing = tmp_path / "sources.toml"
    listing.write_text("\n".join(["[[document]]", 'path = "a.txt"', "[[document]]", 'path = "b.txt"', *lines]), "utf-8")
    return listing


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('year = "去年"', "year 不是年份"),
        ("year = 24", "year 不是年份"),
        ("year = true", "year 不是年份"),
        ('kind = "finall"', "kind is budget or final"),
        ("kind = 1", "kind is budget or final"),
        ('region = "某市"', "region is a code of six digits"),
        ('region = "42010"', "region is a code of six digits"),
        ('region = "999999"', "region is a code of six digits"),
        ('retrieved = "上周"', "retrieved is no date"),
        ("retrieved = 20240208", "retrieved is no date"),
        ("publisher = 3", "publisher has to be a text"),
        ('url = ["https://example.gov.cn"]', "url has to be a text"),
        ("licence = true", "licence has to be a text"),
        ("openness = true", "openness has to be a text"),
        ('license = "CC-BY-4.0"', "不认识的字段 license"),
    ],
)
def test_a_field_that_cannot_be_so_is_told_with_its_entry(line: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        collect_sources([listed(tmp_path, line)])
    assert "第 2 个 [[document]]" in str(refused.value)
    assert told in str(refused.value)


def test_a_field_may_be_written_in_the_ways_of_people(tmp_path: Path) -> None:
    lines = ('year = "2024"', 'kind = "决算"', "region = 420100", "retrieved = 2025-02-08", 'publisher = "某市某局"')
    _, source = collect_sources([listed(tmp_path, *lines)])
    assert source.hints == Hints("某市某局", "420100", 2024, "final", retrieved="2025-02-08")


@pytest.mark.parametrize("code", ["100000", "660100", "310115", "420199", ""])
def test_the_centre_zones_and_new_districts_are_regions(code: str, tmp_path: Path) -> None:
    _, source = collect_sources([listed(tmp_path, f'region = "{code}"')])
    assert source.hints.region == code
