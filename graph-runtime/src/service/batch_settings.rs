use super::{ODataVersion, ServiceProfile};
use crate::path::encode;

/// How calls are sent together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchFormat {
    /// One request with JSON: OData JSON Format 4.01, section 19.
    #[default]
    Json,
    /// One request with `multipart/mixed`: OData 4.01, part 1, section 11.7.7.
    Multipart,
    /// Requests one after another, for a service without batches.
    None,
}

/// Appends query options, percent-encoded, to a URL without a query.
pub(crate) fn write_query(options: &[(&str, &str)], url: &mut String) {
    for (index, (name, value)) in options.iter().enumerate() {
        url.push(if index == 0 { '?' } else { '&' });
        let (prefix, rest) = name.split_at(usize::from(name.starts_with(['$', '@'])));
        url.push_str(prefix);
        url.push_str(&encode(rest).to_string());
        url.push('=');
        url.push_str(&encode(value).to_string());
    }
}

/// Batches.
impl ServiceProfile {
    /// Sets how calls are sent together.
    pub const fn with_batch_format(mut self, format: BatchFormat) -> Self {
        self.batch_format = format;
        self
    }

    /// Sets the most calls in one batch request: at least 1, and at most 1,000.
    pub const fn with_batch_size(mut self, calls: usize) -> Self {
        self.batch_size = match calls {
            0 => 1,
            1..=1000 => calls,
            _ => 1000,
        };
        self
    }

    /// Sets whether a batch can continue after an error (`Prefer: continue-on-error`).
    ///
    /// Without it, the service stops at the first error, and the calls that it did not execute are sent in another
    /// request.
    ///
    /// Sources: OData 4.01, part 1, section 8.2.8.3; `ContinueOnErrorSupported` of `Capabilities.BatchSupport`.
    pub const fn with_continue_on_error(mut self, enabled: bool) -> Self {
        self.has_continue_on_error = Some(enabled);
        self
    }

    /// Sets whether bodies in a change set can refer to entities that it creates; otherwise such a call is an error.
    ///
    /// Source: `ReferencesInRequestBodiesSupported` of `Capabilities.BatchSupport`.
    pub const fn with_references_in_bodies(mut self, enabled: bool) -> Self {
        self.has_references_in_bodies = Some(enabled);
        self
    }

    /// Sets whether paths can refer to entities that another change set creates; otherwise such a call of a JSON batch
    /// is an error.
    ///
    /// Multipart batches need no such references, because calls that depend on others are sent later.
    ///
    /// Source: `ReferencesAcrossChangeSetsSupported` of `Capabilities.BatchSupport`.
    pub const fn with_references_across_change_sets(mut self, enabled: bool) -> Self {
        self.has_references_across_change_sets = Some(enabled);
        self
    }

    /// Returns how calls are sent together.
    #[must_use]
    pub const fn batch_format(&self) -> BatchFormat {
        self.batch_format
    }

    /// Returns the most calls in one batch request.
    #[must_use]
    pub const fn batch_size(&self) -> usize {
        self.batch_size
    }

    /// Returns whether a batch can continue after an error.
    #[must_use]
    pub const fn has_continue_on_error(&self) -> bool {
        !matches!(self.has_continue_on_error, Some(false))
    }

    /// Returns whether bodies in a change set can refer to entities that it creates.
    #[must_use]
    pub const fn has_references_in_bodies(&self) -> bool {
        !matches!(self.has_references_in_bodies, Some(false))
    }

    /// Returns whether paths can refer to entities that another change set creates.
    #[must_use]
    pub const fn has_references_across_change_sets(&self) -> bool {
        !matches!(self.has_references_across_change_sets, Some(false))
    }

    /// Returns the preference that lets a batch continue after an error, unless the service does it anyway.
    pub(crate) fn continue_on_error(&self) -> Option<&'static str> {
        match self.version {
            _ if self.is_graph || !self.has_continue_on_error() => None,
            Some(ODataVersion::V4_01) => Some("continue-on-error"),
            _ => Some("odata.continue-on-error"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ServiceProfile;

    #[test]
    fn batch_sizes_are_bounded() {
        for (asked, size) in [(0, 1), (1, 1), (1000, 1000), (usize::MAX, 1000)] {
            assert_eq!(ServiceProfile::V4_0.with_batch_size(asked).batch_size(), size);
        }
    }
}
