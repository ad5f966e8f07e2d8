"""What an editor decides about changes and suggestions, and where: the review of cleaned texts."""
