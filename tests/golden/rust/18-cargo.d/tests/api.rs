use mylib::thing;

fn helper() {}

#[test]
fn it_works() {
    helper();
    thing();
}
