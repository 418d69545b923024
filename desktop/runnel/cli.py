"""The commands of ``runnel``: open the app (no command, or ``open FLOW.json``), ``serve``, ``run`` and the others.

Each command reads its flags into `Settings`, starts a `Server` on a thread where it needs one, and waits. What a
command needs is imported when it runs, so that ``--version`` and ``--help`` answer at once.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from runnel import __version__
from runnel.errors import AppError, Conflict, Invalid

if TYPE_CHECKING:
    from runnel.server import Server
    from runnel.settings import Settings

Command = Callable[..., Any]

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _data_options(command: Command) -> Command:
    """The flags of every command that opens a data folder."""
    command = click.option("--env-file", type=_FILE, help="A file of NAME=value lines; the environment wins.")(command)
    return click.option("--data-dir", type=_FOLDER, help="The folder of your flows, files and logs.")(command)


def _server_options(command: Command) -> Command:
    """The flags of the commands that listen."""
    options = (
        click.option("--port", type=click.IntRange(0, 65535), help="Listen here or fail; 0 takes any free port."),
        click.option("--host", help="Listen on this address; other than loopback needs --require-api-key."),
        click.option("--allow-host", multiple=True, metavar="NAME:PORT", help="A further name that requests may use."),
        click.option("--require-api-key", is_flag=True, default=None, help="Answer only who has a key."),
    )
    for option in reversed(options):
        command = option(command)
    return _data_options(command)


def _say_version(context: click.Context, _option: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        from runnel.commit import find_commit

        commit = find_commit()
        click.echo(f"Runnel {__version__}" + (f" ({commit})" if commit else ""))
        context.exit()


class _Commands(click.Group):
    """The commands; a file in place of one is opened, as when it is double-clicked."""

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if arguments and arguments[0] not in self.commands and Path(arguments[0]).is_file():
            arguments = ["open", *arguments]
        return super().resolve_command(context, arguments)


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Show version and commit."
)
@_server_options
@click.option("--browser", is_flag=True, help="Open the app in the browser, not in a window of its own.")
@click.pass_context
def main(context: click.Context, /, browser: bool, **flags: Any) -> None:
    """Build and run LLM flows on your own computer. Without a command: open the app."""
    if context.invoked_subcommand is None:
        _with_plain_errors(_open_app, browser=browser, **flags)
    elif any(value is not None and value != () for value in (*flags.values(), browser or None)):
        raise click.UsageError(f"Options go after the command: runnel {context.invoked_subcommand} …")


@main.command("open")
@click.argument("file", type=_FILE, required=False)
@_server_options
@click.option("--browser", is_flag=True, help="Open the app in the browser, not in a window of its own.")
def open_file(file: Path | None, browser: bool, **flags: Any) -> None:
    """Open the app at a flow file, which is brought in; in the window that is open already, if there is one."""
    _with_plain_errors(_open_app, browser=browser, file=file, **flags)


@main.command()
@_server_options
def serve(**flags: Any) -> None:
    """Serve the app and its API without a window, until Ctrl+C."""
    _with_plain_errors(_serve, **flags)


@main.command()
@click.argument("flow", type=_FILE)
@click.option("--input", "input_value", default="", help="What the flow's input gets; - reads it from stdin.")
@click.option("--session", "session_id", help="Go on with this conversation; a new one unless given.")
@_data_options
def run(flow: Path, input_value: str, session_id: str | None, **flags: Any) -> None:
    """Run a flow file and print its answer as it comes."""
    from runnel.flow_file import run_flow_file
    from runnel.settings import read_settings

    def write(text: str) -> None:
        click.echo(text, nl=False)
        sys.stdout.flush()

    def run_it() -> None:
        text = sys.stdin.read() if input_value == "-" else input_value
        run_flow_file(flow, text, read_settings(**flags), write, session_id=session_id)

    _with_plain_errors(run_it)


@main.command()
@click.argument("flow", type=_FILE, required=False)
@click.option("--list", "is_list", is_flag=True, help="Say what is trusted on this computer.")
@click.option("--withdraw", metavar="DIGEST", help="Trust this no more; the digest as --list shows it.")
@_data_options
def trust(flow: Path | None, is_list: bool, withdraw: str | None, **flags: Any) -> None:
    """Show the code that a flow file carries, and ask whether it may run on this computer."""
    from runnel import trust as ledger
    from runnel.settings import read_settings

    if sum((flow is not None, is_list, withdraw is not None)) != 1:
        raise click.UsageError("Name a flow file, or one of --list and --withdraw.")

    def do_it() -> None:
        settings = read_settings(**flags)
        if flow is not None:
            if not (sys.stdin.isatty() and sys.stdout.isatty()):
                raise Invalid("Trust is given by a person who has seen the code: run this on a terminal.")
            ledger.review(settings, flow, click.echo, click.confirm)
        elif withdraw is not None:
            ledger.withdraw(settings, withdraw, click.echo)
        else:
            ledger.list_trusted(settings, click.echo)

    _with_plain_errors(do_it)


@main.command("api-key")
@click.option("--name", default="Command line", show_default=True, help="What the key is called in lists.")
@_data_options
def api_key(name: str, **flags: Any) -> None:
    """Make an API key for scripts and print it, this once."""
    from runnel.api_key import create_api_key
    from runnel.settings import read_settings

    def make_it() -> None:
        key = create_api_key(read_settings(**flags), name)
        click.echo(f"API Key Created Successfully:\n\n{key}\n\nIt is not shown again; keep it in a safe place.")

    _with_plain_errors(make_it)


@main.command()
@click.argument("words", nargs=-1)
@click.option("--needs", help="Only those that need this: offline, local-model, server, net or key.")
@click.option("--json", "as_json", is_flag=True, help="Print the list for programs, with inputs and outputs.")
def components(words: tuple[str, ...], needs: str | None, as_json: bool) -> None:
    """List the components and what each needs to run; with WORDS only those with these in their names."""
    from runnel.component_list import NEEDS, components_as_json, components_as_text, list_components

    if needs is not None and needs not in NEEDS:
        raise click.BadParameter(f"one of {', '.join(NEEDS)}", param_hint="--needs")
    entries = list_components(" ".join(words), needs or "")
    click.echo(components_as_json(entries) if as_json else components_as_text(entries))


@main.command()
@_data_options
def doctor(**flags: Any) -> None:
    """Say what was found on this computer: web view, data folder, port."""
    from runnel.doctor import examine
    from runnel.settings import read_settings

    def say_it() -> None:
        for name, found in examine(read_settings(**flags)):
            click.echo(f"{name + ':':13} {found}")

    _with_plain_errors(say_it)


@main.command("self-test")
def self_test() -> None:
    """Prove that this program is whole: components, database, page, a run, the model library."""
    from runnel.selftest import run_checks

    sys.exit(0 if run_checks(click.echo) else 1)


def _open_app(browser: bool, file: Path | None = None, **flags: Any) -> None:
    settings = _read(flags)
    try:
        server = _start(settings, flags)
    except Conflict:
        if not _show_running(settings, file):
            raise
        return
    try:
        from runnel.opened_file import open_in

        flow_id = open_in(server.running, file).flow_id if file else None
        _show(server, settings, flow_id, in_browser=browser)
    finally:
        server.stop()


def _serve(**flags: Any) -> None:
    settings = _read(flags)
    server = _start(settings, flags)
    try:
        click.echo(f"Runnel serves {server.url} – Ctrl+C ends it.")
        _wait_for_signal(server)
    finally:
        server.stop()


def _read(flags: dict[str, Any]) -> Settings:
    """The settings from flags and environment; refuses to open the door further than the keys allow."""
    from runnel.listener import is_loopback
    from runnel.settings import read_settings

    flags = dict(flags)
    flags["allow_hosts"] = flags.pop("allow_host") or None
    flags["auto_login"] = False if flags.pop("require_api_key") else None
    settings = read_settings(**flags)
    if not is_loopback(settings.host):
        if settings.auto_login:
            raise Invalid(f"Others could reach {settings.host}, so it is served only with --require-api-key.")
        if not settings.allow_hosts:
            raise Invalid(f"Name with --allow-host, as NAME:PORT, what others will call {settings.host}.")
    return settings


def _start(settings: Settings, flags: dict[str, Any]) -> Server:
    """A running server on a port by the rules. Raises `Conflict` when another Runnel holds the data folder."""
    from runnel.crash import write_crash_reports
    from runnel.listener import open_listener
    from runnel.server import Server

    is_chosen = flags["port"] is not None or any(settings.environment.get(name) for name in _PORT_NAMES)
    listener = open_listener(settings.host, settings.port, is_port_chosen=is_chosen)
    write_crash_reports(settings.data_dir / "logs")
    server = Server(settings, listener)
    server.start()
    if settings.port not in (0, server.port):
        click.echo(f"Port {settings.port} is taken by another program; Runnel uses {server.port}.", err=True)
    return server


_PORT_NAMES = ("RUNNEL_PORT", "LANGFLOW_PORT")


def _show(server: Server, settings: Settings, flow_id: str | None, *, in_browser: bool) -> None:
    """Show the app, at a flow if one is given, and return when the user is done with it."""
    from runnel.paths import assets_dir
    from runnel.web_view import missing_web_view

    reason = "" if in_browser else missing_web_view()
    if reason is None:
        from runnel.window import open_window

        open_window(
            server.launch_url("window", flow_id),
            storage_dir=settings.data_dir / "window",
            link=server.state.window,
            count_runs=server.state.jobs.count_running,
            icon=assets_dir() / "icons" / "runnel.png",
        )
        return
    # The address that is opened holds a one-time token, so it is not the one that is said.
    opened = _open_browser(server.launch_url("session", flow_id))
    told = f"Runnel runs at {server.url}/" + (" and was opened in your browser." if opened else ".")
    click.echo(f"{reason} {told} Ctrl+C ends it.".strip())
    _wait_for_signal(server)


def _show_running(settings: Settings, file: Path | None) -> bool:
    """Bring the Runnel forward that holds the data folder already, and say so; False when it cannot be found."""
    from runnel.instance import find_running
    from runnel.opened_file import open_in

    running = find_running(settings.data_dir)
    if running is None:
        return False
    shown = open_in(running, file)
    if shown.launch_path is None:
        how = "Its window was brought forward."
    else:
        how = "It was opened in your browser." if _open_browser(running.base_url + shown.launch_path) else ""
    click.echo(f"Runnel runs already, at {running.base_url}/, with the data folder {settings.data_dir}. {how}".strip())
    return True


def _open_browser(url: str) -> bool:
    import webbrowser

    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False


def _wait_for_signal(server: Server) -> None:
    """Return at SIGINT or SIGTERM, or when the server has ended by itself."""
    is_over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: is_over.set())
    while not is_over.wait(0.5):
        if not server.is_running:
            raise AppError("The server has ended unexpectedly; the log in the data folder says why.")


def _with_plain_errors(command: Command, *arguments: Any, **named: Any) -> None:
    """Run a command; an error of ours is said in one line, without a trace."""
    try:
        command(*arguments, **named)
    except AppError as error:
        raise click.ClickException(str(error)) from None
