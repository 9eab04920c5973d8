struct Shape { func area() -> Double { return scale() } }
