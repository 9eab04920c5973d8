actor Bank {
    private var total = 0
    func deposit(_ amount: Int) async { total += amount; await log(amount) }
    nonisolated func name() -> String { return "bank" }
    func log(_ amount: Int) async {}
}
func main() async throws {
    let bank = Bank()
    await bank.deposit(1)
    async let other = load()
    try await withTaskGroup(of: Int.self) { group in group.addTask { await load() } }
    let name = try? bank.name()
    print(name ?? "none", await other)
}
func load() async -> Int { return 1 }
