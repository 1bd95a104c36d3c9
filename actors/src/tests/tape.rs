//! Chance that can be played again. What is drawn is kept, a line for each step; a story that fails leaves its lines in a file, and tells where.
//!
//! `GREENROOM_REPLAY=FILE cargo test NAME` tells the story of that file again. Lines may be taken out, to find the shortest story that still fails.
//! `GREENROOM_SEED=N` begins a story of its own that is always the same.

use rand::{RngCore, SeedableRng, rngs::StdRng};
use std::{collections::VecDeque, fmt::Write};

enum Source {
    Seeded(Box<StdRng>),
    /// The steps that are left.
    Kept(VecDeque<VecDeque<u64>>),
}

pub struct Tape {
    name: &'static str,
    source: Source,
    /// Of each step so far.
    drawn: Vec<Vec<u64>>,
}

impl Tape {
    /// `name`: of the story, for its file.
    pub fn new(name: &'static str) -> Self {
        match std::env::var_os("GREENROOM_REPLAY") {
            Some(file) => Self::kept(name, &std::fs::read_to_string(&file).expect("the file of GREENROOM_REPLAY can be read")),
            None => {
                let seed = std::env::var("GREENROOM_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
                println!("GREENROOM_SEED={seed}");
                Self::seeded(name, seed)
            }
        }
    }

    fn seeded(name: &'static str, seed: u64) -> Self {
        Self { name, source: Source::Seeded(Box::new(StdRng::seed_from_u64(seed))), drawn: vec![Vec::new()] }
    }

    fn kept(name: &'static str, text: &str) -> Self {
        let step = |line: &str| line.split_whitespace().map(|number| u64::from_str_radix(number, 16).expect("a line of numbers")).collect();
        Self { name, source: Source::Kept(text.lines().map(step).collect()), drawn: vec![Vec::new()] }
    }

    /// The next step begins. False: there is none, at the end of a file or after `most`.
    pub fn step(&mut self, most: usize) -> bool {
        if let Source::Kept(steps) = &mut self.source {
            steps.pop_front();
            if steps.is_empty() {
                return false;
            }
        }
        self.drawn.push(Vec::new());
        self.drawn.len() <= most + 1
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for step in &self.drawn {
            for (at, number) in step.iter().enumerate() {
                let _ = write!(text, "{}{number:x}", if at == 0 { "" } else { " " });
            }
            text.push('\n');
        }
        text
    }
}

impl RngCore for Tape {
    fn next_u32(&mut self) -> u32 {
        (self.next_u64() >> 32) as u32
    }

    fn next_u64(&mut self) -> u64 {
        let number = match &mut self.source {
            Source::Seeded(chance) => chance.next_u64(),
            // A line that was made for another place may be too short.
            Source::Kept(steps) => steps.front_mut().and_then(VecDeque::pop_front).unwrap_or(0),
        };
        self.drawn.last_mut().expect("a step").push(number);
        number
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = self.next_u64().to_le_bytes();
            chunk.copy_from_slice(&number[..chunk.len()]);
        }
    }
}

impl Drop for Tape {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let file = std::env::temp_dir().join(format!("{}-{:x}.story", self.name, rand::random::<u32>()));
        match std::fs::write(&file, self.text()) {
            Ok(()) => println!("GREENROOM_REPLAY={}", file.display()),
            Err(error) => println!("the story can't be kept in {}: {error}", file.display()),
        }
    }
}

#[test]
fn a_story_is_told_again_from_its_lines() {
    use rand::Rng;
    let mut first = Tape::seeded("tape", 7);
    let told = |tape: &mut Tape| {
        let mut told = Vec::new();
        loop {
            told.push((tape.random_range(0..100), tape.random_bool(0.3), tape.random::<[u8; 10]>()));
            if !tape.step(9) {
                return told;
            }
        }
    };
    let story = told(&mut first);
    assert_eq!(story.len(), 10);
    assert_eq!(told(&mut Tape::kept("tape", &first.text())), story);
    let shorter: Vec<String> = first.text().lines().enumerate().filter(|(at, _)| *at != 4).map(|(_, line)| line.to_owned()).collect();
    let mut without = story.clone();
    without.remove(4);
    assert_eq!(told(&mut Tape::kept("tape", &shorter.join("\n"))), without);
}
