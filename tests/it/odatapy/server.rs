use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// The server process. It ends when the test program does, because its standard input ends.
pub struct Server {
    address: String,
    _process: Child,
}

impl Server {
    pub fn start() -> Self {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut process = Command::new(python(&directory.join("odatapy/.venv")))
            .arg("-B")
            .arg(directory.join("odatapy/server.py"))
            .args(["tenant", "trippin", "keys"].map(|name| directory.join(format!("documents/{name}.csdl"))))
            .args(Some(directory.join("../../shared/csdl/cap-users.xml")).filter(|path| path.exists()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("Python starts");
        let output = process.stdout.take().expect("its output");
        let address = BufReader::new(output).lines().map_while(Result::ok).find_map(|line| {
            let address = line.strip_prefix("address ")?;
            Some(address.to_owned())
        });
        Self { address: address.expect("the server's address"), _process: process }
    }

    pub fn address(&self) -> &str {
        &self.address
    }
}

/// Returns the path of Python in a virtual environment.
fn python(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}
