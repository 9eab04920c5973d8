mod shapes;
mod util;

use crate::shapes::Circle;
use crate::util::{half as divide, Config};
use std::fmt;
use std::io::{self, Read as _};

fn main() {
    let c = Circle::new();
    c.draw();
    divide(3);
    util::half(4);
    let k = Config { depth: 1 };
    k.check();
}
