mod net;
use core_lib::{construct, inner};
use renamed as again;

fn build() {}

fn main() {
    construct();
    inner::build();
    again::shown();
    core_lib::at_other_place();
    core_lib::make!();
    net::start();
    build();
}
