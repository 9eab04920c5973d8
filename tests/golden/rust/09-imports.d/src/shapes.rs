use super::util::half;

pub struct Circle;

impl Circle {
    pub fn new() -> Circle { Circle }
    pub fn draw(&self) { half(1); }
}
