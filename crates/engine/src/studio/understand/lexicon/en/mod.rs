//! English: a table for each concept. Words of one meaning are separated by bars.

pub mod beasts;
pub mod clothes;
pub mod film;
pub mod grammar;
pub mod near;
pub mod people;
pub mod places;
pub mod qualities;
pub mod things;
pub mod times;
pub mod verbs;
