// Written by `cargo xtask metadata update`.

/// The date of Microsoft's document of v1.0.
pub const V1_0_DATE: &str = "2026-08-20";
