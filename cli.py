"""The command line: thin doors, one sub-command a step. Each imports its work when it is called."""

from __future__ import annotations

import sys
from collections.abc import Callable
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any

import typer

from . import __version__
from .commands import usage
from .console import Console
from .outcomes import EXIT, CommandError
from .settings import Settings, SettingsError, load_settings

app = typer.Typer(
    name="yusuan",
    cls=usage.Group,
    help="预决算公开 → 数据包、RDF、核对报告、目录与跨年问答。\n\nChinese budget disclosures as proven open data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: What a shell is told of a program that Ctrl-C ended.
_INTERRUPTED = 130
_INTERRUPTION = "已中断，已写完的不受影响，重跑即可接着做 / interrupted; nothing is half-written, run again to go on"

Json = Annotated[bool, typer.Option("--json", help="标准输出只有 JSON 结果 / the result only, as JSON")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不报进度和细节 / no progress, no details")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="多说一些 / say more")]
NoColor = Annotated[bool, typer.Option("--no-color", help="不用颜色 / no colour")]


def _console(
    *, as_json: Json = False, quiet: Quiet = False, verbose: Verbose = False, no_color: NoColor = False
) -> Console:
    return Console(as_json=as_json, quiet=quiet, verbose=verbose, color=not no_color)


def command(
    short_help: str, *, has_result: bool = True, **made_of: Callable[..., Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a command. Behind its own options stand those of all commands, which make its ``console``.

    One without a result has no ``--json``. ``made_of`` names parameters that several options make, and what makes them.
    """
    console = [p for p in _parameters(_console) if has_result or p.name != "as_json"]

    def made(work: Callable[..., None]) -> Callable[..., None]:
        own = [p for p in _parameters(work)[1:] if p.name not in made_of]
        parts = {"console": (_console, console), **{name: (make, _parameters(make)) for name, make in made_of.items()}}

        def call(**given: Any) -> None:
            for name, (make, of) in parts.items():
                given[name] = make(**{p.name: given.pop(p.name) for p in of})
            work(**given)

        shared = [p for _, of in reversed(parts.values()) for p in of]
        parameters = [p.replace(kind=Parameter.KEYWORD_ONLY) for p in (*own, *shared)]
        call.__name__, call.__doc__ = work.__name__, work.__doc__
        call.__annotations__ = {p.name: p.annotation for p in parameters}
        vars(call)["__signature__"] = Signature(parameters)
        app.command(cls=usage.Command, short_help=short_help)(call)
        return work

    return made


def _parameters(work: Callable[..., Any]) -> list[Parameter]:
    return list(signature(work, eval_str=True).parameters.values())


Base = Annotated[str | None, typer.Option(help="标识符的网址前缀 / IRI that all identifiers start with")]
Store = Annotated[
    str | None, typer.Option(help="build 的输出目录，或其中的 store / a build's folder, or the store in it")
]
Figures = Annotated[
    str | None, typer.Option(help="build 的输出目录，或观测送到的地址 / a build's folder, or where observations are")
]
To = Annotated[str | None, typer.Option("--to", help="CKAN 门户网址 / address of the CKAN portal")]
Groups = Annotated[bool, typer.Option("--groups/--no-groups", help="按功能分类归入群组 / groups by function")]
AllowHttp = Annotated[bool, typer.Option("--allow-http", help="允许不用 https 发送令牌 / a token over plain http")]
Endpoint = Annotated[str | None, typer.Option(help="SPARQL 端点 / SPARQL endpoint")]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", help="进程数，默认每核一个 / processes; default: one a core")]
Observations = Annotated[
    str | None, typer.Option(help="观测另送到 s3://桶/前缀 之类 / address that observations are sent to as well")
]
Output = Annotated[str | None, typer.Option("--output", "-o", help="写入文件 / file to write")]


@command("转换公开文档 / convert disclosures")
def build(
    console: Console,
    sources: Annotated[list[str], typer.Argument(help="文件、文件夹或 sources.toml / file, folder or sources.toml")],
    out: Annotated[str | None, typer.Option("--out", help="输出目录 / output folder")] = None,
    base: Base = None,
    identities: Annotated[
        str | None, typer.Option(help="自己的等式（*.yaml）所在的文件夹 / folder of identities of your own")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="没有变化的也重做 / convert even what has not changed")
    ] = False,
    jobs: Jobs = None,
    scheduler: Annotated[str | None, typer.Option(help="Dask 调度器地址 / address of a Dask scheduler")] = None,
    shards: Annotated[
        str | None, typer.Option(help="问答库分片: region | region-year / the store in shards, by region or also year")
    ] = None,
    observations: Observations = None,
    json_ld: Annotated[
        bool | None, typer.Option("--json-ld/--no-json-ld", help="图另写一份 JSON-LD / the graphs as JSON-LD too")
    ] = None,
    cube_link: Annotated[
        bool | None, typer.Option("--cube-link/--no-cube-link", help="另写 cube-link 的立方 / cubes of cube-link too")
    ] = None,
) -> None:
    """把公开文档转换成数据包、RDF、报告、存储和目录 / convert disclosures into packages, RDF, store, catalogue."""
    from .building import job
    from .ontology.forms import Forms

    settings = _settings(out=out, base=base, identities=identities, jobs=jobs, scheduler=scheduler, shards=shards,
        observations=observations, json_ld=json_ld, cube_link=cube_link,
    )  # fmt: skip
    result = job.build(
        [Path(s) for s in sources],
        Path(settings.out),
        settings.base,
        console,
        force=force,
        identities=Path(settings.identities) if settings.identities else None,
        jobs=settings.jobs,
        scheduler=settings.scheduler,
        shards=settings.shards,
        observations=settings.observations,
        forms=Forms(settings.json_ld, settings.cube_link),
    )
    console.result(result.as_json(), result.as_text(quiet=console.quiet))
    raise typer.Exit(result.exit_code)


@command("核对数据包 / check packages")
def validate(
    console: Console,
    folder: Annotated[str, typer.Argument(help="build 的输出目录或一个数据包 / a build's folder, or one package")],
) -> None:
    """核对数据包：表结构、外键、校验和、会计等式 / check packages: schema, keys, checksums, accounting."""
    from .commands import validation

    result = validation.validate(Path(folder), console)
    console.result(result.as_json(), result.as_text())
    raise typer.Exit(result.exit_code)


@command("公布前核对一份文档 / check before publication")
def check(
    console: Console,
    file: Annotated[
        list[str],
        typer.Argument(help="将要公布的文件；几个文件合为一份 / the document, or its files"),
    ],
    form: Annotated[str, typer.Option("--format", "-f", help="text | json | sarif | junit")] = "text",
) -> None:
    """公布之前核对一份文档，有错误时退出码为 3 / check a document before publication; exit 3 when errors are found."""
    from .commands import checking

    if form not in checking.FORMATS:
        raise CommandError("usage", f"--format {form}: 只有 {', '.join(checking.FORMATS)} / unknown format")
    result = checking.check(Path(file[0]), more=[Path(each) for each in file[1:]])
    if not console.quiet or form != "text" or console.as_json:
        told = "json" if console.as_json else form
        print(result.told(told, color=console.color and sys.stdout.isatty(), verbose=console.verbose))
    raise typer.Exit(result.exit_code)


@command("看读到了什么、为什么 / what was read, and why")
def inspect(
    console: Console,
    files: Annotated[list[str], typer.Argument(help="一个文档，或合成一个文档的几个文件 / a document, or its files")],
    page: Annotated[int | None, typer.Option("--page", help="只看这一页 / this page only")] = None,
    image: Annotated[
        str | None, typer.Option("--image", help="把页面和读到的格子画成 PNG / draw the page and its cells as PNG")
    ] = None,
) -> None:
    """看读到了什么：每张表用哪个表式、为什么、不认识什么 / see what was read, by which form and why."""
    from .commands import inspecting

    seen = inspecting.inspect([Path(file) for file in files], page, Path(image) if image else None)
    console.result(seen.as_json(), seen.as_text())


@command("提问 / ask a question")
def query(
    console: Console,
    question: Annotated[
        str, typer.Argument(help="问题名、.rq 文件，或 - 读标准输入 / name, .rq file, or - for stdin")
    ] = "",
    param: Annotated[list[str] | None, typer.Option("--param", "-p", help="参数 name=value / parameter")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table | csv | json | parquet | ttl")] = "table",
    with_sources: Annotated[
        bool, typer.Option("--with-sources", help="每个数附上它所依据的观测 / the observations behind each amount")
    ] = False,
    output: Output = None,
    store: Store = None,
    endpoint: Endpoint = None,
    listing: Annotated[bool, typer.Option("--list", help="列出问题库 / list the questions")] = False,
) -> None:
    """用问题库、文件或标准输入里的 SPARQL 提问 / ask a question of the library, a file or standard input."""
    from .commands import asking

    settings = _settings(store=store, endpoint=endpoint)
    if listing or not question:
        if form == "ttl":
            asking.deliver(asking.executables(settings), output)
        else:
            console.result(*asking.list_questions())
        return
    layout = "json" if console.as_json else form
    told = asking.answer(question, param or [], layout, settings, sys.stdin, with_sources=with_sources)
    asking.deliver(told, output)


@command("跨年比较 / compare over years")
def compare(
    console: Console,
    unit: Annotated[str | None, typer.Option(help="单位编码，可用逗号列出几个 / unit codes")] = None,
    function: Annotated[str | None, typer.Option(help="功能科目编码 / functional code")] = None,
    economic: Annotated[str | None, typer.Option(help="经济科目编码 / economic code")] = None,
    project: Annotated[str | None, typer.Option(help="项目编码 / project code")] = None,
    fund: Annotated[str | None, typer.Option(help="资金性质 / fund")] = None,
    years: Annotated[str, typer.Option(help="年份：2023,2024 或 2022..2024 / years")] = "",
    phase: Annotated[str | None, typer.Option(help="approved | revised | executed")] = None,
    deflators: Annotated[str | None, typer.Option(help="价格指数表 year,index / price indices, CSV")] = None,
    people: Annotated[str | None, typer.Option(help="人数表 unit,year,people / numbers of people, CSV")] = None,
    correspondences: Annotated[
        str | None, typer.Option(help="科目或项目对应表 / correspondences of codes, CSV (docs/questions.md)")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table | csv | json | parquet | svg | png")] = "table",
    output: Output = None,
    store: Figures = None,
    endpoint: Endpoint = None,
) -> None:
    """跨年比较，并说明是否可比 / compare over years, and say whether the figures are comparable."""
    from .commands import asking

    settings = _settings(store=store, endpoint=endpoint)
    subject = {"unit": unit, "function": function, "economic": economic, "project": project, "fund": fund}
    beside = asking.Beside(deflators, people, correspondences)
    layout = "json" if console.as_json else form
    asking.deliver(asking.comparison({**subject, "phase": phase}, years, layout, settings, beside), output)


@command("打开网站 / open the site", has_result=False)
def serve(
    console: Console,
    folder: Annotated[str | None, typer.Argument(help="build 的输出目录 / a build's folder")] = None,
    host: Annotated[str, typer.Option(help="监听地址 / address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口，0 为任选 / port, 0 for any that is free")] = 8000,
    sub_path: Annotated[str, typer.Option(help="代理下的子路径 / sub-path behind a proxy, like /budget")] = "",
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="同时回答的查询，默认看处理器和内存 / queries at once, by cores and memory"),
    ] = None,
    query_seconds: Annotated[float, typer.Option(min=0.1, help="一个查询最多几秒 / seconds a query may take")] = 20.0,
    query_megabytes: Annotated[int, typer.Option(min=200, help="一个查询最多几 MB / MB a query may take")] = 512,
    per_minute: Annotated[int, typer.Option(min=0, help="每个地址每分钟的请求，0 不限 / requests per address")] = 600,
    log: Annotated[bool, typer.Option(help="每个请求一行，不含地址 / a line per request, without addresses")] = False,
) -> None:
    """打开网站：浏览、查询、追到单元格 / open the site: look, ask, follow a number to its cell."""
    from .catalogue.site.guard import Rate
    from .catalogue.site.pool import Limits, fitting
    from .catalogue.site.server import serve as serve_site
    from .machine import cores, free_bytes

    settings = _settings(out=folder)
    places = workers or fitting(cores(), free_bytes(), query_megabytes)
    limits = Limits(seconds=query_seconds, megabytes=query_megabytes, workers=places)
    rate = Rate(per_minute, max(per_minute // 5, 1))
    serve_site(Path(settings.out), host, port, sub_path.rstrip("/"), console, limits, rate, with_log=log)


def _request(
    *,
    folder: Annotated[str, typer.Argument(help="build 的输出目录 / a build's folder")],
    to: To = None,
    owner_org: Annotated[
        str, typer.Option(help="机构 id，不给就按主管部门 / organisation; default: the department")
    ] = "",
    openness: Annotated[list[str] | None, typer.Option(help="另外允许的开放类型 / openness types also allowed")] = None,
    prune: Annotated[
        list[str] | None, typer.Option(help="可以删除的数据集名，* 为全部 / datasets that may be removed, * for all")
    ] = None,
    prune_limit: Annotated[int, typer.Option(help="最多删除几个 / most that may be removed")] = 10,
    groups: Groups = True,
    allow_http: AllowHttp = False,
) -> Any:
    from .commands.publishing import Request

    settings = _settings(portal=to)
    if not settings.portal:
        raise CommandError("usage", "没有给出门户网址，用 --to 或 YUSUAN_PORTAL / name the portal with --to")
    allowed, pruned = tuple(openness or ()), tuple(prune or ())
    return Request(
        Path(folder), settings.portal, owner_org, allowed, pruned, prune_limit, groups, allow_http, settings.timeout_s
    )


@command("发布会改变什么 / what publishing would change", request=_request)
def plan(
    console: Console,
    request: Any,
    save: Annotated[str, typer.Option(help="把计划存成 .json 或 .html / keep the plan as .json or .html")] = "",
) -> None:
    """读门户，说明发布会改变什么；有待办时退出码 6 / what publishing would change; exit 6 when anything would."""
    from .commands import publishing

    result = publishing.plan(request, console)
    if save:
        publishing.save_plan(result, Path(save))
    console.result(result.plan.as_json(), result.plan.as_text())
    raise typer.Exit(result.exit_code)


@command("发布到 CKAN / publish to CKAN", request=_request)
def publish(
    console: Console,
    request: Any,
    saved: Annotated[str, typer.Option("--plan", help="只照保存的计划做 / apply this saved plan only")] = "",
) -> None:
    """把构建发布到 CKAN；重复运行不再写入 / publish a build to CKAN; a second run writes nothing."""
    from .commands import publishing

    result = publishing.publish(request, console, Path(saved) if saved else None)
    console.result(result.as_json(), result.as_text())
    raise typer.Exit(result.exit_code)


@command("两次构建之间变了什么 / what changed between builds")
def diff(
    console: Console,
    one: Annotated[str, typer.Argument(help="先前的构建或数据包 / the earlier build or package")],
    other: Annotated[str, typer.Argument(help="后来的构建或数据包 / the later one")],
) -> None:
    """两次构建之间新增、撤回、更正了哪些数 / amounts added, taken back or corrected between two builds."""
    from .commands import publishing

    result = publishing.diff(Path(one), Path(other))
    console.result(result.as_json(), result.as_text())
    raise typer.Exit(result.exit_code)


@command("无人值守的全过程 / all of it, unattended")
def run(
    console: Console,
    sources: Annotated[list[str], typer.Argument(help="文件、文件夹或 sources.toml / file, folder or sources.toml")],
    out: Annotated[str | None, typer.Option("--out", help="输出目录 / output folder")] = None,
    to: To = None,
    policy: Annotated[str, typer.Option(help="策略文件 policy.toml / what needs a person")] = "",
    accept: Annotated[list[str] | None, typer.Option(help="人已确认的数据包 / packages a person said yes to")] = None,
    wait: Annotated[int, typer.Option(help="另一个 run 在跑时等几秒 / seconds to wait for another run")] = 0,
    groups: Groups = True,
    allow_http: AllowHttp = False,
    observations: Observations = None,
    base: Base = None,
) -> None:
    """无人值守：构建、核对、按策略发布，给出摘要和指标 / unattended: build, validate, publish under a policy."""
    from .commands import running
    from .commands.policy import read_policy
    from .ontology.forms import Forms

    settings = _settings(out=out, base=base, portal=to, observations=observations)
    asked = running.RunRequest(
        sources=tuple(Path(s) for s in sources),
        out=Path(settings.out),
        base=settings.base,
        policy=read_policy(Path(policy) if policy else None),
        portal=settings.portal,
        accept=tuple(accept or ()),
        wait_s=wait,
        allow_http=allow_http,
        groups=groups,
        timeout_s=settings.timeout_s,
        shards=settings.shards,
        forms=Forms(settings.json_ld, settings.cube_link),
        observations=settings.observations,
    )
    summary = running.run(asked, console)
    console.result(summary.as_json(), summary.as_text())
    raise typer.Exit(summary.exit_code)


@command("一个数印在哪里 / where a number was printed")
def where(
    console: Console,
    observation: Annotated[str, typer.Argument(help="观测的标识 / id of the observation")],
    picture: Annotated[str | None, typer.Option(help="图片文件名，PDF 用 / file for the picture of a PDF page")] = None,
    store: Store = None,
) -> None:
    """一个数印在哪里：文档、页、单元格、原文、印证，PDF 附标出单元格的图 / where a number was printed."""
    from .commands import asking

    console.result(*asking.where(observation, _settings(store=store), picture))


@command("只凭 RDF 还原数据包 / a package from its RDF")
def restore(
    console: Console,
    folder: Annotated[
        str, typer.Argument(help="存有 data 和 provenance 的文件夹 / folder with the two graphs, .nt, .ttl or .jsonld")
    ],
    out: Annotated[str, typer.Option("--out", help="数据包写到哪里 / where the package goes")] = "restored",
) -> None:
    """只凭 RDF 还原数据包：表、出处、核对一样不少 / the whole package again, from nothing but its RDF."""
    from .commands import restoring

    place = str(restoring.restore(Path(folder), Path(out)))
    console.result({"package": place}, place)


@command("装入 SPARQL 服务 / into a SPARQL server")
def load(
    console: Console,
    folder: Annotated[str, typer.Argument(help="build 的输出目录 / a build's folder")],
    endpoint: Endpoint = None,
    graph_store: Annotated[
        str | None,
        typer.Option(help="图存储地址，认不出服务时才要给 / address of the graph store, where it is not known"),
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="删去服务里这次输出没有的图 / remove graphs that this build lacks")
    ] = False,
    nquads: Annotated[
        str | None,
        typer.Option(help="写成一个 N-Quads 文件，给 Fuseki 的批量装载程序 / a file for the bulk loader of Fuseki"),
    ] = None,
    ntriples: Annotated[
        str | None,
        typer.Option(help="写成一个文件夹，每图一个文件，给 Virtuoso 的 / a folder for that of Virtuoso"),
    ] = None,
) -> None:
    """把图装入 SPARQL 服务，每份文档一个图，整体替换并核对条数 / put the graphs into a SPARQL server, and count them.

    用户名和密码: YUSUAN_ENDPOINT_USER, YUSUAN_ENDPOINT_PASSWORD / user and password
    """
    from .commands import asking

    settings = _settings(endpoint=endpoint, graph_store=graph_store)
    if nquads or ntriples:
        place = Path(nquads or ntriples or "")
        console.result(*asking.write_graphs(Path(folder), place, settings, apart=not nquads))
    else:
        console.result(*asking.load(Path(folder), settings, console, prune=prune))


@command("检查安装 / check the installation")
def doctor(
    console: Console,
) -> None:
    """检查安装是否完整、各部件是否可用 / check that the installation is whole and its parts work."""
    from .commands import diagnosis

    result = diagnosis.diagnose()
    console.result(result.as_json(), result.as_text())
    raise typer.Exit(result.exit_code)


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="版本 / version")] = False) -> None:
    if version:
        print(__version__)
        raise typer.Exit


def _settings(**flags: Any) -> Settings:
    return load_settings(flags)


def _wrong_usage(console: Console, error: Exception) -> int:
    """Tell what is wrong with the usage; without any argument the help is the answer."""
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error, file=sys.stderr)
    else:
        console.error(usage.told(error))
    return EXIT["usage"]


def main() -> None:
    """Run the command line; every failure that people can do something about ends in one line."""
    console = Console(color="--no-color" not in sys.argv)
    try:
        code = app(standalone_mode=False)  # what is wrong with the usage is told here, in both languages
        if code == _INTERRUPTED:
            console.error(_INTERRUPTION)
        sys.exit(code if isinstance(code, int) else EXIT["done"])
    except (CommandError, SettingsError) as failure:
        console.error(str(failure))
        sys.exit(getattr(failure, "exit_code", EXIT["usage"]))
    except KeyboardInterrupt:
        console.error(_INTERRUPTION)
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        sys.exit(EXIT["done"])
    except Exception as error:  # the last door: no traceback for people
        if usage.is_wrong_usage(error):
            sys.exit(_wrong_usage(console, error))
        console.error(f"内部错误 {type(error).__name__}: {error} / internal error; -v 显示细节")
        if "-v" in sys.argv or "--verbose" in sys.argv:
            raise
        sys.exit(EXIT["internal"])


if __name__ == "__main__":
    main()
