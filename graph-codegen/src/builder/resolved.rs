use std::path::PathBuf;

use super::input::{Input, Loader};
use crate::{
    Error,
    csdl::Limits,
    diagnostic::{Diagnostics, Sources},
    edm::Model,
    plan::Package,
    selection::{Selection, Selector, close},
};

/// A model, and what it was read from.
#[derive(Debug)]
#[non_exhaustive]
pub struct Resolved {
    /// The model.
    pub model: Model,
    /// The texts it was read from.
    pub sources: Sources,
    /// Warnings so far.
    pub diagnostics: Diagnostics,
    /// The files that were read.
    pub inputs: Vec<PathBuf>,
    /// How many of the sources were given; the next ones were referenced by those.
    pub(crate) given: usize,
    /// The highest version that the documents name.
    pub(crate) csdl_version: Option<String>,
}

/// A selection of a model.
#[derive(Debug)]
#[non_exhaustive]
pub struct Selected {
    /// The model, its sources and the warnings so far.
    pub resolved: Resolved,
    /// What was chosen of it.
    pub selection: Selection,
}

/// A selection, and what is generated of it, before it is text.
#[derive(Debug)]
#[non_exhaustive]
pub struct Planned {
    /// The selection, its model, its sources and all warnings.
    pub selected: Selected,
    /// Every Rust module, name and type.
    pub package: Package,
}

impl Resolved {
    /// Chooses from the model what selectors name and what that needs. Each text holds selectors, one a line.
    ///
    /// # Errors
    ///
    /// Diagnostics of the selectors.
    pub fn select<T: Into<String>>(self, selectors: impl IntoIterator<Item = T>) -> Result<Selected, Error> {
        let inputs: Vec<Input> =
            selectors.into_iter().map(|text| Input::Text { name: "selector".to_owned(), text: text.into() }).collect();
        self.close(&inputs, Limits::default())
    }

    pub(super) fn close(mut self, inputs: &[Input], limits: Limits) -> Result<Selected, Error> {
        let mut loader = Loader::default();
        let mut selectors = Vec::new();
        for input in inputs {
            if let Some(file) = loader.load(input, limits.size, &mut self.sources, &mut self.diagnostics) {
                selectors.extend(Selector::parse_all(file, &self.sources, &mut self.diagnostics));
            }
        }
        self.inputs.append(&mut loader.paths);
        let mut selection = Selection::default();
        if !self.diagnostics.has_errors() {
            selection = close(&self.model, &selectors, &mut self.diagnostics);
        }
        match self.diagnostics.stop() {
            Ok(()) => Ok(Selected { resolved: self, selection }),
            Err(_) => Err(Error::new(self.diagnostics, self.sources)),
        }
    }
}
