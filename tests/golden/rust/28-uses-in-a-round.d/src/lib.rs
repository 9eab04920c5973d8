mod kinds;
mod parts;
mod types;

use types::*;

fn user() -> Last {
    let last = Last::make();
    last.size();
    last
}

fn of_kind(kind: Kind07) -> bool {
    kind.is_known()
}
