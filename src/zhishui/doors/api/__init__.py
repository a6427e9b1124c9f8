"""The JSON API: the pages' verbs for programs. OpenAPI 3.1 at /api/v1/openapi.json."""
