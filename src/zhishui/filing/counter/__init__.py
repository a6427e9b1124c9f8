"""The counter: the only verbs a door calls for a filing, so that all doors share one sequence."""
