"""View-models: what a page says, frozen, made from one domain call and no request."""
