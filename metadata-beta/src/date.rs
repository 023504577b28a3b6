// Written by `cargo xtask metadata update`.

/// The date of Microsoft's document of beta.
pub const BETA_DATE: &str = "";
