"""Where the world comes in: web pages, JSON API, command line."""
