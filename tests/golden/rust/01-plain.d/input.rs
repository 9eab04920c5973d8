//! The crate.

/// Adds.
/// Twice.
pub fn add(a: i32, b: i32) -> i32 {
    a + helper(b)
}

fn helper(n: i32) -> i32 { n }

struct Point {
    x: f64,
    y: f64,
}

pub struct Meters(pub f64);

enum Shape {
    Circle(f64),
    Square { side: f64 },
    Empty,
}

union Bits {
    i: u32,
    f: f32,
}

type Alias = Point;

const LIMIT: usize = 10;
static mut COUNT: u32 = 0;
const _: () = ();

fn main() {
    add(1, 2);
    println!("{}", LIMIT);
}
