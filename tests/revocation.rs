//! Consent is taken back: in the middle of a take, of what is stored, and across a crash. Mostly told against the program as it is shipped.

mod live;
mod repairs;
mod restart;
mod stored;

use crate::support::{Board, Frame, Page, Person, Program, small};
use domain::{CameoId, ClipId, RoomId, TakeId};
use tempfile::TempDir;
use wire::{
    EventKind, RoleView, TakeOptions,
    cameo::{AudienceView, ReceiptView},
};

/// Ana's room on a server of its own; everybody may cast ben's mug.
struct Stage {
    program: Program,
    data: TempDir,
    room: RoomId,
    /// The host, who asks for takes.
    ana: Person,
    /// Whose mug it is.
    ben: Person,
    anas: Page,
    bens: Page,
    board: Board,
    mug: CameoId,
}

impl Stage {
    async fn set() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let program = Program::serve(data.path(), false).await;
        let ana = Person::sign_up(&program.url, program.owner_link.as_deref().expect("nobody has signed up"), "ana").await;
        let room = ana.make_room("The park").await;
        let ben = join(&program, &ana, room, "ben").await;
        let (anas, _) = Page::in_room(&ana, room).await;
        let (bens, _) = Page::in_room(&ben, room).await;
        let board = Board::open(&ana, room).await;
        let mug = ben.enrol_thing("object", "mug", "mug.webm").await;
        ben.open_cameo(mug, AudienceView::Everyone).await;
        Self { program, data, room, ana, ben, anas, bens, board, mug }
    }

    /// One more member.
    async fn join(&self, handle: &str) -> Person {
        join(&self.program, &self.ana, self.room, handle).await
    }

    /// Ana asks for the only shot, with these words in it.
    async fn ask(&mut self, prompt: &str, seconds: u32, options: TakeOptions) -> TakeId {
        if self.board.prompts().is_empty() {
            self.board.add_shot("one", prompt, seconds);
        } else {
            self.board.clear(0);
            self.board.write(0, prompt);
            self.board.set_seconds(0, seconds);
        }
        self.anas.take(self.room, self.board.state_vector(), options).await.expect("a take")
    }

    /// A long take of the mug, of which both have seen pictures that move.
    async fn show(&mut self, options: TakeOptions) -> (TakeId, Vec<Frame>, Vec<Frame>) {
        self.anas.watch(self.room).await;
        self.bens.watch(self.room).await;
        let take = self.ask("@ben.mug stands on a table", 25, options).await;
        let anas = until_moving(&mut self.anas, take).await;
        let bens = until_moving(&mut self.bens, take).await;
        (take, anas, bens)
    }

    /// A take that shows nobody: whatever came before its first picture is all that ever comes of earlier ones.
    async fn show_nobody(&mut self) -> Nobody {
        let take = self.ask("a ball bounces", 4, small()).await;
        let (anas, first) = until_take(&mut self.anas, take).await;
        let (bens, _) = until_take(&mut self.bens, take).await;
        Nobody { take, first, anas, bens }
    }

    /// A short take of the mug, made and kept.
    async fn keep(&mut self, seconds: u32, options: TakeOptions) -> ClipId {
        let take = self.ask("@ben.mug stands on a table", seconds, options).await;
        let (ended, clip) = self.anas.event("the take's end", finished).await;
        assert_eq!(ended, take);
        clip
    }
}

async fn join(program: &Program, host: &Person, room: RoomId, handle: &str) -> Person {
    let link = host.invite(room, RoleView::CoCreator).await;
    Person::sign_up(&program.url, &link.url, handle).await
}

async fn until_moving(page: &mut Page, take: TakeId) -> Vec<Frame> {
    let mut frames = Vec::new();
    while frames.iter().all(|frame: &Frame| frame.pass == 0) {
        let frame = page.frame().await;
        assert_eq!(frame.take, take);
        frames.push(frame);
    }
    frames
}

/// A take that shows nobody, and what came before it.
struct Nobody {
    take: TakeId,
    first: Frame,
    anas: Vec<Frame>,
    bens: Vec<Frame>,
}

/// Everything before the first picture of this take, and that picture.
async fn until_take(page: &mut Page, take: TakeId) -> (Vec<Frame>, Frame) {
    let mut frames = Vec::new();
    loop {
        let frame = page.frame().await;
        if frame.take == take {
            return (frames, frame);
        }
        frames.push(frame);
    }
}

/// The last sequence of a take that had left.
fn last_of(receipt: &ReceiptView, take: TakeId) -> u64 {
    let of_take = receipt.streams.iter().filter(|stream| stream.take == take);
    of_take.filter_map(|stream| stream.last_sequence).max().unwrap_or_else(|| panic!("pictures had left: {receipt:?}"))
}

fn largest(frames: &[Frame]) -> Option<u64> {
    frames.iter().map(|frame| frame.sequence).max()
}

fn finished(event: &EventKind) -> Option<(TakeId, ClipId)> {
    if let EventKind::TakeFinished { take, clip, .. } = event { Some((*take, *clip)) } else { None }
}

/// Take, code and reason.
fn failed(event: &EventKind) -> Option<(TakeId, String, String)> {
    if let EventKind::TakeFailed { take, code, reason } = event { Some((*take, code.clone(), reason.clone())) } else { None }
}
