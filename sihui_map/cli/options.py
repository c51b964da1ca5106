"""Options and arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Who = Annotated[
    str, typer.Option("--who", help="谁在操作：账号的姓名，用他的权限；代理人写「李四 代 王五」。")
]
Why = Annotated[str, typer.Option("--why", help="为什么：写进记录的说明。")]
Reason = Annotated[str, typer.Option("--reason", help="理由，必须写。")]
Yes = Annotated[bool, typer.Option("--yes", help="不再询问，直接执行。")]
Force = Annotated[bool, typer.Option("--force", help="文件已存在时覆盖它。")]
Snapshot = Annotated[
    str, typer.Option("--snapshot", help="第几期：序号、编号或名称；不写则为最新。")
]
Given = Annotated[Path, typer.Argument(metavar="FILE", help="要读的文件。")]
Out = Annotated[Path, typer.Option("--out", help="写到哪个文件夹；不写则为当前文件夹。")]
Into = Annotated[
    Path | None, typer.Option("--into", help="把这一天的催办单（含回执）和文字写到哪个文件夹。")
]
Target = Annotated[Path, typer.Argument(metavar="FILE", help="要写的文件。")]
Number = Annotated[int, typer.Argument(metavar="ID", help="提交的编号。")]
