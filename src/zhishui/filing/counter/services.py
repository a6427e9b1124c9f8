"""The verbs a door may call for a filing, in the order a person meets them."""

from zhishui.filing.counter.drafting import amend, answer, confirm, confirm_all, contest, resume, start
from zhishui.filing.counter.submitting import submit


__all__ = ["amend", "answer", "confirm", "confirm_all", "contest", "resume", "start", "submit"]
