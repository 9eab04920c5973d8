use std::collections::HashMap;

struct Item { parts: Vec<Part>, by_name: HashMap<String, Part> }
struct Part { next: Option<Box<Part>> }
enum Shape { Dot(Part), Line { from: Part, length: u32 } }

impl Part {
    fn weight(&self) -> u32 { 1 }
    fn run(&self) {}
    fn end(&self) {}
    fn make() -> Result<Part, Trouble> { Err(Trouble) }
}
struct Trouble;
impl Trouble { fn say(&self) {} fn end(&self) {} }
struct Pair<A, B> { left: A, right: B }
impl<A, B> Pair<A, B> {
    fn new(left: A, right: B) -> Pair<A, B> { Pair { left, right } }
    fn left(&self) -> &A { &self.left }
}

fn closures(item: &Item) {
    item.parts.iter().map(|p| p.weight()).max();
    item.parts.iter().filter(|p| p.weight() > 1).for_each(|p| p.run());
    for (name, part) in item.by_name.iter() { name.len(); part.end(); }
    let total = item.parts.iter().fold(0, |sum, p| sum + p.weight());
    if let Some(last) = item.parts.last() { last.end(); }
}

fn results() -> Result<(), Trouble> {
    let part = Part::make()?;
    part.run();
    match Part::make() {
        Ok(p) => p.end(),
        Err(e) => e.end(),
    }
    Part::make().map_err(|e| e.say()).ok().unwrap().run();
    Ok(())
}

fn shapes(shape: Shape) {
    match shape {
        Shape::Dot(p) => p.end(),
        Shape::Line { from, .. } => from.run(),
    }
}

fn pairs() {
    let pair = Pair::new(Trouble, 1);
    pair.left().say();
    let (a, b) = (Trouble, Part { next: None });
    a.end();
    b.end();
}
