"""The registry of households and merchants."""
