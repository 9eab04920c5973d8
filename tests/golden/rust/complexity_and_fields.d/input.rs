struct Gauge {
    level: u32,
    name: String,
}

impl Gauge {
    fn raise(&mut self, by: Option<u32>) -> Result<u32, ()> {
        let n = by.ok_or(())?;
        if n > 1 && self.level < 9 || n == 0 {
            self.level += n;
        }
        match n {
            0 => Ok(0),
            1 if self.level > 3 => Ok(1),
            _ => Ok(n),
        }
    }

    fn title(&self) -> &str {
        for c in self.name.chars() {
            while c == 'x' {}
        }
        loop {
            self.reset();
        }
    }

    fn reset(&self) {}
}
