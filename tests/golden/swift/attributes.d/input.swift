import SwiftUI
@main
struct App: View {
    @State private var count = 0
    @Clamped(range: 1...2) var level: Int = 1
    var body: some View {
        Text(title()).padding()
    }
    @available(iOS 15, *) @discardableResult
    func title() -> String { return "a" }
}
@propertyWrapper struct Clamped { var wrappedValue: Int; init(wrappedValue: Int, range: Range) {} }
@MainActor final class Model: ObservableObject { @Published var items: [Int] = [] }
@resultBuilder enum Builder { static func buildBlock(_ parts: Int...) -> Int { return 0 } }
