//! Our server: a stage that people watch, and a room's call in which ten speak.

use super::{
    MediaArgs,
    feed::Recording,
    line::{Draft, Line},
    phase::{Pair, Phase, SETTLE},
    sdp::Part,
    voices::{self, SPEAKERS, Talk},
};
use crate::{
    account::Account,
    crowd,
    error::{LoadError, Result},
    page::Page,
    server::Server,
    storyboard::Storyboard,
};
use domain::{RoomId, storyboard::Shot};
use std::{net::IpAddr, time::Duration};
use tokio::{task::JoinSet, time::sleep};
use wire::Command;

/// Connections of one person; the server allows eight.
const LINES_EACH: usize = 8;
const SHOT: &str = "one";
const WORDS: &str = "a dog runs in the park, a cat chases the dog, it rains";

pub struct Ours<'a> {
    server: &'a Server,
    people: Vec<Account>,
    room: RoomId,
    board: Storyboard,
    state_vector: String,
}

impl<'a> Ours<'a> {
    /// Everybody is a member of one room.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn gather(args: &MediaArgs, server: &'a Server, tell: impl Fn(usize)) -> Result<Self> {
        let count = (args.viewers as usize).div_ceil(LINES_EACH).max(if args.listeners == 0 { 1 } else { SPEAKERS + args.listeners as usize });
        let people = crowd::gather(server, count, tell).await?;
        let room = crowd::room(&people[0], people[1..].iter()).await?;
        let mut board = Storyboard::open(&people[0], room).await?;
        let state_vector = board.write(&[Shot { id: SHOT.into(), prompt: WORDS.into(), seconds: 8, ..Shot::default() }]).await?;
        Ok(Self { server, people, room, board, state_vector })
    }

    /// One viewer, then all of them; and what the one saw.
    ///
    /// # Errors
    /// What the server refuses, and where nothing comes.
    pub async fn stage(&mut self, viewers: usize, length: Duration) -> Result<(Pair, Recording)> {
        let mut page = Page::open(&self.people[0], self.room).await?;
        let open = Command::OpenStage { room: self.room, shot: SHOT.into(), state_vector: self.state_vector.clone() };
        page.stage("opening the stage", open).await?;
        let mut lines = vec![self.viewer(0).await?];
        self.attend(&mut page, SETTLE).await?;
        lines[0].tally().record = Some(Vec::new());
        let server = self.server;
        let one = Phase::measure(&lines, || server.cpu_seconds(), self.attend(&mut page, length)).await?;
        let recorded = lines[0].tally().record.take().unwrap_or_default();
        for number in 1..viewers {
            lines.push(self.viewer(number).await?);
        }
        self.attend(&mut page, SETTLE).await?;
        let many = Phase::measure(&lines, || server.cpu_seconds(), self.attend(&mut page, length)).await?;
        page.stage("closing the stage", Command::CloseStage { room: self.room }).await?;
        Ok((Pair { one, many }, Recording::of(&recorded)))
    }

    async fn viewer(&self, number: usize) -> Result<Line> {
        let draft = Draft::new(self.address(), &[Part::Hear, Part::See]).await?;
        let answer = self.people[number / LINES_EACH].offer(self.room, draft.offer.clone()).await?;
        let mut line = draft.answered(&answer)?;
        line.connected().await?;
        Ok(line)
    }

    /// Ten speak and the others listen.
    ///
    /// # Errors
    /// What the server refuses, and where nothing comes.
    pub async fn voices(&mut self, listeners: usize, length: Duration) -> Result<Phase> {
        let (mut lines, mut pages) = (Vec::new(), JoinSet::new());
        for (number, person) in self.people.iter().enumerate().take(SPEAKERS + listeners) {
            let is_speaker = number < SPEAKERS;
            // The least that a call takes: speakers hear one place, as those of the peer hear none.
            let places = if is_speaker { 1 } else { SPEAKERS };
            let parts: Vec<Part> =
                is_speaker.then(|| Part::Microphone(voices::number(number))).into_iter().chain((0..places).map(|_| Part::Hear)).collect();
            let draft = Draft::new(self.address(), &parts).await?;
            let (answer, call) = person.call(self.room, draft.offer.clone()).await?;
            let mut line = draft.answered(&answer)?;
            line.connected().await?;
            lines.push(line);
            if is_speaker {
                let mut page = Page::open(person, self.room).await?;
                page.stage("switching on a microphone", Command::Voice { room: self.room, call, microphone: true, camera: false, silent: false })
                    .await?;
                pages.spawn(async move { page.idle().await });
            }
        }
        let talk = Talk::begin(lines.iter().take(SPEAKERS));
        let server = self.server;
        self.idle(SETTLE).await?;
        // The first speaker's one place is their own, in which nothing comes to them.
        let phase = Phase::measure(&lines[1..], || server.cpu_seconds(), self.idle(length)).await?;
        drop(talk);
        match pages.try_join_next() {
            None => Ok(phase),
            Some(ended) => Err(ended.unwrap_or_else(|error| LoadError::Closed("a speaker's page", error.to_string()))),
        }
    }

    /// Of this machine, by which the server is reached.
    fn address(&self) -> IpAddr {
        self.server.socket_address().ip()
    }

    /// Answers the server's pings for so long.
    async fn attend(&mut self, page: &mut Page, length: Duration) -> Result<()> {
        tokio::select! {
            kept = self.idle(length) => kept,
            ended = page.idle() => Err(ended),
        }
    }

    async fn idle(&mut self, length: Duration) -> Result<()> {
        tokio::select! {
            () = sleep(length) => Ok(()),
            ended = self.board.idle() => Err(ended),
        }
    }

    /// While something else goes on.
    ///
    /// # Errors
    /// Where the storyboard's socket ends.
    pub async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> Result<T> {
        tokio::select! {
            done = work => Ok(done),
            ended = self.board.idle() => Err(ended),
        }
    }
}
