"""An existing register brought in from CSV files: what the files are (`forms`), how they are read (`reading`), what would come
of them (`judging`), how they are written (`writing`), and the whole of it in one transaction (`taking`)."""
