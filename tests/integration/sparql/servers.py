"""Private SPARQL servers on free loopback ports: Apache Jena Fuseki and Virtuoso, each in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
FUSEKI = "jena-fuseki-server-5.6.0.jar"
FUSEKI_SHA256 = "d28c1eaf703122ee628895a460c20fa4aa60a892f435d403ea8c036f241da1f8"
USER, PASSWORD = "admin", "only-for-tests"


@dataclass(frozen=True)
class Server:
    """A running server: where it is asked, who may write, and its process."""

    name: str
    sparql: str
    user: str
    password: str
    process: subprocess.Popen[bytes]
    folder: Path
    sql_port: int = 0  # of Virtuoso


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- Fuseki -----------------------------------------------------------------------------------------------


def fuseki_jar() -> Path:
    """The server's one jar, fetched once through Maven and held against its checksum."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "yusuan-tests"
    jar = cache / FUSEKI
    if not (jar.exists() and sha256(jar.read_bytes()).hexdigest() == FUSEKI_SHA256):
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mvn", "-q", "-B", "-f", str(POM), "package", f"-Dinto={cache}"], check=True, timeout=600)
        assert sha256(jar.read_bytes()).hexdigest() == FUSEKI_SHA256, f"{jar} is not the jar that is pinned"
    return jar


_FUSEKI_CONFIG = """
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
[] a fuseki:Server ; fuseki:passwd "{folder}/passwd" ; fuseki:auth "basic" ;
  ja:context [ ja:cxtName "arq:queryTimeout" ; ja:cxtValue "{timeout_ms}" ] .
<#service> a fuseki:Service ; fuseki:name "ds" ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] ;
  fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ; fuseki:allowedUsers "{user}" ] ;
  {update}
  fuseki:dataset [ {dataset} ] .
"""
_UPDATE = 'fuseki:endpoint [ fuseki:operation fuseki:update ; fuseki:name "update" ; fuseki:allowedUsers "{user}" ] ;'
DATASETS = {"memory": "a ja:MemoryDataset", "disk": 'a tdb2:DatasetTDB2 ; tdb2:location "{folder}/tdb2"'}


@contextmanager
def fuseki(
    folder: Path, *, dataset: str = "memory", timeout_ms: int = 120_000, heap: str = "1g", updates: bool = True
) -> Generator[Server]:
    """Fuseki with one dataset ``ds``; whoever wants to write has to log in (basic)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tdb2").mkdir(exist_ok=True)
    (folder / "passwd").write_text(f"{USER}: {PASSWORD}\n")
    held = DATASETS[dataset].format(folder=folder)
    (folder / "config.ttl").write_text(
        _FUSEKI_CONFIG.format(
            folder=folder,
            user=USER,
            dataset=held,
            timeout_ms=timeout_ms,
            update=_UPDATE.format(user=USER) if updates else "",
        )
    )
    port = free_port()
    # With a small heap it answers a few requests: to start is most of what it does, and compiling would take longer.
    light = () if heap.endswith("g") else ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
    command = [
        "java", f"-Xmx{heap}", *light, "-cp", str(fuseki_jar()), "org.apache.jena.fuseki.main.cmds.FusekiMainCmd",
        "--config", str(folder / "config.ttl"), "--localhost", "--port", str(port),
    ]  # fmt: skip
    with _running(command, folder) as process:
        url = f"http://127.0.0.1:{port}/ds/sparql"
        _wait(url, process, folder / "log")
        yield Server("fuseki", url, USER, PASSWORD, process, folder)


def bulk_load_fuseki(folder: Path, nquads: Path, heap: str = "1g") -> None:
    """Load a file by Jena's own loader into the data of a Fuseki on disk that is to be started in ``folder``."""
    command = ["java", f"-Xmx{heap}", "-cp", str(fuseki_jar()), "tdb2.tdbloader", "--loader=phased"]
    subprocess.run([*command, "--loc", str(folder / "tdb2"), str(nquads)], check=True, capture_output=True)


# --- Virtuoso ---------------------------------------------------------------------------------------------

_VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 20000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 0
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = vsp
ServerThreads = 8
HTTPThreadSize = 280000
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {most_rows}
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 240
"""


@contextmanager
def virtuoso(folder: Path, *, most_rows: int = 1_048_576, buffers: int = 40_000) -> Generator[Server]:
    """Virtuoso with the database of ``folder``, empty where there is none; who wants to write has to log in (digest)."""
    is_new = not (folder / "virtuoso.db").exists()
    (folder / "vsp").mkdir(parents=True, exist_ok=True)
    http, sql = free_port(), free_port()
    ini = _VIRTUOSO_INI.format(http=http, sql=sql, most_rows=most_rows, buffers=buffers, dirty=buffers * 3 // 4)
    (folder / "virtuoso.ini").write_text(ini)
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder) as process:
        url = f"http://127.0.0.1:{http}/sparql"
        _wait(url, process, folder / "virtuoso.log")
        password = PASSWORD.replace("-", "")
        if is_new:
            _isql(sql, "dba", f"set password dba {password};")
        yield Server("virtuoso", url, "dba", password, process, folder, sql)


def bulk_load_virtuoso(server: Server, folder: Path) -> None:
    """Load a folder of graphs by the server's own loader, which commits line by line and keeps no log of it."""
    steps = (
        f"ld_dir('{folder.relative_to(server.folder)}', '*.nt', 'urn:yusuan:none')",
        "rdf_loader_run(log_enable=>2)",
        "checkpoint",
    )
    for step in steps:
        _isql(server.sql_port, server.password, f"{step};", timeout_s=7200)
    assert "none wrong" in _isql(server.sql_port, server.password, _FAULTS)


_FAULTS = (
    "SELECT CASE WHEN count(*) = 0 THEN 'none wrong' ELSE max(ll_error) END"
    " FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;"
)


def _isql(port: int, password: str, statement: str, timeout_s: float = 60) -> str:
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", password, "ERRORS=STDOUT", f"EXEC={statement}"]
    done = subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=timeout_s)
    return done.stdout.decode("utf-8", "replace")


def missing() -> str:
    """What of the two servers this machine lacks; empty where both can run."""
    return " ".join(name for name in ("java", "mvn", "virtuoso-t", "isql-vt") if not shutil.which(name))


# --- processes --------------------------------------------------------------------------------------------


@contextmanager
def _running(command: list[str], folder: Path) -> Generator[subprocess.Popen[bytes]]:
    """A process in a group of its own, with its output in ``folder/log``; it is ended on leaving."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
        try:
            with urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer in two minutes: {log.read_text('utf-8', 'replace')[-2000:]}")
