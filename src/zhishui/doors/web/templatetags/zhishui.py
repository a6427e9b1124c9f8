"""How do templates write an icon, a day, a moment? Three tags, nothing clever."""

from __future__ import annotations

import re
from datetime import date, datetime

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from zhishui.doors.web.pages import words
from zhishui.kernel import CHINA


register = template.Library()
CLAUSE = re.compile(r"(?<=[，。；：])")


@register.simple_tag
def icon(name: str, css: str = "i") -> SafeString:
    """Draw an icon of the sprite; it only helps to recognise, so readers skip it."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, static("zhishui/icons.svg"), name
    )


@register.filter
def clauses(heading: str) -> SafeString:
    """Keep each clause of a heading on one line where it fits, so that a line breaks at punctuation."""
    parts = [part for part in CLAUSE.split(heading) if part]
    return format_html_join("", '<span class="cl">{}</span>', ((part,) for part in parts))


@register.simple_tag
def day(on: date, style: str = "day") -> SafeString:
    """Write a day: "3月16日", with style "full" the year too, with "before" as a last day."""
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), words.day(on, style))


@register.simple_tag
def moment(at: datetime, style: str = "minute") -> SafeString:
    """Write a moment in China Standard Time: to the "day", "minute" or "second"."""
    local = at.astimezone(CHINA)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words.moment(at, style))
