pub struct Counter {
    n: u32,
}

impl Counter {
    pub const START: u32 = 1;

    pub fn new() -> Self {
        Self { n: Self::START }
    }

    pub fn next(&mut self) -> u32 {
        self.bump();
        self.n
    }

    fn bump(&mut self) {
        self.n += 1;
    }
}

impl Counter {
    fn twice(self) -> Counter {
        let mut c = Counter::new();
        c.next();
        c
    }
}

fn chain() {
    Counter::new().twice().next();
}
