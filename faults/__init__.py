"""`make faults`: the faults that the product has to survive, each a row with pass or fail and figures."""
