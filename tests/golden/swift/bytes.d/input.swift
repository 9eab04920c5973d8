// Größe
func größe(_ wert: Int) -> Int {
    return wert
}
struct Δ { func 名前() { größe(1); `class`() }
 func `class`() {} }
let 😀 = 1
