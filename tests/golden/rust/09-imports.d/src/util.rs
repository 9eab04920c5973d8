pub fn half(n: u32) -> u32 { n / 2 }

pub struct Config { pub depth: u32 }

impl Config {
    pub fn check(&self) {}
}
