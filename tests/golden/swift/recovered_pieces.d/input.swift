func first(x: Int) -> Int {
    return x
}

func second(x: Int) -> Int {
    first(x: "open)
}

func third(x: Int) -> Int {
    return first(x: x)
}
