"""Commands for files: one for each output of the page 会议材料, and one for the set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sihui_map.cli.chinese import ChineseCommand, ChineseGroup
from sihui_map.cli.files import put, read_given, refuse_existing
from sihui_map.cli.opening import opened
from sihui_map.cli.options import Force, Out, Snapshot
from sihui_map.cli.telling import stamp_of
from sihui_map.documents import outputs
from sihui_map.errors import DocumentError
from sihui_map.settings import read_settings
from sihui_map.views import fmt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.documents.outputs import Output

app = typer.Typer(
    cls=ChineseGroup,
    help="导出：写成文件，数与网页相同。",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def _export(chosen_ones: Sequence[Output], snapshot: str, out: Path, *, force: bool) -> None:
    """Write outputs of one snapshot into the folder ``out``: each file whole or not at all."""
    approval = read_settings().approval
    with opened() as archive:
        figures = archive.at(snapshot) if snapshot else archive.current()
        before = archive.before(figures)
        out.mkdir(parents=True, exist_ok=True)
        failed: list[str] = []
        for chosen in chosen_ones:
            file = out / chosen.file_name(figures)
            refuse_existing(file, force=force)
            try:
                body = chosen.make(figures, before, approval)
            except DocumentError as error:  # the others are written all the same
                failed.append(str(error))
                continue
            put(file, body)
            typer.echo(f"已写出 {file}：{len(body) / 1024:.0f} kB")
    sample = f"；{fmt.SAMPLE_NOTE}" if figures.snapshot.with_sample else ""
    typer.echo(f"{stamp_of(figures)}{sample}。")
    if failed:
        raise DocumentError("；".join(failed))


def _export_command(name: str, keys: Sequence[str], text: str) -> None:
    def export(*, snapshot: Snapshot = "", out: Out = Path(), force: Force = False) -> None:
        """Write one output, or the set."""
        _export([outputs.output(key) for key in keys], snapshot, out, force=force)

    app.command(name, cls=ChineseCommand, help=text)(export)


@app.command("deck", cls=ChineseCommand, help="汇报演示文稿（.pptx）：地图是可改的图形。")
def export_deck(
    *,
    template: Annotated[
        Path | None, typer.Option("--template", help="本单位的 .pptx 模板；不写则用自带版式。")
    ] = None,
    snapshot: Snapshot = "",
    out: Out = Path(),
    force: Force = False,
) -> None:
    """Write the deck, on an office's own template where one is given."""
    chosen = outputs.deck_on(read_given(template)) if template else outputs.output("deck")
    _export([chosen], snapshot, out, force=force)


for _one in outputs.OUTPUTS.values():
    if _one.key != "deck":  # which takes a template as well
        _export_command(_one.key, (_one.key,), f"{_one.title}（.{_one.ending}）：{_one.about}。")
_export_command("all", outputs.DEFAULT_SET, "全套会议材料。")
