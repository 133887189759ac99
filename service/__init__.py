"""How people and programs reach it: command line, API and pages."""
