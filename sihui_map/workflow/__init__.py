"""From a file to a publication: propose, confirm, submit, approve, publish; the only writer.

Whoever writes, in the browser or on the command line, goes through here: so the same rules hold.
"""

from sihui_map.workflow.confirming import SHORTEST_REASON, confirm
from sihui_map.workflow.explaining import explain_ledger
from sihui_map.workflow.permitting import seen_by
from sihui_map.workflow.preferring import keep_preference
from sihui_map.workflow.proposing import Proposal, RowChange, declare, propose
from sihui_map.workflow.publishing import SHORTEST_WHY, begin, freeze, preview, publish, staged
from sihui_map.workflow.reviewing import ACTION, approve, move, renew, send_back

__all__ = [
    "ACTION", "SHORTEST_REASON", "SHORTEST_WHY", "Proposal", "RowChange", "approve", "begin",
    "confirm", "declare", "explain_ledger", "freeze", "keep_preference", "move", "preview",
    "propose", "publish", "renew", "seen_by", "send_back", "staged",
]  # fmt: skip
