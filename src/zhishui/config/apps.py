"""Bind the ports and the listeners when Django is ready, whoever started it."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class ConfigApp(AppConfig):
    """The composition root as Django sees it."""

    name = "zhishui.config"
    label = "config"

    def ready(self) -> None:
        """Bind time and chance, then say who listens to which event."""
        from zhishui.config import checks, clock, wiring  # noqa: F401  models exist only now
        from zhishui.kernel import ports

        time = (
            clock.ShiftedClock.starting_on(settings.ZHISHUI_DEMO_DAY) if settings.ZHISHUI_DEMO else clock.ShiftedClock()
        )
        ports.bind(clock=time, chance=clock.SystemChance())
        wiring.connect()
