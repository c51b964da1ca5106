"""What is handed out: deck, report, town sheets, offline pack, data book, picture of the map."""
