"""Activities of the week: written, shown, put in calendars, and signed up for."""
