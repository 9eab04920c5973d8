#[cfg(unix)]
fn path() -> u8 { 1 }

#[cfg(windows)]
fn path() -> u8 { 2 }

#[cfg(feature = "extra")]
mod extra {
    pub fn f() {}
}

#[derive(Debug, Clone)]
#[repr(C)]
pub struct Packed {
    #[cfg(unix)]
    a: u8,
}

fn f() {
    #[cfg(unix)]
    {
        g();
    }
    #[cfg(not(unix))]
    g();
}

fn g() {}
