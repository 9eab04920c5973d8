func scale() -> Double { return 2 }
