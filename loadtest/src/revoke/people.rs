//! Who takes part: the host who asks for takes, the one who appears in them, and enough members for all viewers.

use super::RevokeArgs;
use crate::{account::Account, error::Result, server::Server};
use domain::{CameoId, RoomId};

/// Of one member; the server allows 32.
pub const SOCKETS_EACH: usize = 25;
/// The server allows 8.
pub const PEERS_EACH: usize = 7;
/// New members by one person's link.
const INVITES_EACH: usize = 4;
const SUBJECT: &str = "subject";
/// As it is written in a prompt.
pub const MENTION: &str = "@subject.mug";
const RECORDING: &[u8] = include_bytes!("../../../tests/fixtures/cameos/mug.webm");

pub struct People {
    pub host: Account,
    pub room: RoomId,
    /// Whose cameo it is.
    pub subject: Account,
    pub cameo: CameoId,
    pub members: Vec<Account>,
}

impl People {
    /// # Errors
    /// What the server refuses.
    pub async fn gather(server: &Server, args: &RevokeArgs) -> Result<Self> {
        let host = Account::owner(server).await?;
        let room = host.make_room().await?;
        let code = host.invite(room).await?;
        let subject = Account::sign_up(&server.url, &code, SUBJECT).await?;
        let cameo = subject.enrol("mug", RECORDING).await?;
        subject.open_to_everyone(cameo).await?;
        let wanted = (args.viewers as usize + 1).div_ceil(SOCKETS_EACH).max((args.webrtc as usize).div_ceil(PEERS_EACH));
        let mut members: Vec<Account> = Vec::new();
        for number in 0..wanted {
            // Each invites four; the host has spent one already.
            let code = match (number + 1) / INVITES_EACH {
                0 => host.invite(room).await?,
                inviter => members[inviter - 1].invite(room).await?,
            };
            members.push(Account::sign_up(&server.url, &code, &format!("viewer{number}")).await?);
        }
        Ok(Self { host, room, subject, cameo, members })
    }
}
