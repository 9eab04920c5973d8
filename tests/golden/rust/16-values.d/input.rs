use serde::Serialize;

const MAX_SIZE: usize = 8;

fn double(n: u32) -> u32 { n * 2 }

#[derive(Serialize, Debug)]
#[serde(rename_all = "camelCase")]
struct Config {
    size: usize,
}

impl Config {
    fn check(n: &u32) -> bool { true }
    fn all(&self, list: Vec<u32>) {
        apply(double);
        apply(Self::check);
        let n = MAX_SIZE;
        apply(n);
    }
}

fn apply<F>(f: F) {
    f();
}
