mod globbed;
mod parts;
use crate::parts::f15;
use crate::parts::f14;
use crate::parts::f13;
use crate::parts::f12;
use crate::parts::f11;
use crate::parts::f10;
use crate::parts::f09;
use crate::parts::f08;
use crate::parts::f07;
use crate::parts::f06;
use crate::parts::f05;
use crate::parts::f04;
use crate::parts::f03;
use crate::parts::f02;
use crate::parts::f01;
use crate::parts::f00;
use crate::globbed::*;
use crate::parts::other as renamed;

fn first() {
    f00();
    f15();
    f07();
}

fn second() {
    renamed();
    from_glob();
    f17();
}
