//! The studio engine from outside: what it understands, and the films it makes.

mod film;
mod likeness;
mod references;
mod understanding;
