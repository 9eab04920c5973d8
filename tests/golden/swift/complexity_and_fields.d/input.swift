class Door {
    var isOpen = false
    var count = 0

    func open(_ n: Int) -> Int {
        guard n > 0 else { return 0 }
        if n > 1 && isOpen || n > 9 {
            self.count += 1
        }
        for _ in 0..<n {}
        switch n {
        case 1, 2:
            return 1
        default:
            return n > 5 ? 1 : 2
        }
    }

    func close() {
        do {
            try lock()
        } catch {
            isOpen = false
        }
        repeat {} while isOpen
    }

    func lock() throws {}
}
