protocol Store: AnyObject, Closing {
    associatedtype Item: Hashable
    var count: Int { get set }
    static var shared: Self { get }
    init(size: Int)
    func load(_ id: Int) throws -> Item?
    subscript(index: Int) -> Item { get }
}
protocol Closing { func close() }
class Disk: Store, Closing {
    func load(_ id: Int) -> String? { close(); return nil }
    func close() {}
}
func use(store: any Closing, other: some Closing & Store) { store.close() }
