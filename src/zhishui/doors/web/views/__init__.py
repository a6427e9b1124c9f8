"""Views: read the request, make one domain call, draw one page."""
