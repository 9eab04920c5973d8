pub fn at_other_place() {}
