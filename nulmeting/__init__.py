"""The nulmeting: from a board's answers to its score, its type, its gaps and five things to do tomorrow."""
