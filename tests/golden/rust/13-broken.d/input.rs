fn before() { after() }

struct Half {
    a: u32,

fn inside_of_broken() -> u32 { 1 }

impl Half {
    fn method(&self) { before() }
}

fn bad( { }

fn after() { before() }
