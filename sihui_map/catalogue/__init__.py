"""What is declared once, and from which everything else follows in loops."""
