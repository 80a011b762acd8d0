"""`dalil serve`: the server from the command line."""

import argparse
import secrets
import sys

from rag.settings import Settings
from ui.extras import needs
from ui.server.settings import ServeSettings

__all__ = ["add_serve"]

TOKEN_BYTES = 32


def add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser's commands."""
    command = commands.add_parser(
        "serve",
        help="serve the chat, the JSON API and the wiki's widget",
        description="Serve the chat at /chat, the JSON API at /api (in words at /docs) and\n"
        "permalinks at /a until Ctrl-C or a signal; what runs is finished first. Only this\n"
        "machine is let in, unless the settings say otherwise.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"Settings of the server are variables (default in brackets):\n"
        f"{ServeSettings.told()}",
    )
    command.add_argument("--host", help="address to listen on (127.0.0.1)")
    command.add_argument("--port", help="port to listen on (7860)")
    command.add_argument(
        "--new-token",
        metavar="NAME",
        help="make a bearer token for NAME, print it once with the line for "
        "DALIL_SERVE_TOKENS_FILE (add :editor for one who may sign and export), and end",
    )
    command.set_defaults(run=_serve)


def _serve(args: argparse.Namespace) -> None:
    needs("server", "fastapi")
    # The server's libraries take a second to import: no other command waits for them.
    from ui.server.security import token_digest

    if args.new_token:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        sys.stdout.write(f"token: {token}\nline:  {args.new_token}:{token_digest(token)}\n")
        return
    given = {name: getattr(args, name) for name in ("host", "port") if getattr(args, name)}
    options = ServeSettings.load(given)
    settings = Settings.load()
    from ui.server.index_source import IndexSource
    from ui.server.run import serve

    serve(IndexSource(settings), settings, options)
