use crate::types::*;

pub enum Kind00 {
    A00,
}

pub enum Kind01 {
    A01,
}

pub enum Kind02 {
    A02,
}

pub enum Kind03 {
    A03,
}

pub enum Kind04 {
    A04,
}

pub enum Kind05 {
    A05,
}

pub enum Kind06 {
    A06,
}

pub enum Kind07 {
    A07,
}

pub enum Kind08 {
    A08,
}

pub enum Kind09 {
    A09,
}

pub enum Kind10 {
    A10,
}

pub enum Kind11 {
    A11,
}

pub enum Kind12 {
    A12,
}

pub enum Kind13 {
    A13,
}

pub enum Kind14 {
    A14,
}

pub enum Kind15 {
    A15,
}

pub enum Kind16 {
    A16,
}

pub enum Kind17 {
    A17,
}

pub enum Kind18 {
    A18,
}

pub enum Kind19 {
    A19,
}

pub enum Kind20 {
    A20,
}

pub enum Kind21 {
    A21,
}

pub enum Kind22 {
    A22,
}

pub enum Kind23 {
    A23,
}

impl Kind07 {
    pub fn is_known(&self) -> bool {
        helper()
    }
}
