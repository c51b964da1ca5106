"""What writes into the store; only ``workflow`` may import it."""
