struct Job { next: Worker }
struct Worker;
enum Event { Start(Worker), Stop }

impl Worker {
    fn run(&self) {}
}

impl Job {
    fn worker(&self) -> Worker { Worker }
}

fn handle(job: Job, list: [Worker; 2]) {
    let Job { next } = job;
    next.run();
    let w = next;
    w.run();
    let w = helper();
    w.step();
    match job {
        Job { next: other } if check(1) => other.run(),
        _ => Event::Stop,
    };
    if let [first, ..] = list {
        first.run();
    }
    (&job).worker().run();
}

fn check(n: u32) -> bool { true }
fn helper() -> Step { Step }
struct Step;
impl Step { fn step(&self) {} }
