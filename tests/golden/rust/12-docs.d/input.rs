// Not documentation: a blank line follows.

/// One line.
fn a() {}

/** Block. */
#[inline]
fn b() {}

#[inline]
/// Between.
fn c() {}

fn d() {} // trailing
fn e() {}

impl S {
    /// Method,
    ///
    /// with a gap.
    pub(crate) async unsafe fn m<'a, T>(
        &'a self,
        t: T,
    ) -> Option<&'a T>
    where
        T: 'a,
    {
        None
    }
}
