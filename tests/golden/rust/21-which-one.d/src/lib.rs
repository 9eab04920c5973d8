#[cfg(windows)]
#[path = "win.rs"]
mod imp;
#[cfg(unix)]
#[path = "nix.rs"]
mod imp;

mod size {
    pub fn of() {}
}

fn size() {}

#[cfg(all(target_os = "macos", not(test)))]
fn open() {}
#[cfg(not(target_os = "macos"))]
fn open() {}

trait Named {
    fn name(&self) {}
    fn both(&self) {}
}

struct Dog;
impl Dog {
    fn both(&self) {}
}
impl Named for Dog {
    fn both(&self) {}
}

fn run<N: Named>(dog: Dog, any: N) {
    imp::start();
    size();
    size::of();
    open();
    dog.name();
    dog
        .both();
    any.both();
}
