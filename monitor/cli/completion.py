"""``monitor completion``: the script by which a shell completes commands and options."""

from __future__ import annotations

import click

from monitor.cli.program import Command


@click.command(
    "completion",
    cls=Command,
    examples=(
        ('eval "$(monitor completion bash)"', "put this into ~/.bashrc"),
        ('eval "$(monitor completion zsh)"', "put this into ~/.zshrc"),
        ("monitor completion fish > ~/.config/fish/completions/monitor.fish", ""),
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL."""
    from click.shell_completion import get_completion_class

    root = click.get_current_context().find_root()
    made_by = get_completion_class(shell)
    if made_by is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(made_by(root.command, {}, "monitor", "_MONITOR_COMPLETE").source())
