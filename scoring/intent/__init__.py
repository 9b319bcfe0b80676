"""What a text wants: a small trained model, which knows of no offer, no lead and no database."""
