"""The calendar of a call: deadlines, reminders, results, events, and what is handed in at the end."""
