//! Stories told to the actors of one node, with a store in a folder of their own and an engine that draws as far as it is let.

mod asking;
mod bounds;
mod calling;
mod changing;
mod coming;
mod conversing;
mod deriving;
mod gathering;
mod harness;
mod revoking;
mod staging;
mod takes;
mod tape;
mod uploads;
