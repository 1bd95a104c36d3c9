//! What holds bytes or decisions is not printed. (A sealed value prints its stream and number only.)

use domain::{
    account::Password,
    consent::{FrameSink, Holder, LiveCast, Sealed},
};

fn print(holder: &Holder, cast: &LiveCast, sink: &FrameSink, sealed: &Sealed<u8>) {
    println!("{holder:?}");
    println!("{cast:?}");
    println!("{sink:?}");
    println!("{sealed}");
}

fn show(password: &Password) {
    println!("{password}");
}

fn main() {
    let _ = (print, show);
}
