use super::Builder;
use crate::clouds::Cloud;

impl Builder {
    /// Requires that a cloud has everything that selectors name; see [`clouds`](Self::clouds).
    pub fn cloud(self, cloud: Cloud) -> Self {
        self.clouds([cloud])
    }

    /// Requires that each of these clouds has everything that selectors name.
    ///
    /// It is an error if one of them lacks a selected request or anything on its path, a type that a selector names, or
    /// a property in a list of members. Other properties of selected types are not checked: nearly every type has one
    /// that some cloud lacks, which is then absent from its responses. The documentation of generated code says so.
    ///
    /// The clouds of Graph v1.0 are known, whether its metadata is the embedded one or a file.
    ///
    /// ```
    /// use graph_codegen::{Builder, clouds::Cloud};
    ///
    /// let error = Builder::new().select("/me/onenote/notebooks").cloud(Cloud::China).generate().unwrap_err();
    /// assert!(error.to_string().contains("China lacks"));
    /// ```
    pub fn clouds(mut self, clouds: impl IntoIterator<Item = Cloud>) -> Self {
        self.clouds.extend(clouds);
        self
    }
}
