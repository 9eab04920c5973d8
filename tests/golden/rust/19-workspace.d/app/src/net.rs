mod tcp;
pub use self::tcp::start;
pub use tcp::Kind::{self, *};

pub fn choose() -> Kind { second(); Kind::of(First) }
fn second() {}
