//! Percentiles of few samples. Pure.

/// The smallest sample that at least `percent` of all samples do not exceed (nearest rank). With fewer than twenty samples the 95th
/// is the worst one. None: there are no samples.
#[must_use]
pub fn percentile(samples: &[f64], percent: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = samples.iter().copied().filter(|sample| sample.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let rank = (percent.clamp(0.0, 100.0) / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

/// The middle one; the lower of the two where there are two.
#[must_use]
pub fn median(samples: &[f64]) -> Option<f64> {
    percentile(samples, 50.0)
}

/// For print: a figure has no more digits than it means.
#[must_use]
pub fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_samples() {
        let samples: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(percentile(&samples, 50.0), Some(50.0));
        assert_eq!(percentile(&samples, 95.0), Some(95.0));
        assert_eq!(percentile(&samples, 100.0), Some(100.0));
        assert_eq!(percentile(&samples, 0.0), Some(1.0));
    }

    #[test]
    fn of_seven_the_95th_is_the_worst() {
        assert_eq!(percentile(&[7.0, 1.0, 6.0, 2.0, 5.0, 3.0, 4.0], 95.0), Some(7.0));
        assert_eq!(median(&[7.0, 1.0, 6.0, 2.0, 5.0, 3.0, 4.0]), Some(4.0));
    }

    #[test]
    fn without_samples_there_is_no_figure() {
        assert_eq!(percentile(&[], 95.0), None);
        assert_eq!(median(&[f64::NAN]), None);
    }

    #[test]
    fn figures_are_rounded_for_print() {
        assert_eq!(rounded(2.345_6, 2), 2.35);
        assert_eq!(rounded(99.96, 0), 100.0);
    }
}
