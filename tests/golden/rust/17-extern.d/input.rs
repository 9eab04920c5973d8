extern crate alloc as heap;

extern "C" {
    fn strlen(s: *const u8) -> usize;
    static environ: *const u8;
}

pub extern "C" fn callback(code: i32) -> i32 {
    unsafe { strlen(std::ptr::null()); }
    code as i32
}

pub const fn constant() -> u32 { 1 }

trait Visitor {
    fn visit(&mut self) where Self: Sized;
}

fn raw() -> u32 {
    let r#type = constant();
    r#type
}
