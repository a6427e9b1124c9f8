"""The verbs a door may call for a filing, in the order a person meets them."""

from zhishui.filing.counter.amending import amend
from zhishui.filing.counter.answering import answer, confirm, confirm_all, contest
from zhishui.filing.counter.refreshing import resume
from zhishui.filing.counter.starting import start
from zhishui.filing.counter.submitting import submit


__all__ = ["amend", "answer", "confirm", "confirm_all", "contest", "resume", "start", "submit"]
