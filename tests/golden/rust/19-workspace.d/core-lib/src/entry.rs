mod deep;
#[path = "other_place.rs"]
mod placed;
pub use crate::deep::inner::{self, build as construct};
pub use deep::*;
pub use placed::at_other_place;

#[macro_export]
macro_rules! make {
    () => {
        $crate::construct()
    };
}
