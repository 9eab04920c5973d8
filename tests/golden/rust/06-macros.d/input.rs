/// Squares.
#[macro_export]
macro_rules! square {
    ($x:expr) => {
        $crate::multiply($x, $x)
    };
}

pub fn multiply(a: u32, b: u32) -> u32 { a * b }

fn four() -> u32 { 4 }

struct Writer;

impl Writer {
    fn flush(&self, n: u32) -> u32 { n }
}

fn run(w: Writer) {
    println!("{} {}", four(), w.flush(four()));
    let v = vec![multiply(1, 2), Writer { }.flush(3)];
    assert!(matches!(v, _ if four() == 4), "no {}", square!(2));
    if four() != 3 { }
}
