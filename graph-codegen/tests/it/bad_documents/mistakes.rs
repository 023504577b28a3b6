//! `tests/bad/NAME.txt` contains the expected diagnostics of `tests/bad/NAME.csdl`; see [`expected`].

use super::shown::shown;
use crate::expected;

#[test]
fn each_mistake_is_shown_as_expected() {
    expected::compare("bad", 90, |document| document.replace(".csdl", ".txt"), shown);
}
