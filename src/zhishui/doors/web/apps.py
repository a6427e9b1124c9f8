"""Django's name for this app."""

from django.apps import AppConfig


class WebApp(AppConfig):
    """Pages, their look and their manners."""

    name = "zhishui.doors.web"
    label = "web"
