//! Chat, and what is said of takes, as events change them. What is not remembered any more is not changed any more.

use super::RoomMachine;
use crate::{
    MessageId, TakeId, Timestamp, UserId,
    room::{
        command::MAX_REMARK_BYTES,
        event::Sequence,
        view::{CHAT_BYTES, ChatLine, Ending, Finished, Remark},
    },
};

impl ChatLine {
    pub(super) fn new((seq, at): (Sequence, Timestamp), message: MessageId, by: UserId, text: &str, reply_to: Option<MessageId>) -> Self {
        let text = text.to_owned();
        Self { seq, at, message, by, text, reply_to, rewritten: false, unsaid: None, reactions: Vec::new(), words: vec![seq] }
    }
}

impl RoomMachine {
    pub(super) fn rewrite(&mut self, message: MessageId, text: &str, seq: Sequence) {
        if let Some(line) = self.line_mut(message) {
            line.text = text.to_owned();
            line.rewritten = true;
            line.words = vec![seq];
        }
    }

    pub(super) fn unsay(&mut self, message: MessageId, by: UserId) {
        if let Some(line) = self.line_mut(message) {
            line.text = String::new();
            line.unsaid = Some(by);
            line.reactions.clear();
            line.words.clear();
        }
    }

    pub(super) fn react(&mut self, message: MessageId, by: UserId, reaction: Option<&str>) {
        if let Some(line) = self.line_mut(message) {
            line.reactions.retain(|(who, _)| *who != by);
            line.reactions.extend(reaction.map(|reaction| (by, reaction.to_owned())));
        }
    }

    pub(super) fn vote(&mut self, take: TakeId, by: UserId, on: bool) {
        if let Some(finished) = self.finished_mut(take) {
            finished.votes.retain(|who| *who != by);
            if on {
                finished.votes.push(by);
            }
        }
    }

    pub(super) fn remark(&mut self, (seq, at): (Sequence, Timestamp), (take, remark): (TakeId, MessageId), by: UserId, (at_ms, text): (u32, &str)) {
        if let Some(finished) = self.finished_mut(take) {
            finished.remarks.push(Remark { seq, remark, by, at, at_ms, text: text.to_owned() });
        }
    }

    pub(super) fn remove_remark(&mut self, take: TakeId, remark: MessageId) {
        if let Some(finished) = self.finished_mut(take) {
            finished.remarks.retain(|each| each.remark != remark);
        }
    }

    /// As much of the remembered chat as fits into one message with everything else.
    pub(super) fn told_chat(&self) -> Vec<ChatLine> {
        let mut bytes = 0;
        let fits = self.chat.iter().rev().take_while(|line| {
            bytes += line.told_bytes();
            bytes <= CHAT_BYTES
        });
        let mut lines: Vec<ChatLine> = fits.cloned().collect();
        lines.reverse();
        lines
    }

    /// With as many of their remarks as fit, the newest first: before bytes were counted as they are told, a room could remember more.
    pub(super) fn told_finished(&self) -> Vec<Finished> {
        let mut bytes = 0;
        let mut told: Vec<Finished> = Vec::with_capacity(self.finished.len());
        for ended in self.finished.iter().rev() {
            let fits = ended.remarks.iter().rev().take_while(|remark| {
                bytes += remark.told_bytes();
                bytes <= MAX_REMARK_BYTES
            });
            let first = ended.remarks.len() - fits.count();
            let Finished { ticket, at, ending, votes, remarks } = ended;
            let (ticket, ending, votes) = (ticket.clone(), ending.clone(), votes.clone());
            told.push(Finished { ticket, at: *at, ending, votes, remarks: remarks[first..].to_vec() });
        }
        told.reverse();
        told
    }

    /// Of all remarks on remembered takes.
    #[must_use]
    pub fn remark_bytes(&self) -> usize {
        self.finished.iter().flat_map(|ended| &ended.remarks).map(Remark::told_bytes).sum()
    }

    /// Whether it was said or remarked before, also where it is not remembered any more.
    #[must_use]
    pub fn was_said(&self, message: MessageId) -> bool {
        self.said.contains(&message)
    }

    fn line_mut(&mut self, message: MessageId) -> Option<&mut ChatLine> {
        self.chat.iter_mut().find(|line| line.message == message)
    }

    fn finished_mut(&mut self, take: TakeId) -> Option<&mut Finished> {
        self.finished.iter_mut().find(|ended| ended.ticket.take == take)
    }

    /// A remembered line of chat.
    #[must_use]
    pub fn line(&self, message: MessageId) -> Option<&ChatLine> {
        self.chat.iter().find(|line| line.message == message)
    }

    /// A remembered take that has its clip.
    #[must_use]
    pub fn with_clip(&self, take: TakeId) -> Option<&Finished> {
        self.finished.iter().find(|ended| ended.ticket.take == take && matches!(ended.ending, Ending::Clip { .. }))
    }

    /// The finished take that the room goes on with.
    #[must_use]
    pub fn picked(&self) -> Option<TakeId> {
        self.picked
    }
}

/// What is around the words of a line, a reaction and a remark where they are told, with the names of fields, ids and moments.
const LINE_BYTES: usize = 280;
const REACTION_BYTES: usize = 72;
const REMARK_BYTES: usize = 160;

impl ChatLine {
    fn told_bytes(&self) -> usize {
        let reactions = self.reactions.iter().map(|(_, reaction)| REACTION_BYTES + written_bytes(reaction));
        LINE_BYTES + written_bytes(&self.text) + reactions.sum::<usize>()
    }
}

impl Remark {
    fn told_bytes(&self) -> usize {
        remark_bytes(&self.text)
    }
}

/// What a remark with these words takes where it is told.
pub(in crate::room) fn remark_bytes(text: &str) -> usize {
    REMARK_BYTES + written_bytes(text)
}

/// As JSON: some signs are written as two, others as six.
fn written_bytes(text: &str) -> usize {
    let more = |byte: u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0c => 1,
        0..0x20 => 5,
        _ => 0,
    };
    text.len() + text.bytes().map(more).sum::<usize>()
}
