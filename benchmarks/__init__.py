"""How fast is zhishui? One module for each `zs bench NAME`; each gives `run(wanted) -> Report`."""
