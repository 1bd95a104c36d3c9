//! The studio engine from outside: what it understands, and the films it makes.

mod acts;
mod film;
mod likeness;
mod lips;
mod physics;
mod places;
mod prompts;
mod references;
mod scenes;
mod subjects;
mod understanding;
