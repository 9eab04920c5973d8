macro_rules! cfg_net {
    ($($item:item)*) => { $($item)* };
}
macro_rules! ast_struct {
    ($($tokens:tt)*) => { $($tokens)* };
}

cfg_net! {
    pub fn connect() -> Socket {
        Socket { r#type: 0 }
    }

    /// Two of them: "{" and '}'.
    pub struct Socket { r#type: u8 }
}

ast_struct! {
    pub struct Node #full {
        pub left: Socket,
    }
}

impl Socket {
    cfg_net! {
        pub fn send(&self) {}
    }
}

cfg_if::cfg_if! {
    if #[cfg(windows)] {
        fn sep() -> Node { other() }
    } else if #[cfg(any(unix, target_os = "wasi"))] {
        fn sep() -> u8 { 1 }
    } else {
        fn sep() -> u8 { 2 }
    }
}

cfg_net!{
    mod inner {
        pub fn deep() {}
    }
}

thread_local! {
    static HERE: u8 = 1;
}

fn run(node: Node) {
    connect().send();
    node.left.send();
    sep();
    inner::deep();
    ast_struct! { pub struct Inside; }
}
