use std::ops::Add;

pub trait Shape {
    fn area(&self) -> u32;

    fn describe(&self) -> String {
        format!("area {}", self.area())
    }
}

pub struct Square(pub u32);

impl Square {
    pub fn side(&self) -> u32 {
        self.0
    }
}

impl Shape for Square {
    fn area(&self) -> u32 {
        self.side() * self.side()
    }
}

impl Add for Square {
    type Output = Square;

    fn add(self, other: Square) -> Square {
        Square(self.side() + other.side())
    }
}

pub struct Circle {
    radius: u32,
}

impl Circle {
    pub fn with_radius(radius: u32) -> Circle {
        Circle { radius }
    }
}

impl Shape for Circle {
    fn area(&self) -> u32 {
        3 * self.radius * self.radius
    }
}
