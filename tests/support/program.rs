//! The built program as a process of its own, for what can't be done to a server inside this one: `kill -9`.

use super::within;
use std::{
    path::Path,
    process::{Output, Stdio},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_greenroom");

pub struct Program {
    child: Child,
    pub url: String,
    pub owner_link: Option<String>,
    _rest: Lines<BufReader<ChildStdout>>,
}

impl Program {
    /// `owned`: somebody has signed up already, so no owner link is printed.
    pub async fn serve(data: &Path, owned: bool) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let url = word(&mut lines).await;
        let owner_link = if owned { None } else { Some(word(&mut lines).await) };
        Self { child, url, owner_link, _rest: lines }
    }

    /// SIGKILL: nothing of it can run after.
    pub async fn kill(mut self) {
        within("the process's end", self.child.kill()).await.expect("it was running");
    }
}

/// The last word of the next line.
async fn word(lines: &mut Lines<BufReader<ChildStdout>>) -> String {
    let line = within("a line of the program", lines.next_line()).await.expect("text").expect("it goes on");
    line.rsplit(' ').next().expect("a word").to_owned()
}

/// `greenroom` with these arguments, until it ends.
pub async fn run(arguments: &[&str]) -> Output {
    within(&format!("greenroom {arguments:?}"), Command::new(PROGRAM).args(arguments).output()).await.expect("the program runs")
}
