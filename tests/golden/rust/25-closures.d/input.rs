macro_rules! export {
    () => {
        macro_rules! Token {
            ($t:tt) => { 1 };
        }
    };
}

#[derive(Clone, Default)]
struct Cursor;
impl Cursor {
    fn ahead(&self) -> Option<Cursor> {
        None
    }
}

#[derive(Clone)]
struct Stream {
    cursor: Cursor,
}
impl Stream {
    // A method and a field of one name.
    fn cursor(self, cursor: Cursor) -> Stream {
        Stream { cursor }
    }
    fn step<F, R>(&self, function: F) -> R
    where
        F: FnOnce(Cursor) -> R,
    {
        function(self.cursor.clone())
    }
}

impl From<u8> for Stream {
    fn from(_: u8) -> Self {
        Stream { cursor: Cursor }
    }
}
impl From<Cursor> for Stream {
    fn from(cursor: Cursor) -> Self {
        Stream { cursor }
    }
}

fn apply<G: Fn() -> Cursor>(make: G) {
    make().ahead();
}

fn run(stream: Stream, cursor: Cursor) {
    stream.step(|at| at.ahead());
    stream.step(|at| at).ahead();
    stream.clone().cursor.ahead();
    Stream::from(cursor).step(|at| Token![x]);
}
