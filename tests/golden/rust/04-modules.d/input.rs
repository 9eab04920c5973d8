mod outer {
    pub mod inner {
        pub fn deep() {}
        pub struct Thing;
        impl Thing {
            pub fn go(&self) {}
        }
    }
    pub fn shallow() {
        inner::deep();
    }
}

fn shallow() {
    outer::shallow();
    outer::inner::deep();
}
