use std::ops::{Add, Deref, Index};

trait Draw {
    fn draw(&self);
}
trait Name {
    fn name(&self) -> u32;
}
trait Shape {
    type Edge: Draw;
    fn edge(&self) -> Self::Edge;
}

struct Line;
impl Draw for Line {
    fn draw(&self) {}
}
struct Square;
impl Shape for Square {
    type Edge = Line;
    fn edge(&self) -> Self::Edge {
        Line
    }
}

// The bounds are the impl block's, not the struct's.
struct Holder<T> {
    held: T,
}
impl<T: Shape> Holder<T> {
    fn show(&self) {
        self.held.edge().draw();
    }
}

// A method of all that can be drawn.
trait Twice {
    fn twice(&self);
}
impl<D: Draw> Twice for D {
    fn twice(&self) {
        self.draw();
    }
}

struct Guard<T> {
    inner: T,
}
impl<T> Deref for Guard<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.inner
    }
}

fn both<T>(it: &T) where T: Draw + Name {
    it.draw();
    it.name();
}

type Short = Holder<Square>;
impl<T> Holder<T> {
    fn new(held: T) -> Holder<T> {
        Holder { held }
    }
}

#[derive(Clone)]
struct Money(u32);
impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}
impl PartialEq for Money {
    fn eq(&self, other: &Money) -> bool {
        self.0 == other.0
    }
}
impl Money {
    fn spend(&self) {}
}
struct Purse(Vec<Money>);
impl Index<usize> for Purse {
    type Output = Money;
    fn index(&self, at: usize) -> &Money {
        &self.0[at]
    }
}

fn all(guard: Guard<Line>, purse: Purse, a: Money, b: Money, s: Square) {
    guard.draw();
    guard.inner.twice();
    Draw::draw(&Line);
    s.edge().draw();
    Short::new(s);
    (a + b).spend();
    purse[0].spend();
    if purse[1] == a {}
    if purse[1] == purse[2] && 1 == 2 {}
}
