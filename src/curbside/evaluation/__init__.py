"""Measures how well the house finds, on sets of questions with known answers."""
