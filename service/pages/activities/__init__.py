"""Pages of activities: the agenda for everybody, the workbench of staff, and those of a partner."""
