"""Observations in a bucket of a real S3 server: sent, asked, renewed, broken off, refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from . import servers

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("objects")]
REPO = Path(__file__).parents[3]
YUSUAN = Path(sys.executable).with_name("yusuan")
KEYS = {
    "AWS_ACCESS_KEY_ID": servers.KEY,
    "AWS_SECRET_ACCESS_KEY": servers.SECRET,
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[servers.Server]:
    if lacking := servers.missing():
        pytest.skip(f"not installed: {lacking}; see tests/install-system")
    with servers.s3proxy(tmp_path_factory.mktemp("s3")) as running:
        yield running


@dataclass
class Desk:
    """Where an operator sits: a folder of documents, its build, and a bucket of their own."""

    folder: Path
    server: servers.Server
    bucket: Path

    @property
    def address(self) -> str:
        return f"s3://{self.bucket.name}/预算/2024"

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        around = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | {"HOME": str(self.folder)}
        around |= KEYS | {"AWS_ENDPOINT_URL": self.server.url, "AWS_EC2_METADATA_DISABLED": "true"} | environment
        return subprocess.run(
            [str(YUSUAN), *arguments], capture_output=True, text=True, timeout=300, check=False, cwd=self.folder,
            env={k: v for k, v in around.items() if v},
        )  # fmt: skip

    def build(self, address: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return self.run(
            "build", "in", "--out", "out", "--json", "--observations", address or self.address, **environment
        )

    def objects(self) -> set[str]:
        """What is in the bucket, by where it is below the address."""
        below = self.bucket / "预算" / "2024"
        return {str(p.relative_to(below)) for p in below.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document and its build, without an address."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "in").mkdir()
    shutil.copy(REPO / "examples" / "wuhan-2024" / "disclosure.txt", folder / "in" / "one.txt")
    subprocess.run([YUSUAN, "build", "in", "--out", "out", "-q"], check=True, cwd=folder, capture_output=True)
    return folder


@pytest.fixture
def desk(server: servers.Server, built: Path, tmp_path: Path) -> Desk:
    bucket = server.folder / tmp_path.name.replace("_", "-").lower()[:60]
    bucket.mkdir()
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path, server, bucket)


def sent(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(run.stdout)["observations"]


def test_observations_are_sent_once_and_compared_from_there(desk: Desk) -> None:
    assert sent(desk.build())["sent"] == len(desk.objects()) - 1  # and the manifest
    assert sent(desk.build())["sent"] == 0
    question = ("compare", "--function", "2010350", "--format", "csv", "--store")
    there, here = desk.run(*question, desk.address), desk.run(*question, "out")
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout and "2010350" in here.stdout


def test_what_breaks_off_is_completed_by_the_next_run(desk: Desk) -> None:
    with servers.breaking(desk.server, 30_000) as line:
        broken = desk.build(AWS_ENDPOINT_URL=line)
    assert broken.returncode == 5
    assert "连接失败或中断" in json.loads(broken.stdout)["observations"]["error"]
    assert "_manifest.json" not in desk.objects()
    assert desk.run("compare", "--function", "2010350", "--store", desk.address).returncode != 0
    before = len(desk.objects())
    assert sent(desk.build())["unchanged"] == before
    assert "_manifest.json" in desk.objects()


def test_only_what_changed_is_sent_and_what_is_old_goes(desk: Desk) -> None:
    first = sent(desk.build())
    before = desk.objects()
    path = desk.folder / "in" / "one.txt"
    shutil.copy(REPO / "examples" / "putuo-finance-2025-budget" / "disclosure.pdf", path.with_name("two.pdf"))
    second = sent(desk.build())
    assert (second["unchanged"], second["removed"]) == (first["sent"] - 1, 1)  # the table of documents is new
    manifest = json.loads((desk.bucket / "预算/2024/_manifest.json").read_text("utf-8"))
    assert desk.objects() == {*manifest["observations"], manifest["documents"], "_manifest.json"}
    assert {name for name in before if name.startswith("fiscal_year")} < desk.objects()


def test_each_refusal_is_told_in_a_line_and_the_build_is_there(desk: Desk) -> None:
    for address, around, words in (
        ("s3://no-such-bucket/x", {}, "没有这个桶"),
        (desk.address, {"AWS_SECRET_ACCESS_KEY": "wrong"}, "没有权限"),
        (desk.address, {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "没有凭证"),
        (desk.address, {"AWS_REQUEST_CHECKSUM_CALCULATION": ""}, "AWS_REQUEST_CHECKSUM_CALCULATION=when_required"),
    ):
        run = desk.build(address, **around)
        assert run.returncode == 5, run.stderr
        assert words in json.loads(run.stdout)["observations"]["error"]
        assert "Traceback" not in run.stderr
    assert not desk.objects()
    assert (desk.folder / "out" / "observations").is_dir()
