//! The TypeScript of everything here, in one file. A test checks that `web/src/lib/wire.ts` is this text.

use crate::{
    Absent, Accepted, ChatView, Command, DoorView, EditState, EditView, Ephemeral, ErrorBody, Event, EventKind, FinishedTake, HeldTake, Hello,
    LiveView, MemberView, Message, Outcome, PersonPlace, PersonView, PictureView, PlaceView, Progress, QueuedTake, ReactionView, RecordingView,
    RemarkView, Reply, Request, Resume, Resumed, RoleView, RoomView, RunningTake, TakeOptions, TakeOutcome, Transport, VoiceView, cameo,
    conversation, derive, http, ledger, people, upload, version,
};
use ts_rs::{Config, TS};

/// The whole file.
#[must_use]
pub fn file() -> String {
    let config = Config::default();
    let mut text = String::from("// Generated from crates/wire. Change it there, then run `make wire`.\n\n");
    macro_rules! export {
        ($($name:ty),* $(,)?) => { $( text.push_str("export "); text.push_str(&<$name>::decl(&config)); text.push_str("\n\n"); )* };
    }
    export!(Accepted, ChatView, Command, Ephemeral, ErrorBody, Event, EventKind, FinishedTake, HeldTake, Hello, MemberView, Message, Progress);
    export!(PersonView, QueuedTake, Request, Resume, Resumed, RoleView, RoomView, RunningTake, TakeOptions, TakeOutcome, Transport);
    export!(VoiceView);
    export!(DoorView, PersonPlace, PlaceView, ReactionView, RemarkView, http::FriendRoom, http::AtDoor, http::AtDoorState);
    export!(EditState, EditView, LiveView, PictureView, RecordingView);
    export!(http::ErrorAnswer, http::SignUp, http::SignIn, http::Me, http::InviteLink, http::InviteInfo, http::Joined, http::NewRoom);
    export!(http::RoomSummary, http::NewInvite, http::DocumentToken, http::Clip, http::ClipAction, http::ClipCast, http::Remade);
    export!(http::SeenAs, derive::CutRequest, derive::CutPiece, derive::MadeOf);
    export!(http::ShotWords, http::UnderstandRequest, http::UnderstoodView, http::UnderstoodShot);
    export!(http::CorrectionWords, http::UnderstoodItem, http::ChoiceSet, http::ChoiceGroup, http::ChoiceName);
    export!(derive::RemixRequest, derive::Remixed, derive::EditRequest, derive::ShotChange, derive::ExtensionRequest, derive::StitchRequest);
    export!(derive::DerivedTake, derive::StoryboardView, derive::FrozenShot, derive::HowView, derive::LineageView, derive::LineageClip);
    export!(derive::LineageState, derive::LineageLink);
    export!(Absent, Outcome, Reply);
    export!(cameo::AnswerRequest, cameo::AnswerView, cameo::AudienceView, cameo::CameoState, cameo::CameoView, cameo::CameosView);
    export!(cameo::CastView, cameo::ChallengeView, cameo::EnrolRefused, cameo::EnrolStep, cameo::EnrolmentView);
    export!(cameo::ExceptionRequest, cameo::ExceptionView, cameo::KindView, cameo::PersonException, cameo::PrecheckRequest);
    export!(cameo::PrecheckView, cameo::QuestionView, cameo::ReceiptView, cameo::RevokeRequest, cameo::RoomException);
    export!(cameo::RulesRequest, cameo::RulingView, cameo::ScopeView, cameo::SecondsView, cameo::StreamView, cameo::Turn);
    export!(cameo::UseAction, cameo::UseState, cameo::UseView, cameo::WhyView);
    export!(ledger::LedgerEntryView, ledger::LedgerHeadView, ledger::LedgerProofView, people::ProfileCameo, people::ProfileView);
    export!(conversation::Deed, conversation::ContentView, conversation::InboxMessage, conversation::InboxItem, conversation::ConversationEvent);
    export!(conversation::ConversationHappening, conversation::ConversationState, conversation::StandingView, conversation::ConversationMember);
    export!(conversation::ConversationView, conversation::GlimpseView, conversation::GlimpseKind, conversation::ConversationsView);
    export!(conversation::HistoryView, conversation::SearchRequest, conversation::FoundView, conversation::ReportReason);
    export!(conversation::ReportRequest);
    export!(version::VersionsView, version::VersionSummary, version::VersionReason, version::VersionKept, version::VersionView);
    export!(version::VersionShotView, version::VersionReference, version::StretchView);
    export!(upload::UploadView, upload::UploadKindView, upload::UploadRole);
    text
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path};

    #[test]
    fn the_page_is_checked_against_these_types() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/lib/wire.ts");
        let now = super::file();
        if env::var_os("GREENROOM_WRITE_WIRE").is_some() {
            fs::write(&path, &now).expect("web/src/lib can be written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == now, "web/src/lib/wire.ts is not what crates/wire says: run `make wire`");
    }
}
