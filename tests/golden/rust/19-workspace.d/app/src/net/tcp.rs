pub enum Kind { First, Second }

impl Kind {
    pub fn of(k: Kind) -> Kind { k }
}

pub fn start() { super::choose(); crate::build(); }
