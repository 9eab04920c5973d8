pub mod inner;
fn hidden() {}
pub fn shown() { self::hidden(); }
