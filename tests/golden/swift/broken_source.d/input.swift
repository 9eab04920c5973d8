func good() -> Int { return 1 }
func bad( -> Int { return 2 }
class Kept { func method() { good() } }
let x = )
}
func after() { good() }
struct Open { func inside() { good() }
