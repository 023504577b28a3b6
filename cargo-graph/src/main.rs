//! `cargo graph`: the commands of [`graph_codegen::cli`] for any project, with the embedded metadata as the default.

fn main() -> std::process::ExitCode {
    graph_codegen::cli::main()
}
