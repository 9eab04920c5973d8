struct A;
struct B;

impl A {
    fn run(&self) { helper() }
}

impl B {
    fn run(&self) { self.helper() }
    fn helper(&self) {}
}

trait Runs {
    fn run(&self);
}

impl Runs for A {
    fn run(&self) {}
}

fn run(a: A, b: B) {
    b.run();
    let helper = || ();
    helper();
}

fn helper() {}
