"""What the store holds, as files for other programs: a workbook, CSV, JSON; each holds the organisers' views."""
