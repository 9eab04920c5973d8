pub trait Shape: Named {
    const SIDES: u32;
    type Unit;
    fn area(&self) -> f64;
    fn describe(&self) -> f64 {
        self.area()
    }
}

pub trait Named {
    fn name(&self) -> u8;
}

struct Square(f64);

impl Named for Square {
    fn name(&self) -> u8 { 1 }
}

impl Shape for Square {
    const SIDES: u32 = 4;
    type Unit = f64;
    fn area(&self) -> f64 {
        self.0 * self.0
    }
}

fn generic<T: Shape>(shape: &T) -> f64 {
    shape.area()
}

fn dynamic(shape: &dyn Shape, boxed: Box<dyn Named>) {
    shape.describe();
    boxed.name();
}

fn bounded<S>(s: S) where S: Named {
    s.name();
}
