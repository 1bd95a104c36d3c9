//! The log. It never tells names, addresses, tokens, cookies or what people write.

use std::io::IsTerminal;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Other people's crates may log addresses at lower levels.
const DEFAULT: &str = "warn,c2pa=error,rtc_dtls=error,greenroom=info,actors=info,engine=info,media=info,store=info";

/// Starts the log on standard error. `filter`: as `RUST_LOG`; a filter that can't be read falls back to the default.
pub fn start(filter: Option<&str>, json: bool) {
    let filter = filter.and_then(|text| EnvFilter::try_new(text).ok()).unwrap_or_else(|| EnvFilter::new(DEFAULT));
    let registry = tracing_subscriber::registry().with(filter);
    let result = if json {
        registry.with(fmt::layer().json().with_writer(std::io::stderr)).try_init()
    } else {
        registry.with(fmt::layer().with_target(false).with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr)).try_init()
    };
    // Tests start several servers in one process: the first log stays.
    drop(result);
}
