struct Fault;
struct Code(u8);

trait ReadError<T> {
    fn read_error(self) -> Result<T, Fault>;
}
impl<T> ReadError<T> for Result<T, ()> {
    fn read_error(self) -> Result<T, Fault> {
        Err(Fault)
    }
}
impl<T> ReadError<T> for Result<T, Code> {
    fn read_error(self) -> Result<T, Fault> {
        Err(Fault)
    }
}

trait ReadRef {
    fn len(&self) -> Result<u64, ()>;
    fn tail(&self) -> u8;
}
impl<'a> ReadRef for &'a [u8] {
    fn len(&self) -> Result<u64, ()> {
        Ok(0)
    }
    fn tail(&self) -> u8 {
        0
    }
}

impl From<Code> for u64 {
    fn from(code: Code) -> u64 {
        0
    }
}

struct Wrap;
impl Wrap {
    fn into(self) -> u8 {
        0
    }
}

fn none() -> Result<u8, ()> {
    Err(())
}
fn coded() -> Result<u8, Code> {
    Err(Code(1))
}

fn run<R: ReadRef>(list: Vec<u8>, data: R, code: Code, byte: u8) {
    none().read_error();
    coded().read_error();
    data.len().read_error();
    list.len();
    list.tail();
    u64::from(code);
    u64::from(byte);
    elsewhere().into();
}
