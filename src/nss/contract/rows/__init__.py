"""Every kind of row that a contract holds, parted by subject; column lists stand on the row types."""
