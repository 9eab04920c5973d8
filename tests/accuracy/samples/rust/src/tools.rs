use crate::Canvas;

pub enum Failure {
    Zero(Reason),
    Large { reason: Reason, by: u32 },
}

pub struct Reason;

impl Reason {
    pub fn text(&self) -> &'static str {
        "no"
    }
}

pub fn build(side: u32) -> Result<Canvas, Failure> {
    check(side).map_err(|reason| Failure::Zero(reason))?;
    Ok(Canvas::new().add(side))
}

fn check(side: u32) -> Result<(), Reason> {
    if side == 0 {
        return Err(Reason);
    }
    Ok(())
}

pub fn explain(failure: &Failure) -> usize {
    match failure {
        Failure::Zero(reason) => reason.text().len(),
        Failure::Large { reason, by } => reason.text().len() + *by as usize,
    }
}
