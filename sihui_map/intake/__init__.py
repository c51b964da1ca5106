"""What is handed in: template, files, checks; from cells to changes and findings."""
