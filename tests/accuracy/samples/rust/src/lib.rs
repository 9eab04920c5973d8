//! What is easy to get wrong: modules and re-exports, traits and their impls, generics, closures, patterns, macros.
mod parts;
pub mod tools;

use parts::{Circle, Shape, Square};
pub use tools::{build as construct, *};

macro_rules! twice {
    ($e:expr) => {
        $e + $e
    };
}

#[cfg(windows)]
fn platform() -> u32 {
    1
}

#[cfg(not(windows))]
fn platform() -> u32 {
    2
}

pub struct Canvas {
    shapes: Vec<Box<dyn Shape>>,
    squares: Vec<Square>,
}

impl Canvas {
    pub fn new() -> Self {
        Canvas { shapes: Vec::new(), squares: vec![] }
    }

    pub fn add(mut self, side: u32) -> Self {
        self.squares.push(Square(side));
        self.shapes.push(Box::new(Circle::with_radius(side)));
        self
    }

    pub fn area(&self) -> u32 {
        let round: u32 = self.shapes.iter().map(|s| s.area()).sum();
        let mut total = round;
        for square in &self.squares {
            total += square.area() + square.side();
        }
        if let Some(first) = self.squares.first() {
            total += first.describe().len() as u32;
        }
        total
    }

    pub fn largest(&self) -> Option<&Square> {
        self.squares.iter().max_by_key(|s| s.side())
    }
}

fn sum_of<S: Shape>(shapes: &[S]) -> u32 {
    shapes.iter().fold(0, |sum, s| sum + s.area())
}

pub fn run() -> Result<u32, tools::Failure> {
    let canvas = construct(3)?.add(4);
    let side = canvas.largest().map(|s| s.side()).unwrap_or(0);
    assert!(canvas.area() > side, "area of {}", canvas.area());
    let squares = [Square(1), Square(2)];
    let grown = Square(1) + Square(2);
    Ok(twice!(sum_of(&squares)) + platform() + grown.side())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs() {
        assert!(run().is_ok());
    }
}
