//! `cargo xtask …`: this workspace's development commands, which are those of any project that generates code with `graph-codegen`.

fn main() -> std::process::ExitCode {
    graph_codegen::cli::main()
}
