//! A bar chart as an SVG file: a few panels, each with bars and the line of its goal. Reads well on white and on black.

use std::fmt::Write;

pub struct Panel {
    pub title: String,
    pub unit: &'static str,
    /// Drawn as a line, with what it means.
    pub goal: Option<(f64, String)>,
    pub bars: Vec<Bar>,
}

pub struct Bar {
    pub label: String,
    pub value: f64,
    pub ours: bool,
}

const WIDTH: f64 = 760.0;
const LABELS: f64 = 210.0;
const ROW: f64 = 26.0;
const HEAD: f64 = 54.0;
const MARGIN: f64 = 16.0;
const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#667}.t{font-weight:600;font-size:15px;fill:#556}.o{fill:#2f9e6e}.p{fill:#9aa3b2}.g{stroke:#d9534f;stroke-dasharray:4 3}.n{fill:#d9534f}";

/// The whole file.
#[must_use]
pub fn svg(title: &str, note: &str, panels: &[Panel]) -> String {
    let height = panels.iter().map(tall).sum::<f64>() + 64.0;
    let mut out = String::new();
    // Writing to a string can't fail.
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{0}"><title>{0}</title><style>{STYLE}</style><text class="t" x="{MARGIN}" y="26">{0}</text><text x="{MARGIN}" y="46">{1}</text>"#,
        escaped(title),
        escaped(note)
    );
    let mut top = 64.0;
    for panel in panels {
        draw(&mut out, panel, top);
        top += tall(panel);
    }
    out.push_str("</svg>\n");
    out
}

fn tall(panel: &Panel) -> f64 {
    HEAD + ROW * panel.bars.len() as f64
}

fn draw(out: &mut String, panel: &Panel, top: f64) {
    let goal = panel.goal.as_ref().map_or(0.0, |(value, _)| *value);
    let most = panel.bars.iter().map(|bar| bar.value).fold(goal, f64::max).max(1e-9);
    // Room for the number behind the longest bar.
    let scale = (WIDTH - LABELS - 90.0) / most;
    let _ = write!(out, r#"<text class="t" x="{MARGIN}" y="{:.0}">{}, {}</text>"#, top + 22.0, escaped(&panel.title), panel.unit);
    for (row, bar) in panel.bars.iter().enumerate() {
        let y = top + HEAD - 16.0 + ROW * row as f64;
        let (length, class) = (bar.value * scale, if bar.ours { "o" } else { "p" });
        let _ = write!(
            out,
            r#"<text x="{MARGIN}" y="{:.0}">{}</text><rect class="{class}" x="{LABELS}" y="{y:.0}" width="{length:.1}" height="18" rx="3"/><text x="{:.1}" y="{:.0}">{}</text>"#,
            y + 14.0,
            escaped(&shortened(&bar.label)),
            LABELS + length + 6.0,
            y + 14.0,
            bar.value
        );
    }
    if let Some((value, meaning)) = &panel.goal {
        let (x, bottom) = (LABELS + value * scale, top + tall(panel) - 14.0);
        // What it means stands on the side where there is room.
        let (anchor, beside) = if x > WIDTH * 0.6 { ("end", x - 5.0) } else { ("start", x + 5.0) };
        let _ = write!(
            out,
            r#"<line class="g" x1="{x:.1}" x2="{x:.1}" y1="{:.0}" y2="{bottom:.0}"/><text class="n" text-anchor="{anchor}" x="{beside:.1}" y="{:.0}">{}</text>"#,
            top + 22.0,
            top + 30.0,
            escaped(meaning)
        );
    }
}

fn shortened(label: &str) -> String {
    const LONGEST: usize = 28;
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    label.chars().take(LONGEST - 1).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_and_the_goal_are_in_the_file() {
        let bars = vec![Bar { label: "a <dog> & a ball".into(), value: 42.0, ours: true }, Bar { label: "peer".into(), value: 84.0, ours: false }];
        let panel = Panel { title: "First picture".into(), unit: "ms", goal: Some((100.0, "goal".into())), bars };
        let text = svg("take", "abc", &[panel]);
        assert!(text.starts_with("<svg") && text.ends_with("</svg>\n"));
        assert_eq!(text.matches("<rect").count(), 2);
        assert_eq!(text.matches("<line").count(), 1);
        assert!(text.contains("a &lt;dog&gt; &amp; a ball"));
    }

    #[test]
    fn bars_without_length_do_not_divide_by_zero() {
        let panel = Panel { title: "Nothing".into(), unit: "s", goal: None, bars: vec![Bar { label: "none".into(), value: 0.0, ours: true }] };
        assert!(!svg("t", "n", &[panel]).contains("NaN"));
    }
}
