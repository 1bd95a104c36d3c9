//! How a scenario begins: server and load test on a core each, the server's program, and a bar that tells how far the run is.

use crate::{
    error::{LoadError, Result},
    machine,
    server::{self, Server},
};
use indicatif::{ProgressBar, ProgressStyle};
use std::{path::Path, time::Duration};

const SERVER_CORE: usize = 0;
const OWN_CORE: usize = 1;
const TICK: Duration = Duration::from_millis(200);

/// Where servers run. None: wherever the system puts them.
#[must_use]
pub fn server_core(unpinned: bool) -> Option<usize> {
    (!unpinned).then_some(SERVER_CORE)
}

/// Keeps the load test on its own core, unless all share all.
///
/// # Errors
/// Where that can't be done.
pub fn pin(unpinned: bool) -> Result<()> {
    if unpinned { Ok(()) } else { machine::pin(OWN_CORE).map_err(LoadError::Unpinned) }
}

/// Starts the named program, or the one beside this.
///
/// # Errors
/// Where it can't be started.
pub async fn server(program: Option<&Path>, core: Option<usize>, bar: &ProgressBar) -> Result<Server> {
    bar.set_message("starting the server");
    let program = program.map_or_else(server::beside, Path::to_owned);
    Server::start(&program, core).await
}

/// Hidden where somebody reads JSON.
///
/// # Errors
/// Never, with a good template.
pub fn bar(json: bool, count: impl Into<u64>, unit: &str) -> Result<ProgressBar> {
    if json {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {unit}  {{elapsed}}  {{msg}}"))?;
    let bar = ProgressBar::new(count.into()).with_style(style);
    bar.enable_steady_tick(TICK);
    Ok(bar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_shown_to_people_only() {
        assert!(bar(true, 5_u32, "rounds").expect("hidden").length().is_none());
        let shown = bar(false, 5_u32, "rounds").expect("a good template");
        assert_eq!(shown.length(), Some(5));
    }
}
