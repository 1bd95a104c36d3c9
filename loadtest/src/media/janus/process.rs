//! The program `janus`, as Debian packages it: started on ports of this machine that are free, with a folder of its own for its settings and its log.

use crate::{machine, peers::output};
use std::{
    fs,
    net::{Ipv4Addr, TcpListener, UdpSocket},
    process::Stdio,
    time::Duration,
};
use tempfile::TempDir;
use tokio::process::{Child, Command};

const ASKING: Duration = Duration::from_secs(10);
const MISSING: &str = "the program janus is not installed (apt install janus)";

/// What is not needed is not loaded.
const SETTINGS: &str = r#"general: {
    debug_level = 3
    debug_colors = false
    session_timeout = 0
    hide_dependencies = false
}
media: {
    no_media_timer = 0
}
nat: {
    nice_debug = false
}
plugins: {
    disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so"
}
transports: {
    disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so"
}
loggers: {
    disable = "libjanus_jsonlog.so"
}
events: {
    broadcast = false
}
"#;

/// Killed when dropped.
pub struct Process {
    child: Child,
    pub port: u16,
    pub version: String,
    folder: TempDir,
}

impl Process {
    /// # Errors
    /// Why it can't be had, in one sentence.
    pub async fn start(core: Option<usize>, event_loops: u32) -> Result<Self, String> {
        let version = version().await?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).map_err(|error| error.to_string())?.port();
        let folder = tempfile::Builder::new().prefix("greenroom-janus-").tempdir().map_err(|error| error.to_string())?;
        let loops = if event_loops > 0 { format!("general: {{\n    event_loops = {event_loops}") } else { "general: {".to_owned() };
        let websockets =
            format!("general: {{\n    json = \"compact\"\n    ws = true\n    ws_port = {port}\n    ws_ip = \"127.0.0.1\"\n    wss = false\n}}\n");
        for (name, text) in [("janus.jcfg", SETTINGS.replacen("general: {", &loops, 1)), ("janus.transport.websockets.jcfg", websockets)] {
            fs::write(folder.path().join(name), text).map_err(|error| error.to_string())?;
        }
        let mut command = match core {
            None => Command::new("janus"),
            Some(core) => {
                let mut command = Command::new("taskset");
                command.args(["-c", &core.to_string(), "janus"]);
                command
            }
        };
        command.arg("-F").arg(folder.path()).arg("-L").arg(folder.path().join("janus.log")).arg("-N");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        let child = command.spawn().map_err(|error| error.to_string())?;
        Ok(Self { child, port, version, folder })
    }

    #[must_use]
    pub fn cpu_seconds(&self) -> f64 {
        self.child.id().map_or(0.0, machine::cpu_seconds)
    }

    /// The last lines of its log.
    #[must_use]
    pub fn log(&self) -> String {
        let text = fs::read_to_string(self.folder.path().join("janus.log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("; ")
    }

    pub async fn stop(mut self) {
        // An error: it has ended already.
        drop(self.child.kill().await);
    }
}

async fn version() -> Result<String, String> {
    let text = output(Command::new("janus").arg("--help"), ASKING)
        .await
        .map_err(|why| if why.contains("No such file") { MISSING.to_owned() } else { why })?;
    Ok(version_of(&text).unwrap_or("unknown").to_owned())
}

/// `Janus version: 1102 (1.1.2)`
fn version_of(text: &str) -> Option<&str> {
    let line = text.lines().find(|line| line.starts_with("Janus version:"))?;
    line.split_once('(')?.1.split_once(')').map(|(version, _)| version)
}

/// Ports of this machine that nobody has: even ones, as RTP has them.
pub fn free_ports<const N: usize>() -> Result<[u16; N], String> {
    let mut ports = [0; N];
    let mut held = Vec::new();
    for port in &mut ports {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| error.to_string())?;
        *port = socket.local_addr().map_err(|error| error.to_string())?.port();
        held.push(socket);
    }
    Ok(ports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_version_stands_in_brackets() {
        assert_eq!(version_of("Janus version: 1102 (1.1.2)\nJanus commit: x\n"), Some("1.1.2"));
        assert_eq!(version_of("command not found"), None);
    }

    #[test]
    fn what_is_needed_is_loaded() {
        assert!(["videoroom", "streaming", "websockets"].iter().all(|needed| !SETTINGS.contains(needed)));
    }
}
