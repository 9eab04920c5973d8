pub fn parse() -> u8 { 1 }

#[cfg(not(test))]
fn real() {}

#[cfg(test)]
fn fake() {}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixture;

    fn setup() -> Fixture { Fixture }

    #[test]
    fn parses() {
        setup();
        assert_eq!(parse(), 1);
    }

    #[test]
    #[should_panic]
    fn fails() {
        panic!();
    }
}

#[tokio::test]
async fn asynchronous() {
    parse();
}
