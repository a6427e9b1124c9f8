"""The composition root: settings, ports, who listens to what."""
