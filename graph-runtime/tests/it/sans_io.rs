//! Without default features, the crate can be built for `wasm32-unknown-unknown`.

use std::process::Command;

#[test]
fn no_default_features_has_no_crate_for_sockets_or_threads() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["tree", "--offline", "--locked", "-e", "normal", "--prefix", "none", "--no-default-features"];
    let output = Command::new(cargo)
        .args(arguments)
        .args(["--target", "wasm32-unknown-unknown", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let tree = String::from_utf8(output.stdout).unwrap();
    // Offline, cargo may lack crates that only this target needs.
    if !output.status.success() {
        println!("skipped: {}", String::from_utf8_lossy(&output.stderr));
        return;
    }
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"http") && names.contains(&"serde_json"), "{tree}");
    for kept_out in ["tokio", "mio", "socket2", "ring", "rustls", "reqwest", "hyper", "openssl", "libc", "flate2"] {
        assert!(!names.contains(&kept_out), "{kept_out}");
    }
}
