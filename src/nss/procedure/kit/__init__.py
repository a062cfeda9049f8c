"""What procedures are made of: the class, the selection screen's rows, forms, lists, start days, the
contact person."""
