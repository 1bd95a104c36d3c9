//! H.264 and Opus, MP4, the watermark, and signed provenance.
//!
//! Everything is encoded once and packetised once ([`encode`]), every picture bears the makers' names ([`watermark`]), the last pass
//! becomes a file ([`mp4`]), and the file says who made it and how ([`provenance`]). No sockets, no accounts, no network.

pub mod encode;
pub mod error;
pub mod frame;
pub mod intake;
pub mod join;
pub mod material;
pub mod mp4;
pub mod provenance;
pub mod second;
pub mod still;
pub mod unit;
pub mod watermark;

pub use encode::{LiveEncoder, Recut, TakeEncoder};
pub use error::MediaError;
pub use join::{Joiner, Part, PartOpener, PosterOf};
pub use mp4::Mp4Gather;
pub use provenance::{Claim, ConsentEntries, MadeOf, Origin, OriginState, Parent, Signer, SigningIdentity, SourceType, inspect, inspect_file};
pub use second::{KeptSecond, SecondGather};
pub use unit::{MediaUnit, RTP_PAYLOAD, UnitKind, UnitLabel};
pub use watermark::Watermark;
