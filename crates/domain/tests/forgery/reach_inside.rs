//! The parts of which permits are made have no name outside.

use domain::consent::{
    cell::{Bond, Cell, Trail},
    cells::{Cells, Closing},
};

fn main() {}
