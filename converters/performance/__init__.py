"""Performance forms: targets, projects and their money."""
