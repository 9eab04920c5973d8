use std::collections::HashMap;

pub struct Stack<T> {
    items: Vec<T>,
    index: HashMap<String, Entry>,
}

pub struct Entry;

impl Entry {
    fn touch(&self) {}
}

impl<T: Clone> Stack<T> {
    pub fn new() -> Self { Stack { items: Vec::new(), index: HashMap::new() } }
    pub fn push<U: Into<T>>(&mut self, item: U) -> &mut Self { self }
    pub fn top(&self) -> Option<&Entry> { None }
}

impl<'a, T> IntoIterator for &'a Stack<T>
where
    T: Clone,
{
    type Item = T;
    fn into_iter(self) -> u8 { 0 }
}

fn use_it() {
    let mut s = Stack::<u8>::new();
    s.push(1).push(2);
    let b = Box::new(Entry);
    b.touch();
}

fn each(list: &[Entry], all: Box<Entry>) {
    for e in list {
        e.touch();
    }
    list[0].touch();
    all.touch();
}
