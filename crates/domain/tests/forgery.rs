//! Attempts to get past the consent gate. Each file under `tests/forgery` must fail to compile, for the reason in its `.stderr`.

#[test]
fn forging_cloning_or_reading_past_the_gate_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/forgery/*.rs");
}
