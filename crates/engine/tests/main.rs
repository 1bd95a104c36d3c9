//! The studio engine from outside: what it understands, and the films it makes.

mod acts;
mod composition;
mod corrections;
mod film;
mod going_on;
mod likeness;
mod lips;
mod live;
mod meaning;
mod meetings;
mod more_prompts;
mod physics;
mod places;
mod prompts;
mod references;
mod scenes;
mod subjects;
mod understanding;
mod uploads;
