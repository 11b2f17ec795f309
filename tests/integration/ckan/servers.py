"""PostgreSQL, Redis, Solr and CKAN for the tests: on free ports, in a private folder, ended by their process ids."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import installation

_PLUGINS = "activity datastore dcat dcat_rdf_harvester harvest text_view image_view datatables_view"
_PASSWORD = "only-for-tests"
_QUIET = Path("/dev/null")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Process:
    """A server of ours with its log; it is asked to end, and killed when it does not."""

    name: str
    log: Path
    handle: subprocess.Popen[bytes]
    polite: signal.Signals = signal.SIGTERM

    def stop(self) -> None:
        if self.handle.poll() is None:
            self.handle.send_signal(self.polite)
            try:
                self.handle.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        self.handle.kill()
        self.handle.wait(15)

    def wait_until(self, ready: Callable[[], bool], seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not ready():
            if self.handle.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.name} is not ready:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)


@dataclass
class Backing:
    """What CKAN leans on. One PostgreSQL and one Redis serve every version; Solr has a core for each."""

    folder: Path
    ports: dict[str, int] = field(default_factory=dict)
    processes: list[Process] = field(default_factory=list)

    def start(self, versions: Sequence[str]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        self.ports = {name: free_port() for name in ("postgres", "redis", "solr")}
        postgres, solr = self._postgres(), self._solr(versions)
        redis = ["redis-server", "--bind", "127.0.0.1", "--port", str(self.ports["redis"]), "--save", ""]
        self.processes = [postgres, self._spawn("redis", redis, cwd=self.folder), solr]
        postgres.wait_until(lambda: self._psql("select 1", check=False).strip() == "1")
        solr.wait_until(lambda: all(_answers(f"{self.solr_url(v)}/admin/ping") for v in versions))

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.stop()
        self.processes = []
        shutil.rmtree(self.folder, ignore_errors=True)

    def solr_url(self, version: str) -> str:
        return f"http://127.0.0.1:{self.ports['solr']}/solr/{_core(version)}"

    def database_url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{_PASSWORD}@127.0.0.1:{self.ports['postgres']}/{database}"

    def make_databases(self, name: str, permissions: str) -> None:
        """Roles and the two databases of one CKAN, and what its DataStore demands of a reader's rights."""
        writer, reader, main, datastore = f"{name}_writer", f"{name}_reader", f"{name}_main", f"{name}_datastore"
        for role in (writer, reader):
            self._psql(f"create role {role} login password '{_PASSWORD}'")
        for database in (main, datastore):
            self._psql(f"create database {database} owner {writer} encoding 'utf8' template template0")
        sql = permissions.format(
            maindb=f'"{main}"', datastoredb=f'"{datastore}"',
            mainuser=f'"{writer}"', writeuser=f'"{writer}"', readuser=f'"{reader}"',
        )  # fmt: skip
        self._psql(sql)

    def _postgres(self) -> Process:
        data, programs = self.folder / "postgres", _postgres_programs()
        data.mkdir()
        as_user: dict[str, str] = {}
        if os.getuid() == 0:  # PostgreSQL refuses to run as root; its package brings a user
            shutil.chown(data, "postgres", "postgres")
            as_user = {"user": "postgres", "group": "postgres"}
        password = data.with_name("password")
        password.write_text(_PASSWORD)
        password.chmod(0o644)
        initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        initdb += ["--auth=scram-sha-256", "--pwfile", password]
        subprocess.run(list(map(str, initdb)), check=True, capture_output=True, cwd="/", **as_user)  # type: ignore[call-overload]
        settings = {
            "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "full_page_writes": "off",
            "synchronous_commit": "off", "max_connections": "80", "shared_buffers": "64MB",
        }  # fmt: skip
        command = [programs / "postgres", "-D", data, "-p", self.ports["postgres"]]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return self._spawn("postgres", command, cwd=Path("/"), polite=signal.SIGINT, **as_user)

    def _psql(self, sql: str, *, check: bool = True) -> str:
        """Run SQL as the cluster's owner and return what it prints."""
        login = ["-h", "127.0.0.1", "-p", str(self.ports["postgres"]), "-U", "postgres", "-d", "postgres"]
        command = [str(_postgres_programs() / "psql"), "-qAtX", "-v", "ON_ERROR_STOP=1", *login]
        environment = {**os.environ, "PGPASSWORD": _PASSWORD}
        done = subprocess.run(command, input=sql, text=True, check=check, capture_output=True, env=environment)
        return done.stdout

    def _solr(self, versions: Sequence[str]) -> Process:
        installed, home, conf = installation.solr(), self.folder / "solr", installation.HERE / "solr/conf"
        home.mkdir()
        (home / "solr.xml").write_text("<solr/>")
        for version in versions:
            core = home / _core(version)
            (core / "conf").mkdir(parents=True)
            (core / "core.properties").write_text(f"name={_core(version)}\n")
            shutil.copy(conf / "solrconfig.xml", core / "conf")
            shutil.copy(_in_ckan(version, "ckan/config/solr/schema.xml"), core / "conf")
            for words in ("protwords.txt", "synonyms.txt"):  # the schema wants the files, CKAN ships none
                (core / "conf" / words).touch()
        java = ["java", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Ddisable.v2.api=true"]
        java += [f"-Dlog4j2.configurationFile={conf / 'log4j2.xml'}", f"-Dsolr.log.dir={self.folder}"]
        java += ["-cp", f"{installed}/classes:{installed}/lib/*", "Solr", str(self.ports["solr"]), str(home)]
        return self._spawn("solr", java, cwd=home)

    def _spawn(
        self, name: str, command: Sequence[object], cwd: Path, polite: signal.Signals = signal.SIGTERM, **user: str
    ) -> Process:
        return spawn(name, command, self.folder / f"{name}.log", cwd, polite, **user)


@dataclass
class Ckan:
    """One CKAN of one version. ``writes`` counts at the server what changed or could have changed it."""

    version: str
    backing: Backing
    folder: Path
    port: int = 0
    process: Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return (self.folder / "token").read_text()

    @property
    def log(self) -> Path:
        return self.folder / "ckan.log"

    def start(self, extra: Mapping[str, str] | None = None) -> None:
        if not self.port:
            self.port = free_port()
            (self.folder / "storage").mkdir(parents=True)
            permissions = _in_ckan(self.version, "ckanext/datastore/set_permissions.sql").read_text()
            self.backing.make_databases(self._name, permissions)
        self._configure(extra or {})
        program = installation.HERE / "portal_process.py"
        command = [installation.python_of(self.version), program, self._config, self.port, self.folder / "token"]
        command.append(self._access_log)
        self.process = spawn("ckan", command, self.log, self.folder)
        self.process.wait_until(lambda: _answers(f"{self.url}/api/3/action/status_show"), 180)

    def stop(self) -> None:
        if self.process:
            self.process.stop()

    def kill(self) -> None:
        assert self.process
        self.process.kill()

    def command(self, *arguments: str) -> str:
        """Run CKAN's own command line and return what it says."""
        ckan = [str(installation.python_of(self.version).with_name("ckan")), "-c", str(self._config)]
        done = subprocess.run([*ckan, *arguments], capture_output=True, text=True, check=False, cwd=self.folder)
        return done.stdout + done.stderr

    def requests(self) -> list[str]:
        """``METHOD path`` of every request so far, as the server wrote them down."""
        return self._access_log.read_text().splitlines() if self._access_log.exists() else []

    def writes(self) -> list[str]:
        return [request for request in self.requests() if not request.startswith(("GET ", "HEAD "))]

    @property
    def _name(self) -> str:
        return "ckan_" + "".join(c for c in self.version if c.isdigit())

    @property
    def _access_log(self) -> Path:
        return self.folder / "access.log"

    @property
    def _config(self) -> Path:
        return self.folder / "ckan.ini"

    def _configure(self, extra: Mapping[str, str]) -> None:
        generated = self.folder / "generated.ini"
        if not generated.exists():
            command = [str(installation.python_of(self.version).with_name("ckan")), "generate", "config"]
            subprocess.run([*command, str(generated)], check=True, capture_output=True)
        settings = {
            "sqlalchemy.url": self.backing.database_url(f"{self._name}_writer", f"{self._name}_main"),
            "ckan.datastore.write_url": self.backing.database_url(f"{self._name}_writer", f"{self._name}_datastore"),
            "ckan.datastore.read_url": self.backing.database_url(f"{self._name}_reader", f"{self._name}_datastore"),
            "solr_url": self.backing.solr_url(self.version),
            "ckan.redis.url": f"redis://127.0.0.1:{self.backing.ports['redis']}/{int(self._name[-4:]) % 16}",
            "ckan.site_url": self.url, "ckan.site_id": self._name, "ckan.plugins": _PLUGINS,
            "ckan.storage_path": str(self.folder / "storage"), "ckan.webassets.path": str(self.folder / "assets"),
            "ckan.max_resource_size": "100", "ckan.harvest.mq.type": "redis", "ckan.auth.create_user_via_web": "false",
            "ckan.auth.user_create_organizations": "false", "ckan.auth.user_create_groups": "false",
            **extra,
        }  # fmt: skip
        kept = [line for line in generated.read_text().splitlines() if line.split("=")[0].strip() not in settings]
        at = kept.index("use = egg:ckan") + 1
        kept[at:at] = [f"{name} = {value}" for name, value in settings.items()]
        self._config.write_text("\n".join(kept) + "\n")


def spawn(
    name: str, command: Sequence[object], log: Path, cwd: Path, polite: signal.Signals = signal.SIGTERM, **user: str
) -> Process:
    with log.open("ab") as out, _QUIET.open("rb") as nothing:
        handle = subprocess.Popen(list(map(str, command)), stdin=nothing, stdout=out, stderr=out, cwd=cwd, **user)  # type: ignore[call-overload]
    return Process(name, log, handle, polite)


def _answers(url: str) -> bool:
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=30) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def _postgres_programs() -> Path:
    """Debian keeps the server's programs out of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise RuntimeError("PostgreSQL is not installed: run tests/install-system")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


def _in_ckan(version: str, path: str) -> Path:
    return next(installation.python_of(version).parents[1].glob(f"lib/python*/site-packages/{path}"))


def _core(version: str) -> str:
    return "ckan-" + version.rpartition(".")[0].replace(".", "-")
