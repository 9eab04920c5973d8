#if os(iOS)
import UIKit
func platform() -> String { return "ios" }
#elseif DEBUG
func platform() -> String { return "debug" }
#else
func platform() -> String { return "other" }
#endif
class Guarded {
    #if FEATURE
    func feature() {}
    #endif
    func always() { if #available(iOS 15, *) { always() } }
}
#warning("soon")
