fn outer(n: u32) -> u32 {
    const STEP: u32 = 2;
    struct Local { v: u32 }
    impl Local {
        fn get(&self) -> u32 {
            fn inner(v: u32) -> u32 { v }
            inner(self.v)
        }
    }
    fn inner(n: u32) -> u32 {
        n + STEP
    }
    let f = |x: u32| inner(x);
    f(Local { v: n }.get())
}

mod inner {
    pub fn inner() {}
}
