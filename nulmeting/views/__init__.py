"""Views: what there is to say of an outcome, as plain values. The page draws them, a report sets them on paper: both say the same."""
