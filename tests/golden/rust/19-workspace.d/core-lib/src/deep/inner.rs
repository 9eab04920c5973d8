use super::super::placed;

pub fn build() { placed::at_other_place(); super::hidden(); }
