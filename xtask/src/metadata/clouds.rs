//! The table of clouds.

use std::{fs, path::Path};

use graph_codegen::{
    Builder,
    clouds::{Availability, Cloud, write_table},
};

/// The file of the table, below the root of the workspace.
pub const FILE: &str = "metadata/v1.0.clouds.txt";

/// Reads the documents of all clouds in a directory: `Prod.csdl`, `Fairfax.csdl`, …
///
/// Returns pairs of a document's name and its text.
///
/// # Errors
///
/// Returns the reason if one of them cannot be read.
pub fn read(directory: &Path) -> Result<Vec<(&'static str, String)>, String> {
    let mut names: Vec<&'static str> = Cloud::ALL.into_iter().map(Cloud::document).collect();
    names.dedup();
    let read = |name: &'static str| {
        let path = directory.join(format!("{name}.csdl"));
        let text = fs::read_to_string(&path);
        text.map(|text| (name, text)).map_err(|problem| format!("cannot read `{}`: {problem}", path.display()))
    };
    names.into_iter().map(read).collect()
}

/// Makes the table from the documents of all clouds, given as pairs of a name (`Fairfax`) and a text.
///
/// # Errors
///
/// Returns the reason if a document is not valid, or if its name is not one of a cloud's document.
pub fn table(documents: &[(&str, String)]) -> Result<String, String> {
    let mut models = Vec::new();
    for (name, text) in documents {
        let clouds = Cloud::of_document(name);
        if clouds.is_empty() {
            return Err(format!("`{name}` is not the name of a cloud's document"));
        }
        let resolved = Builder::new().metadata_text(format!("{name}.csdl"), text.as_str()).resolve();
        models.push((clouds, resolved.map_err(|problem| problem.to_string())?.model));
    }
    let models: Vec<(Availability, &_)> = models.iter().map(|(clouds, model)| (*clouds, model)).collect();
    Ok(write_table(&models))
}
