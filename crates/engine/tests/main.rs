//! The studio engine from outside: what it understands, and the films it makes.

mod acts;
mod corrections;
mod film;
mod likeness;
mod meaning;
mod more_prompts;
mod physics;
mod places;
mod prompts;
mod references;
mod scenes;
mod subjects;
mod understanding;
