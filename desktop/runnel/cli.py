"""The commands of ``runnel``: open the app (no command, or ``open FLOW.json``), ``serve``, ``run`` and the others.

Here stand their names and flags; what each does is one module of ``commands``, imported when it is asked for, so that
``--version`` and ``--help`` answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from runnel import __version__
from runnel.errors import AppError, Invalid

if TYPE_CHECKING:
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


_browser_option = click.option("--browser", is_flag=True, help="Open the app in the browser, not in a window.")


def _say_version(context: click.Context, _option: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        from runnel.about.commit import find_commit

        commit = find_commit()
        click.echo(f"Runnel {__version__}" + (f" ({commit})" if commit else ""))
        context.exit()


class _Commands(click.Group):
    """The commands; a file in place of one is opened, as when it is double-clicked. Errors are said without a trace."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except AppError as error:
            raise click.ClickException(str(error)) from None

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
@_browser_option
@click.pass_context
def main(context: click.Context, /, browser: bool, **flags: Any) -> None:
    """Build and run LLM flows on your own computer. Without a command: open the app."""
    if context.invoked_subcommand is None:
        _open(None, browser, flags)
    elif any(value is not None and value != () for value in (*flags.values(), browser or None)):
        raise click.UsageError(f"Options go after the command: runnel {context.invoked_subcommand} …")


@main.command("open")
@click.argument("file", type=_FILE, required=False)
@_server_options
@_browser_option
def open_file(file: Path | None, browser: bool, **flags: Any) -> None:
    """Open the app at a flow file, which is brought in; in the window that is open already, if there is one."""
    _open(file, browser, flags)


def _open(file: Path | None, browser: bool, flags: dict[str, Any]) -> None:
    from runnel.commands.open import open_app

    open_app(
        _server_settings(flags),
        file,
        click.echo,
        _warn,
        is_port_chosen=flags["port"] is not None,
        in_browser=browser,
        is_terminal=sys.stdout.isatty(),
    )


@main.command("serve")
@_server_options
def serve_app(**flags: Any) -> None:
    """Serve the app and its API without a window, until Ctrl+C.

    On a terminal it also prints a launch address: opened there, once, the app takes the browser for yours, and code can
    be trusted in it. A page opened by the plain address cannot do that. While it serves, `runnel` makes another one.
    """
    from runnel.commands.serve import serve

    is_chosen, is_terminal = flags["port"] is not None, sys.stdout.isatty()
    serve(_server_settings(flags), click.echo, _warn, is_port_chosen=is_chosen, is_terminal=is_terminal)


@main.command("run")
@click.argument("flow", type=_FILE)
@click.option("--input", "input_value", default="", help="What the flow's input gets; - reads it from stdin.")
@click.option("--session", "session_id", help="Go on with this conversation; a new one unless given.")
@_data_options
def run_flow(flow: Path, input_value: str, session_id: str | None, **flags: Any) -> None:
    """Run a flow file and print its answer as it comes."""
    from runnel.commands.run import run_flow_file

    def write(text: str) -> None:
        click.echo(text, nl=False)
        sys.stdout.flush()

    text = sys.stdin.read() if input_value == "-" else input_value
    run_flow_file(flow, text, _settings(flags), write, session_id=session_id)


@main.command("trust")
@click.argument("flow", type=_FILE, required=False)
@click.option("--list", "is_list", is_flag=True, help="Say what is trusted on this computer.")
@click.option("--withdraw", "withdrawn", metavar="DIGEST", help="Trust this no more; the digest as --list shows it.")
@_data_options
def trust_flow(flow: Path | None, is_list: bool, withdrawn: str | None, **flags: Any) -> None:
    """Show the code that a flow file carries, and ask whether it may run on this computer."""
    from runnel.commands.trust import list_trusted, review, withdraw

    if sum((flow is not None, is_list, withdrawn is not None)) != 1:
        raise click.UsageError("Name a flow file, or one of --list and --withdraw.")
    settings = _settings(flags)
    if flow is not None:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise Invalid("Trust is given by a person who has seen the code: run this on a terminal.")
        review(settings, flow, click.echo, click.confirm)
    elif withdrawn is not None:
        withdraw(settings, withdrawn, click.echo)
    else:
        list_trusted(settings, click.echo)


@main.command("api-key")
@click.option("--name", default="Command line", show_default=True, help="What the key is called in lists.")
@_data_options
def api_key(name: str, **flags: Any) -> None:
    """Make an API key for scripts and print it, this once."""
    from runnel.commands.api_key import create_api_key

    key = create_api_key(_settings(flags), name)
    click.echo(f"API Key Created Successfully:\n\n{key}\n\nIt is not shown again; keep it in a safe place.")


@main.command()
@click.argument("words", nargs=-1)
@click.option("--needs", help="Only those that need this: offline, local-model, server, net or key.")
@click.option("--json", "as_json", is_flag=True, help="Print the list for programs, with inputs and outputs.")
def components(words: tuple[str, ...], needs: str | None, as_json: bool) -> None:
    """List the components and what each needs to run; with WORDS only those with these in their names."""
    from runnel.commands.components import NEEDS, components_as_json, components_as_text, list_components

    if needs is not None and needs not in NEEDS:
        raise click.BadParameter(f"one of {', '.join(NEEDS)}", param_hint="--needs")
    entries = list_components(" ".join(words), needs or "")
    click.echo(components_as_json(entries) if as_json else components_as_text(entries))


@main.command()
@_data_options
def doctor(**flags: Any) -> None:
    """Say what was found on this computer: web view, data folder, port."""
    from runnel.commands.doctor import examine

    for name, found in examine(_settings(flags)):
        click.echo(f"{name + ':':13} {found}")


@main.command("self-test")
def self_test() -> None:
    """Prove that this program is whole: components, database, page, a run, the model library."""
    from runnel.commands.self_test import run_checks

    sys.exit(0 if run_checks(click.echo) else 1)


def _settings(flags: dict[str, Any]) -> Settings:
    from runnel.settings import read_settings

    return read_settings(**flags)


def _server_settings(flags: dict[str, Any]) -> Settings:
    flags = dict(flags)
    flags["allow_hosts"] = flags.pop("allow_host") or None
    flags["auto_login"] = False if flags.pop("require_api_key") else None
    return _settings(flags)


def _warn(text: str) -> None:
    click.echo(text, err=True)
