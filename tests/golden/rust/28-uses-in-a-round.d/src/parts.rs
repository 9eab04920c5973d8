use crate::types::*;

pub struct Last;

impl Last {
    pub fn make() -> Last {
        Last
    }

    pub fn size(&self) -> usize {
        0
    }
}

pub fn helper() -> bool {
    true
}
