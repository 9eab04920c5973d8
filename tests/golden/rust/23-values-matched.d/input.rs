use std::rc::Rc;

struct Array<T>(T);
impl<T> Array<T> {
    fn send(&self) -> Option<Reply> {
        None
    }
}
struct List;
impl List {
    fn send(&self) {}
}
struct Reply;
impl Reply {
    fn read(&self) -> Result<Reply, Fault> {
        Err(Fault)
    }
}
struct Fault;
impl Fault {
    fn tell(&self) {}
}

enum Flavor<T> {
    First(T),
    Second { list: Rc<List> },
}

#[cfg(has_it)]
fn made() -> Reply {
    Reply
}
#[cfg(not(has_it))]
fn made() -> Fault {
    Fault
}

fn matched(flavor: Flavor<Array<u8>>, on: bool) {
    let reply = match flavor {
        Flavor::First(array) => array.send(),
        Flavor::Second { list } => {
            list.send();
            return;
        }
    };
    if let Some(found) = reply {
        found.read();
    }
    let chosen = if on {
        let inner = Reply;
        inner
    } else {
        return;
    };
    match chosen.read() {
        Ok(again) => {
            again.read();
        }
        Err(fault) => fault.tell(),
    }
    let held = unsafe {
        let one = made();
        one
    };
    held.read();
}
