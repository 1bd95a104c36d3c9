//! The page: a card for each clip.

use super::Entry;
use std::fmt::Write;

const STYLE: &str = "body{margin:0;padding:2rem;background:#15110d;color:#f4ead9;font:16px/1.5 system-ui,sans-serif}h1{font-size:1.6rem}\
article{display:grid;grid-template-columns:minmax(0,1fr) 200px;gap:1rem;padding:1.2rem 0;border-top:1px solid #3a3028}\
h2{margin:0;font-size:1.05rem}img{max-width:100%;border-radius:4px}video{width:200px;border-radius:4px;background:#000}\
p,li{margin:.2rem 0;color:#b9a993;font-size:.9rem}@media(max-width:700px){article{grid-template-columns:1fr}}";

pub fn html(entries: &[Entry], commit: &str) -> String {
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Greenroom: what the studio \
         engine shows</title><style>{STYLE}</style><h1>What the studio engine shows</h1><p>{} clips, commit {}</p>",
        entries.len(),
        escaped(commit)
    );
    for entry in entries {
        card(&mut page, entry);
    }
    page.push_str("</html>\n");
    page
}

fn card(page: &mut String, entry: &Entry) {
    let Entry { name, prompt, direction, told, peak_memory_bytes } = entry;
    let direction = if direction.is_empty() { String::new() } else { format!(" <small>({})</small>", escaped(direction)) };
    let sentences = told.notices.iter().chain(&told.violations).fold(String::new(), |mut list, sentence| {
        let _ = write!(list, "<li>{}</li>", escaped(sentence));
        list
    });
    let _ = write!(
        page,
        "<article id=\"{name}\"><div><h2>{name}. {}{direction}</h2><p>{:.2} × real time, first picture after {} ms, {} MB</p><ul>{sentences}</ul>\
         <img src=\"{name}.jpg\" alt=\"Eight frames\" loading=\"lazy\"><br><img src=\"{name}-sound.png\" alt=\"Spectrogram\" loading=\"lazy\"></div>\
         <video src=\"{name}.mp4\" controls preload=\"none\"></video></article>",
        escaped(prompt),
        told.realtime_factor,
        told.first_picture_ms,
        peak_memory_bytes / 1_000_000,
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::Told;

    #[test]
    fn words_stay_words() {
        let told = Told { took_ms: 1, first_picture_ms: 1, realtime_factor: 2.0, notices: vec!["<b>".into()], violations: vec![] };
        let entry = Entry { name: "1", prompt: "a \"b\" & c", direction: String::new(), told, peak_memory_bytes: 1 };
        let page = html(&[entry], "abc");
        assert!(page.contains("a &quot;b&quot; &amp; c") && page.contains("&lt;b&gt;") && !page.contains("<b>"));
    }
}
