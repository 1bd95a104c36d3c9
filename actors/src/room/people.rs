//! Pages that open and leave the room: the whole state or what they missed, and who is here.

use super::{
    PageSocket, RoomActor, StateKey, confirm,
    handle::{Person, SocketId},
    message::{AtDoor, Enter, Exit, StandsAs, Watch, WhoIsHere},
};
use crate::{
    clock,
    mailbox::Asked,
    outbox::{CONTROL_BYTES, Frame, Outbox},
};
use actix::{Context, Handler};
use domain::{
    UserId,
    room::{MAX_SHOT_ID, Place, PresenceView},
};
use wire::{Accepted, CloseCode, Ephemeral, ErrorBody, Message, Outcome, PersonPlace, PlaceView, Reply, Resume, Resumed};

impl RoomActor {
    pub(super) fn demand_member(&self, user: UserId) -> Result<(), ErrorBody> {
        match self.machine.role_of(user) {
            Some(_) => Ok(()),
            None => Err(refusal(&domain::room::Refused::NotMember)),
        }
    }

    /// Runs after the commit of everything decided so far: from here on this page hears each event.
    fn let_in(&mut self, person: Person, socket: SocketId, outbox: Outbox, request: String, resume: Option<Resume>) {
        // It broke while this waited, and its exit may have been heard already: who is let in now would stay for ever.
        if !outbox.is_open() {
            return;
        }
        let (resumed, missed) = self.missed(resume);
        let view = (resumed != Resumed::Recovered).then(|| Box::new(self.committed.view().into()));
        let entered = Accepted::Entered { epoch: self.epoch, resumed, view };
        outbox.send(Frame::text(&Message::Reply(Reply { id: request, outcome: Outcome::Ok(entered) })));
        for frame in missed {
            outbox.send(frame);
        }
        if let Some(before) = self.pages.remove(&socket) {
            self.presence.socket_closed(before.person.user);
        }
        self.presence.socket_opened(person.user);
        self.send_state(&outbox);
        self.pages.insert(socket, PageSocket { person, outbox });
        self.tell_presence();
    }

    fn missed(&self, resume: Option<Resume>) -> (Resumed, Vec<Frame>) {
        let Some(resume) = resume else { return (Resumed::Fresh, Vec::new()) };
        let last = self.committed.next_seq() - 1;
        let oldest = self.recent.front().map_or(last + 1, |recorded| recorded.seq);
        // Numbers survive a change of home, since nothing is told before it is stored. A page from the future saw another store.
        if resume.offset > last || resume.epoch > self.epoch || resume.offset + 1 < oldest {
            return (Resumed::NotRecovered, Vec::new());
        }
        let missed = self.recent.iter().filter(|recorded| recorded.seq > resume.offset);
        let missed: Vec<Frame> = missed.map(|recorded| Frame::text(&Message::Event { room: self.room, event: recorded.clone().into() })).collect();
        // It must fit into an outbox together with what happens meanwhile.
        if missed.iter().map(Frame::len).sum::<usize>() > CONTROL_BYTES / 2 {
            return (Resumed::NotRecovered, Vec::new());
        }
        (Resumed::Recovered, missed)
    }

    pub(super) fn typed(&mut self, by: UserId) -> Result<Accepted, ErrorBody> {
        self.demand_member(by)?;
        self.presence.typed(by, clock::now());
        self.tell_presence();
        Ok(Accepted::Done)
    }

    /// Told with the next tick: many say it often. A shot that is not there is nowhere to look at, and its id would be words that nobody reads.
    pub(super) fn looked(&mut self, by: UserId, place: PlaceView) -> Result<Accepted, ErrorBody> {
        self.demand_member(by)?;
        let PlaceView { away, shot, clip, at_ms, playing } = place;
        if shot.as_ref().is_some_and(|shot| shot.chars().count() > MAX_SHOT_ID) {
            return Err(ErrorBody::new("place_invalid", format!("a shot's id has at most {MAX_SHOT_ID} characters")));
        }
        let shot = shot.filter(|shot| self.is_looked_at(by, shot) || !self.document.read_only(shot).0.shots.is_empty());
        self.presence.looks(by, Place { away, shot, clip, at_ms, playing });
        Ok(Accepted::Done)
    }

    fn is_looked_at(&self, by: UserId, shot: &str) -> bool {
        self.told.places.iter().any(|(user, place)| *user == by && place.shot.as_deref() == Some(shot))
    }

    fn send_state(&self, outbox: &Outbox) {
        outbox.state(StateKey::Present.of(self.room), self.state_frame(Ephemeral::Present { users: self.told.online.clone() }));
        outbox.state(StateKey::Typing.of(self.room), self.state_frame(Ephemeral::Typing { users: self.told.typing.clone() }));
        outbox.state(StateKey::Stage.of(self.room), self.state_frame(Ephemeral::Stage { take: self.stage.now() }));
        outbox.state(StateKey::Places.of(self.room), self.state_frame(Ephemeral::Places { places: places(&self.told) }));
        outbox.state(StateKey::Live.of(self.room), self.state_frame(self.live_state()));
        outbox.state(StateKey::Voices.of(self.room), self.state_frame(self.voices_state()));
        if let Some(progress) = &self.progress {
            outbox.state(StateKey::Progress.of(self.room), self.state_frame(Ephemeral::Progress(progress.clone())));
        }
    }

    pub(super) fn tell_presence(&mut self) {
        if let Some(view) = self.presence.news(clock::now()) {
            if view.online != self.told.online {
                self.state_to_all(StateKey::Present, Ephemeral::Present { users: view.online.clone() });
            }
            if view.places != self.told.places {
                self.state_to_all(StateKey::Places, Ephemeral::Places { places: places(&view) });
            }
            if view.typing != self.told.typing {
                self.state_to_all(StateKey::Typing, Ephemeral::Typing { users: view.typing.clone() });
            }
            self.told = view;
        }
    }

    /// Not a member any more: they have heard of it by the event, and hear and see nothing after it.
    pub(super) fn expel(&mut self, user: UserId) {
        self.presence.expelled(user);
        self.pages.retain(|_, page| page.person.user != user);
        self.stage.dismiss(user);
        self.leave_stage(user);
        for socket in self.document_sockets.values().filter(|socket| socket.user == user) {
            socket.outbox.close(CloseCode::NotMember);
        }
        self.tell_presence();
    }
}

fn places(view: &PresenceView) -> Vec<PersonPlace> {
    let place = |Place { away, shot, clip, at_ms, playing }: Place| PlaceView { away, shot, clip, at_ms, playing };
    view.places.iter().map(|(user, at)| PersonPlace { user: *user, place: place(at.clone()) }).collect()
}

/// An error for the wire.
pub(super) fn refusal(refused: &domain::room::Refused) -> ErrorBody {
    ErrorBody::new(refused.code(), refused)
}

impl Handler<Asked<Enter>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Enter>, context: &mut Context<Self>) {
        let Asked { question: Enter { person, socket, outbox, request, resume }, reply } = asked;
        if let Err(error) = self.demand_member(person.user).and_then(|()| self.entries.count(person.user, clock::now())) {
            return reply.answer(Err(error));
        }
        self.after_commit(context, move |room, context| {
            room.let_in(person, socket, outbox, request, resume);
            confirm(reply, ())(room, context);
        });
    }
}

impl Handler<Exit> for RoomActor {
    type Result = ();

    fn handle(&mut self, Exit { socket, lost }: Exit, _: &mut Context<Self>) {
        if let Some(page) = self.pages.remove(&socket) {
            if lost {
                self.presence.socket_lost(page.person.user, clock::now());
            } else {
                self.presence.socket_closed(page.person.user);
            }
            self.tell_presence();
        }
        self.document_left(socket);
    }
}

impl Handler<Asked<Watch>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Watch>, _: &mut Context<Self>) {
        let user = asked.question.user;
        // Here and not in the handle, so that nobody leaves between the question and the watching.
        let answer = self.demand_member(user).map(|()| self.stage.subscribe_as(Some(user)));
        asked.reply.answer(answer);
    }
}

impl Handler<Asked<WhoIsHere>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<WhoIsHere>, _: &mut Context<Self>) {
        asked.reply.answer(self.told.online.clone());
    }
}

impl Handler<Asked<AtDoor>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<AtDoor>, context: &mut Context<Self>) {
        let Asked { question: AtDoor(user), reply } = asked;
        self.after_commit(context, move |room, _| {
            let removed = room.committed.was_removed(user);
            let stands = match room.committed.role_of(user) {
                Some(_) => StandsAs::Member,
                None if room.committed.knocks().iter().any(|knock| knock.user == user) => StandsAs::Knocking { removed },
                None => StandsAs::Outside { removed },
            };
            reply.answer(stands);
        });
    }
}
